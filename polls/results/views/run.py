"""How far a run is, and what to do when it failed."""

from datetime import timedelta

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from polls.results.models import Run, WorkState
from polls.results.services.failures import failure_of
from polls.results.services.runs import request_run
from polls.results.views.choosing import chosen_in
from polls.results.views.context import about

SLOW = timedelta(seconds=90)
"""A run that waits longer than this says that there may be no worker."""

STEPS = {
    "shards": _("Reading the responses in parts"),
    "reading": _("Reading the responses"),
    "counting": _("Counting, computing intervals and testing differences"),
    "holding": _("Holding the numbers against all that was shown before"),
    "weighting": _("Weighting the respondents"),
    "storing": _("Hiding small groups and storing the numbers"),
}


@require_safe
@never_cache
@permission_required("polls.view_results", raise_exception=True)
def run(request: HttpRequest, slug: str, run_id: str) -> HttpResponse:
    """Show the progress of a run; once it is done, its results."""
    found = _run(slug, run_id)
    if found.state == WorkState.DONE:
        return redirect(_results_url(found))
    context = {
        **about(found.poll, current="results", now=timezone.now()),
        "run": found,
        "step": STEPS.get(found.step, _("Waiting for a worker")),
        "is_held_back": found.state == WorkState.WITHHELD,
        "is_without_flagged": bool(found.recipe.get("without")),
        "failure": failure_of(found.error) if found.state == WorkState.FAILED else None,
        "is_slow_to_start": found.state == WorkState.QUEUED
        and found.step not in STEPS
        and (timezone.now() - found.created_at).total_seconds() > 90,
    }
    return render(request, "staff/run.html", context)


@require_POST
@permission_required("polls.view_results", raise_exception=True)
def retry(request: HttpRequest, slug: str, run_id: str) -> HttpResponse:
    """Try a failed run again."""
    found = _run(slug, run_id)
    again = request_run(found.poll, recipe=found.recipe, by=request.user, now=timezone.now(), data_key=found.data_key)
    return redirect("polls:run", slug=slug, run_id=again.pk)


def _run(slug: str, run_id: str) -> Run:
    return get_object_or_404(Run.objects.select_related("poll"), pk=run_id, poll__slug=slug)


def _results_url(found: Run) -> str:
    url = reverse("polls:results", args=[found.poll.slug])
    chosen = chosen_in(found)
    return f"{url}?{urlencode(chosen)}" if chosen else url
