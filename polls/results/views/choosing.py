"""What a reader has chosen to see: filter, weights and flags left out, as they stand in the address."""

from django.http import HttpRequest
from django.utils import timezone

from polls.questionnaire.models import Poll
from polls.reporting.flags import ANY
from polls.results.forms import ResultsForm
from polls.results.models import Run
from polls.results.services.recipes import may_leave_out
from polls.results.services.runs import filtered_run, hidden_segments
from polls.results.services.weights import accepted_weights


def form_of(request: HttpRequest, poll: Poll, run: Run, *, auto_id: str = "id_%s") -> ResultsForm:
    """Read the address, or what was posted, against what the newest run of everyone has on offer."""
    return ResultsForm(
        request.POST if request.method == "POST" else request.GET,
        questionnaire=run.questionnaire,
        hidden=hidden_segments(run),
        weights=accepted_weights(poll),
        offers_flags=may_leave_out(poll),
        auto_id=auto_id,
    )


def shown_run(request: HttpRequest, poll: Poll, run: Run, form: ResultsForm) -> Run:
    """Give the run that was chosen, made at once where that is quick; ``run`` itself where nothing was."""
    (variable, segment), weights = form.only, form.weighted_by
    if not variable and weights is None and not form.left_out:
        return run
    return filtered_run(
        poll,
        run,
        variable=variable,
        segment=segment,
        weights=weights,
        without=form.left_out,
        by=request.user,
        now=timezone.now(),
        clock=timezone.now,
    )


def chosen_in(run: Run) -> dict[str, str]:
    """Write what a run is of as the fields of ``ResultsForm``."""
    only, weights, without = (run.recipe.get(name) for name in ("filter", "weights", "without"))
    chosen = {"filter": f"{only['variable']}:{only['segment']}"} if only else {}
    chosen |= {"weights": weights["name"]} if weights else {}
    return chosen | ({"without": without[0] if len(without) == 1 else ANY} if without else {})
