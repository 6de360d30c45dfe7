"""Files of a run: asked for by format, and single charts as pictures at once."""

from io import BytesIO

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from polls.questionnaire.models import Poll
from polls.results.forms import LANGUAGES
from polls.results.models import Run, WorkState
from polls.results.services import exports
from polls.results.services.run_files import RUN_FORMATS, request_run_file
from polls.results.services.runs import latest_run
from polls.results.views.choosing import form_of, shown_run
from polls.results.views.downloads import as_download


@require_POST
@permission_required("polls.view_results", raise_exception=True)
def make(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a file of the newest results, of everyone, of one segment or weighted; made if it is not there yet."""
    poll = get_object_or_404(Poll, slug=slug)
    format_name, language = request.POST.get("format", ""), request.POST.get("language", "")
    run = latest_run(poll)
    if run is None or format_name not in RUN_FORMATS or language not in dict(LANGUAGES):
        raise Http404
    shown = shown_run(request, poll, run, form_of(request, poll, run))
    if shown.state != WorkState.DONE:
        return redirect("polls:run", slug=poll.slug, run_id=shown.pk)
    made = request_run_file(shown, format_name=format_name, language=language, by=request.user, now=timezone.now())
    return redirect("polls:export", slug=poll.slug, export_id=made.pk)


@require_safe
@permission_required("polls.view_results", raise_exception=True)
def chart(request: HttpRequest, slug: str, question_code: str, format_name: str) -> HttpResponseBase:
    """Give one chart of the newest results as a picture, with question and source; the page where none is drawn."""
    poll = get_object_or_404(Poll, slug=slug)
    run, language = latest_run(poll), request.GET.get("language", "nl")
    if run is None or language not in dict(LANGUAGES):
        raise Http404
    form = form_of(request, poll, run)
    shown = shown_run(request, poll, run, form)
    if shown.state != WorkState.DONE:
        return redirect("polls:run", slug=poll.slug, run_id=shown.pk)
    content = _picture(shown, format_name, language, question_code, form.variable)
    if content is None:
        return redirect("polls:results", slug=poll.slug)
    name = "-".join([poll.slug, question_code, *([form.variable] if form.variable else []), language])
    exports.record_download(poll, by=request.user, now=timezone.now(), file=f"{name}.{format_name}")
    return as_download(BytesIO(content), f"{name}.{format_name}")


def _picture(run: Run, format_name: str, language: str, code: str, variable: str | None) -> bytes | None:
    # One of the places where a page begins to need what writes files.
    from polls.reporting.writers.charts_zip import png_of, svg_of
    from polls.results.services.editions import chart_of

    try:
        picture = chart_of(run, language, question=code, variable=variable)
    except KeyError as error:
        raise Http404 from error
    if picture is None:
        return None
    return png_of(picture) if format_name == "png" else svg_of(picture).encode()
