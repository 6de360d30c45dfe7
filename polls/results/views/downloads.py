"""Files: tables of a run at once, single responses at once or in the background."""

from datetime import timedelta
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from polls.questionnaire.models import Poll
from polls.results.dataset import read_state
from polls.results.forms import LANGUAGES, ResponsesForm
from polls.results.models import Export, Run, WorkState
from polls.results.services import exports
from polls.results.services.failures import failure_of
from polls.results.services.keeping import KEPT
from polls.results.services.run_files import RUN_FORMATS, chosen_parts, files_for
from polls.results.services.runs import latest_run
from polls.results.views.choosing import form_of, shown_run
from polls.results.views.context import about

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "sav": "application/x-spss-sav",
    "parquet": "application/vnd.apache.parquet",
    "zip": "application/zip",
    "json": "application/json",
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "png": "image/png",
    "svg": "image/svg+xml",
}


@require_safe
@permission_required("polls.view_results", raise_exception=True)
def downloads(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer the files of a poll."""
    poll = get_object_or_404(Poll, slug=slug)
    run = latest_run(poll)
    form = form_of(request, poll, run) if run else None
    context = {
        **about(poll, current="results", now=timezone.now()),
        "run": run,
        "form": form,
        "files_form": form_of(request, poll, run, auto_id="files_%s") if run else None,
        "languages": LANGUAGES,
        "responses_form": ResponsesForm(),
        "run_formats": RUN_FORMATS,
        "exports": Export.objects.filter(files_for(request.user), poll=poll)[:20],
    }
    return render(request, "staff/downloads.html", context)


@require_safe
@permission_required("polls.view_results", raise_exception=True)
def tables(request: HttpRequest, slug: str, format_name: str) -> HttpResponseBase:
    """Give the tables of the newest results, of everyone or of one segment, as a file."""
    poll = get_object_or_404(Poll, slug=slug)
    run = latest_run(poll)
    language = request.GET.get("language", "nl")
    if run is None or language not in dict(LANGUAGES):
        raise Http404
    shown = shown_run(request, poll, run, form_of(request, poll, run))
    if shown.state != WorkState.DONE:
        return redirect("polls:run", slug=poll.slug, run_id=shown.pk)
    return _tables_file(request, poll, shown, format_name, language)


@require_POST
@permission_required("polls.download_responses", raise_exception=True)
def responses(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Give the single responses: a small CSV file at once, anything else by way of the background."""
    poll = get_object_or_404(Poll, slug=slug)
    form = ResponsesForm(request.POST)
    if not form.is_valid() or poll.latest_version is None:
        raise Http404
    options = {name: str(value) for name, value in form.cleaned_data.items()}
    if options["format"] == "csv" and read_state(poll).count <= exports.AT_ONCE:
        return _responses_file(request, poll, options)
    export = exports.request_export(poll, options=options, by=request.user, now=timezone.now())
    return redirect("polls:export", slug=poll.slug, export_id=export.pk)


@require_safe
@never_cache
@permission_required("polls.view_results", raise_exception=True)
def export(request: HttpRequest, slug: str, export_id: str) -> HttpResponse:
    """Show how far a file is, and where to fetch it."""
    found = _export(request, slug, export_id)
    context = {
        **about(found.poll, current="results", now=timezone.now()),
        "export": found,
        "is_ready": found.state == WorkState.DONE,
        "failure": failure_of(found.error) if found.state == WorkState.FAILED else None,
        "expires_at": found.created_at + KEPT[found.kind],
    }
    return render(request, "staff/export.html", context)


@require_safe
@permission_required("polls.view_results", raise_exception=True)
def export_file(request: HttpRequest, slug: str, export_id: str) -> HttpResponseBase:
    """Give a file that was made in the background: of a run to who may see it, of responses to whoever asked for it."""
    found = _export(request, slug, export_id)
    path = exports.path_of(found)
    if found.state != WorkState.DONE or not path.exists():
        raise Http404
    exports.record_download(found.poll, by=request.user, now=timezone.now(), file=found.file_name)
    return as_download(path.open("rb"), found.file_name)


def _tables_file(request: HttpRequest, poll: Poll, run: Run, format_name: str, language: str) -> FileResponse:
    # The one place where a page begins to need what writes files.
    from polls.results.services.files import write_tables

    stream = _scratch()
    write_tables(run, format_name, language, stream)
    name = f"{'-'.join([poll.slug, 'tables', *chosen_parts(run), language])}.{format_name}"
    exports.record_download(poll, by=request.user, now=timezone.now(), file=name)
    return as_download(stream, name)


def _responses_file(request: HttpRequest, poll: Poll, options: dict[str, str]) -> HttpResponseBase:
    from polls.results.services.files import TooFewError, write_responses

    stream = _scratch()
    try:
        write_responses(poll, options, stream, _tell_nobody)
    except TooFewError:
        stream.close()
        context = {
            **about(poll, current="results", now=timezone.now()),
            "failure": failure_of("too_few"),
        }
        return render(request, "staff/export.html", context, status=409)
    name = exports.file_name(poll, options)
    exports.record_download(poll, by=request.user, now=timezone.now(), file=name)
    return as_download(stream, name)


def as_download(stream: BinaryIO, name: str) -> FileResponse:
    """Give an open file to the browser to save under this name."""
    stream.seek(0)
    kind = CONTENT_TYPES[name.rpartition(".")[2]]
    return FileResponse(
        stream, as_attachment=True, filename=name, content_type=kind, headers={"Cache-Control": "no-store"}
    )


def _export(request: HttpRequest, slug: str, export_id: str) -> Export:
    """Give an export of this poll that the person may fetch; of single responses nobody else's."""
    found = get_object_or_404(Export.objects.select_related("poll"), pk=export_id, poll__slug=slug)
    if found.kind == Export.Kind.RESULTS:
        return found
    if not request.user.has_perm("polls.download_responses"):
        raise PermissionDenied
    if found.created_by_id != request.user.pk:
        raise Http404
    return found


def _tell_nobody(percent: int, step: str = "", *, silence: timedelta = timedelta()) -> None:
    """Keep the progress of a file that is made while the browser waits to oneself."""


def _scratch() -> BinaryIO:
    """Give a file without a name, which is gone once it has been sent."""
    return cast(BinaryIO, TemporaryFile())
