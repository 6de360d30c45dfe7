"""The results of a poll: the page that all the work is for."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from polls.questionnaire.models import Poll
from polls.results.models import Run, WorkState
from polls.results.services.runs import latest_run, refresh, request_run
from polls.results.views.choosing import form_of, shown_run
from polls.results.views.context import language_now
from polls.results.views.results_page import page_of, waiting_page


@require_safe
@permission_required("polls.view_results", raise_exception=True)
def results(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the newest numbers: by the segment variable and of the segment that the address names."""
    poll = get_object_or_404(Poll, slug=slug)
    run = latest_run(poll)
    if run is None:
        return render(request, "staff/results_none.html", waiting_page(poll, now=timezone.now()))
    form = form_of(request, poll, run)
    shown = shown_run(request, poll, run, form)
    if shown.state != WorkState.DONE:
        return redirect("polls:run", slug=poll.slug, run_id=shown.pk)
    page = page_of(poll, run, shown, form, language=language_now(), now=timezone.now())
    return render(request, "staff/results.html", page)


@require_POST
@permission_required("polls.view_results", raise_exception=True)
def refresh_results(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for new numbers, if there is anything new that may be shown."""
    poll = get_object_or_404(Poll, slug=slug)
    run = refresh(poll, by=request.user, now=timezone.now()) or _failed_run(poll, request)
    if run is None:
        messages.info(request, _("The results are up to date."))
        return redirect("polls:results", slug=poll.slug)
    return redirect("polls:run", slug=poll.slug, run_id=run.pk)


def _failed_run(poll: Poll, request: HttpRequest) -> Run | None:
    """Queue the newest run again if it failed."""
    newest = Run.objects.of_everyone(poll).first()
    if newest is None or newest.state != WorkState.FAILED:
        return newest if newest and newest.state != WorkState.DONE else None
    return request_run(poll, recipe=newest.recipe, by=request.user, now=timezone.now(), data_key=newest.data_key)
