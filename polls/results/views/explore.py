"""Any question by any division, of any respondents: all of it in the address, so that a colleague sees the same."""

from io import BytesIO

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from polls.questionnaire.models import Poll
from polls.results.models import Run
from polls.results.services import exports
from polls.results.services.recipes import may_leave_out
from polls.results.services.runs import hidden_segments, latest_run
from polls.results.services.weights import accepted_weights
from polls.results.views.context import language_now
from polls.results.views.downloads import as_download
from polls.results.views.explore_form import ExploreForm
from polls.results.views.explore_page import Seen, figure_of, page_of, sorted_report
from polls.results.views.results_page import waiting_page


@require_safe
@permission_required("polls.view_results", raise_exception=True)
def explore(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what the address asks for; where it asks for something that is not there, say so at the field."""
    poll = get_object_or_404(Poll, slug=slug)
    run = latest_run(poll)
    if run is None:
        return render(request, "staff/results_none.html", waiting_page(poll, now=timezone.now()))
    form = _form(request, poll, run)
    page = page_of(poll, run, form, query=request.GET.urlencode(), now=timezone.now())
    if form.is_valid():
        page |= figure_of(_seen(poll, run, form), form, language=language_now())
    return render(request, "staff/explore.html", page)


@require_safe
@permission_required("polls.view_results", raise_exception=True)
def figure(request: HttpRequest, slug: str, format_name: str) -> HttpResponseBase:
    """Give what the page of the same address shows as a file; the page itself where there is nothing to give."""
    poll = get_object_or_404(Poll, slug=slug)
    run = latest_run(poll)
    form = _form(request, poll, run) if run else None
    content = _file(poll, run, form, format_name) if run and form and form.is_valid() else None
    if content is None or form is None:
        return redirect(f"{reverse('polls:explore', args=[poll.slug])}?{request.GET.urlencode()}")
    name = f"{poll.slug}-{form.cleaned_data['q']}-{language_now()}.{format_name}"
    exports.record_download(poll, by=request.user, now=timezone.now(), file=name)
    return as_download(BytesIO(content), name)


def _form(request: HttpRequest, poll: Poll, run: Run) -> ExploreForm:
    """Read the address against what the newest run of everyone has on offer."""
    return ExploreForm(
        request.GET,
        questionnaire=run.questionnaire,
        language=language_now(),
        hidden=hidden_segments(run),
        weights=accepted_weights(poll),
        offers_flags=may_leave_out(poll),
    )


def _seen(poll: Poll, run: Run, form: ExploreForm) -> Seen:
    # One of the places where a page begins to need NumPy, SciPy and polars.
    from polls.results.services.exploring import CannotExploreError, explore

    wanted, weights = form.exploration(), form.weighted_by
    try:
        found = explore(poll, run, wanted, weights=weights, language=language_now(), now=timezone.now())
    except CannotExploreError as error:
        return Seen(refusal=error.code)
    return Seen(sorted_report(found.report, form.cleaned_data["sort"]), found.variable)


def _file(poll: Poll, run: Run, form: ExploreForm, format_name: str) -> bytes | None:
    # One of the places where a page begins to need what writes files.
    from polls.results.services.explored_files import WRITERS

    seen = _seen(poll, run, form)
    return WRITERS[format_name](seen.report, run, seen.variable) if seen.report else None
