"""A run to print on the command line: computed on the spot where there is none of the newest responses."""

from collections.abc import Sequence

from polls.questionnaire.models import Poll
from polls.results.dataset import read_state
from polls.results.dataset.state import state_of
from polls.results.models import PollWeights, Run, WorkState
from polls.results.services.coded import questionnaire_for_results
from polls.results.services.failures import failure_of
from polls.results.services.recipes import Recipe, UnknownSegmentError, may_leave_out, recipe_for
from polls.results.services.runs import execute_here, hidden_segments, latest_run, may_move, request_run
from polls.results.services.weights import accepted_weights
from polls.results.services.work import Clock


class CannotPrintError(Exception):
    """There is nothing to print; the message says why, in words for the person at the terminal."""


def weights_named(poll: Poll, name: str) -> PollWeights:
    """Give the newest accepted weights of this name. Raises CannotPrintError."""
    found = next((each for each in accepted_weights(poll) if each.name == name), None)
    if found is None:
        raise CannotPrintError(f"{poll.slug} has no accepted weights named {name}.")
    return found


def run_to_print(
    poll: Poll, *, variable: str, segment: str, clock: Clock, weights: str = "", without: Sequence[str] = ()
) -> Run:
    """Give a finished run on the newest responses that may be shown. Raises CannotPrintError."""
    version = poll.latest_version
    if version is None:
        raise CannotPrintError(f"{poll.slug} was never published.")
    questionnaire = questionnaire_for_results(version)
    try:
        named = weights_named(poll, weights) if weights else None
        recipe = recipe_for(questionnaire, variable=variable, segment=segment, weights=named, without=without)
    except UnknownSegmentError as error:
        raise CannotPrintError(f"{poll.slug} has no segment {error}.") from error
    if without and not may_leave_out(poll):
        raise CannotPrintError("Of an open anonymous poll nothing is told of flags.")
    key = _key_to_show(poll)
    everyone = _newest_of_everyone(poll, recipe_for(questionnaire), key, clock)
    if recipe["filter"] is None and not weights and not without:
        return everyone
    if (variable, segment) in hidden_segments(everyone):
        raise CannotPrintError(f"{variable}:{segment} is too small to be shown, or would reveal a group that is.")
    return _finished(poll, recipe, everyone.data_key, clock)


def _newest_of_everyone(poll: Poll, recipe: Recipe, key: str, clock: Clock) -> Run:
    """Give the run of the state that ``key`` names, or the newest that is shown while that one is held back."""
    run = request_run(poll, recipe=recipe, by=None, now=clock(), data_key=key, is_urgent=False)
    execute_here(run, clock=clock)
    shown = latest_run(poll) if run.state == WorkState.WITHHELD else None
    return shown or _finished(poll, recipe, key, clock)


def _finished(poll: Poll, recipe: Recipe, key: str, clock: Clock) -> Run:
    run = request_run(poll, recipe=recipe, by=None, now=clock(), data_key=key, is_urgent=False)
    execute_here(run, clock=clock)
    run = Run.objects.select_related("version", "poll").get(pk=run.pk)
    if run.state == WorkState.FAILED:
        raise CannotPrintError(str(failure_of(run.error).happened))
    if run.state == WorkState.WITHHELD:
        raise CannotPrintError("With what was shown before, these numbers would tell of too few people.")
    if run.state != WorkState.DONE:
        raise CannotPrintError("A worker is computing this run at the moment; try again shortly.")
    return run


def _key_to_show(poll: Poll) -> str:
    """Give the present state of the responses, or that of the newest results while they may not move on."""
    shown, present = latest_run(poll), read_state(poll)
    if shown is None:
        if not may_move(poll, shown=None, present=present):
            raise CannotPrintError(f"{poll.slug} has fewer than {poll.minimum_base} responses so far.")
        return present.key
    return present.key if may_move(poll, shown=state_of(shown.data_key), present=present) else shown.data_key
