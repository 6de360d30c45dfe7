"""The files that respondents sent along, for staff who may see single responses."""

from django.contrib.auth.decorators import permission_required
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from polls.codebook.schema import in_language
from polls.collection.models import Upload
from polls.collection.services import upload_path
from polls.questionnaire.models import Poll, PollEvent
from polls.questionnaire.services.acting import record


@require_safe
@never_cache
@permission_required("polls.download_responses", raise_exception=True)
def files(request: HttpRequest, slug: str) -> HttpResponse:
    """List the files that came with answers that were sent in, by question."""
    poll = get_object_or_404(Poll, slug=slug)
    version = poll.latest_version
    questions = version.questionnaire.question_by_code if version else {}
    language = translation.get_language() or "nl"
    rows = [
        (upload, in_language(questions[upload.question].text, language))
        for upload in _sent(poll)
        if upload.question in questions
    ]
    return render(request, "staff/files.html", {"section": "polls", "poll": poll, "current": "fieldwork", "rows": rows})


@require_safe
@permission_required("polls.download_responses", raise_exception=True)
def file(request: HttpRequest, slug: str, upload_id: str) -> FileResponse:
    """Give one file: always as a download, of a type that no browser opens by itself."""
    poll = get_object_or_404(Poll, slug=slug)
    upload = get_object_or_404(_sent(poll), pk=upload_id)
    path = upload_path(upload)
    if not path.is_file():
        raise Http404
    record(poll, PollEvent.Action.DOWNLOADED, by=request.user, now=timezone.now(), file=upload.name)
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=upload.name,
        content_type="application/octet-stream",
        headers={
            "Cache-Control": "no-store",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _sent(poll: Poll) -> QuerySet[Upload]:
    return Upload.objects.filter(invitation__poll=poll, invitation__is_responded=True)
