"""How each number of a question was made."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from polls.questionnaire.models import Poll
from polls.reporting.explaining import explain
from polls.results.models import WorkState
from polls.results.services.runs import latest_run
from polls.results.views.choosing import form_of, shown_run
from polls.results.views.context import about, language_now
from polls.results.views.results_page import report_of_run


@require_safe
@permission_required("polls.view_results", raise_exception=True)
def how(request: HttpRequest, slug: str, question_code: str) -> HttpResponse:
    """Explain the numbers of one question, as the address of the results page has chosen them."""
    poll = get_object_or_404(Poll, slug=slug)
    run = latest_run(poll)
    if run is None:
        return redirect("polls:results", slug=poll.slug)
    form = form_of(request, poll, run)
    shown = shown_run(request, poll, run, form)
    if shown.state != WorkState.DONE:
        return redirect("polls:run", slug=poll.slug, run_id=shown.pk)
    report = report_of_run(run, shown, language_now())
    try:
        explained = explain(report, question_code, form.variable)
        question = report.question(question_code)
    except KeyError as error:
        raise Http404 from error
    context = {
        **about(poll, current="results", now=timezone.now()),
        "run": run,
        "shown": shown,
        "question": question,
        "explained": explained,
        "query": request.GET.urlencode(),
    }
    return render(request, "staff/how.html", context)
