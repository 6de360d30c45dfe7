"""Results runs: asked for, computed by whoever claims them, and made anew when the responses have moved on."""

import logging
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from polls.codebook.schema import Questionnaire
from polls.questionnaire.models import Announcement, Poll, PollEvent, QuestionnaireVersion
from polls.questionnaire.services.announcing import announce
from polls.results.dataset import DataState, read_state
from polls.results.dataset.state import state_of
from polls.results.models import PollWeights, Run, WorkState
from polls.results.services.actors import Actor, key_of
from polls.results.services.coded import questionnaire_for_results
from polls.results.services.recipes import Recipe, recipe_for, recipe_hash
from polls.results.services.shards import PAUSE, STEP, ShardsPendingError, is_large, reading_of, wake_runs, work_off
from polls.results.services.waking import EXECUTE_RUN, wake
from polls.results.services.work import (
    Clock,
    LostClaimError,
    fail_claimed,
    finish_claimed,
    give_up,
    hold_back_claimed,
    may_be_final,
    progress_of,
    put_off_claimed,
    queue_again,
    take_up,
    wake_each,
)

QUICK = 20_000
"""Up to so many responses are read from the database while a page waits."""

LATE = timedelta(days=2)
"""How long after closing the sweeper still looks whether the final run was made; closing itself asks for it."""

logger = logging.getLogger(__name__)


def request_run(poll: Poll, *, recipe: Recipe, by: Actor, now: datetime, data_key: str = "",
                is_urgent: bool = True) -> Run:  # fmt: skip
    """Give the run of these inputs, queued if there was none; two who ask at once get the same.

    ``data_key`` is the state of the responses (the present one unless given). A run that failed is queued again.
    ``is_urgent`` wakes a worker. Raises ValueError when the poll was never published.
    """
    version = poll.latest_version
    if version is None:
        raise ValueError(f"{poll.slug} was never published")
    run, _is_new = Run.objects.get_or_create(
        poll=poll,
        version=version,
        data_key=data_key or read_state(poll).key,
        recipe_hash=recipe_hash(recipe),
        defaults={"recipe": recipe, "created_at": now, "created_by_id": key_of(by)},
    )
    if run.state == WorkState.FAILED or (may_be_final(run) and poll.state == Poll.State.CLOSED):
        queue_again(run)
        run.refresh_from_db()
    if is_urgent and run.state == WorkState.QUEUED:
        wake(EXECUTE_RUN, str(run.pk))
    return run


def execute(run_id: UUID | str, *, now: datetime, clock: Clock) -> bool:
    """Compute a run that waits, and store its numbers; tell whether this call did it.

    ``clock`` gives the time as the work goes on. Doing it again, or by two workers at once, changes nothing.
    """
    run = take_up(Run, run_id, lambda mine: _compute(mine, clock), now=now)
    return run is not None and run.state == WorkState.DONE


def _compute(run: Run, clock: Clock) -> None:
    # The one place where a page or a task begins to need NumPy, SciPy and polars.
    from polls.results.services.gate import WithheldError
    from polls.results.services.tabulating import RefusedError, tabulate

    try:
        done = tabulate(run, run.questionnaire, progress_of(run, clock), now=clock())
    except WithheldError:
        hold_back_claimed(run, is_final=run.poll.state == Poll.State.CLOSED, now=clock())
    except ShardsPendingError as error:
        put_off_claimed(run, step=STEP, progress=error.progress)
        wake_runs(reading_of(run))
    except RefusedError as error:
        logger.exception("run %s refused", run.pk)
        fail_claimed(run, error.code, now=clock())
    except LostClaimError:
        raise
    except Exception:
        logger.exception("run %s failed", run.pk)
        fail_claimed(run, "unexpected", now=clock())
    else:
        with transaction.atomic():
            finish_claimed(run, now=clock(), summary=done.summary, data_hash=done.data_hash, base=done.base)
            _announce(run)


def _announce(run: Run) -> None:
    """Say that there are new results; what one reader looked at in one segment is no news to others."""
    is_of_everyone = run.recipe["filter"] is None and not run.recipe.get("without")
    if is_of_everyone and run.finished_at is not None:
        is_weighted = "weights" in run.recipe
        kind = Announcement.Kind.RUN_READY
        announce(run.poll, kind, now=run.finished_at, run=str(run.pk), is_weighted=is_weighted)


def execute_here(run: Run, *, clock: Clock) -> None:
    """Compute a run in this process; of very many responses also the parts that no worker has taken up."""
    execute(run.pk, now=clock(), clock=clock)
    run.refresh_from_db()
    while is_large(run.data_key) and run.state in (WorkState.QUEUED, WorkState.RUNNING):
        if run.state == WorkState.RUNNING:
            give_up(Run, now=clock())
            time.sleep(PAUSE)
        else:
            work_off(reading_of(run), clock=clock)
        execute(run.pk, now=clock(), clock=clock)
        run.refresh_from_db()


def latest_run(poll: Poll) -> Run | None:
    """Give the newest finished run of everyone: what the pages show."""
    finished = Run.objects.of_everyone(poll).filter(state=WorkState.DONE)
    return finished.select_related("version").newest_first().first()


def hidden_segments(run: Run) -> frozenset[tuple[str, str]]:
    """Give the segments (variable, segment) whose size a finished run of everyone does not tell."""
    return frozenset(
        (variable["code"], segment["code"])
        for variable in (run.summary or {})["segment_variables"]
        for segment in variable["segments"]
        if segment["hidden"]
    )


def may_move(poll: Poll, *, shown: DataState | None, present: DataState) -> bool:
    """Whether results may move from the state that is shown to the present one.

    While a poll is open they move in steps of at least k responses, so that nobody's answers follow from two editions.
    In an identified poll they also move when somebody was erased: then the person must not be in them any longer.
    """
    if shown is not None and shown.key == present.key:
        return False
    if shown is not None and not poll.is_anonymous and present.revision != shown.revision:
        return True
    if poll.state == Poll.State.CLOSED:
        return True
    return present.count - (shown.count if shown else 0) >= poll.minimum_base


def refresh(poll: Poll, *, by: Actor, now: datetime) -> Run | None:
    """Queue a run of everyone if the results may move, or were made with another version or method; else None."""
    version = poll.latest_version
    if version is None:
        return None
    recipe = recipe_for(questionnaire_for_results(version))
    of_everyone = Run.objects.of_everyone(poll).exclude(state=WorkState.WITHHELD)
    newest = of_everyone.exclude(state=WorkState.FAILED, error="moved").first()
    shown = state_of(newest.data_key) if newest else None
    if may_move(poll, shown=shown, present=read_state(poll)):
        return request_run(poll, recipe=recipe, by=by, now=now)
    if newest is None or _is_current(newest, version, recipe):
        return None
    return request_run(poll, recipe=recipe, by=by, now=now, data_key=newest.data_key)


def refresh_due(*, now: datetime) -> int:
    """Queue what is due: polls whose responses moved on, and runs that a worker left behind. Give how many wait."""
    give_up(Run, now=now)
    just_closed = Q(state=Poll.State.CLOSED, closes_at__gte=now - LATE)
    erased = PollEvent.objects.filter(action=PollEvent.Action.PERSON_ERASED, at__gte=now - LATE)
    just_changed = Q(state=Poll.State.CLOSED, is_anonymous=False, pk__in=erased.values("poll"))
    for poll in Poll.objects.filter(Q(state=Poll.State.PUBLISHED) | just_closed | just_changed):
        refresh(poll, by=None, now=now)
    return wake_each(Run, EXECUTE_RUN, now=now)


def filtered_run(poll: Poll, shown: Run, *, variable: str, segment: str, by: Actor, now: datetime,
                 clock: Clock, weights: PollWeights | None = None, without: Sequence[str] = ()) -> Run:  # fmt: skip
    """Give the run of one segment, with weights or without flagged responses, on the same responses as ``shown``.

    It is made at once when that is quick.

    Raises UnknownSegmentError when the poll has no such segment.
    """
    questionnaire = shown.questionnaire
    recipe = recipe_for(questionnaire, variable=variable, segment=segment, weights=weights, without=without)
    is_quick = is_quick_to_make(poll, questionnaire, shown.data_key)
    run = request_run(poll, recipe=recipe, by=by, now=now, data_key=shown.data_key, is_urgent=not is_quick)
    if is_quick and run.state == WorkState.QUEUED:
        execute(run.pk, now=now, clock=clock)
        run.refresh_from_db()
    return run


def is_quick_to_make(poll: Poll, questionnaire: Questionnaire, key: str) -> bool:
    """Whether numbers of this state can be made while a page waits: its columns are kept, or it is small."""
    from polls.results.dataset.columns import cache_path

    return state_of(key).count <= QUICK or cache_path(poll, questionnaire, key).exists()


def _is_current(run: Run, version: QuestionnaireVersion, recipe: Recipe) -> bool:
    return run.version_id == version.pk and run.recipe_hash == recipe_hash(recipe)
