"""From an uploaded questionnaire file to a draft: looked at first, made when somebody confirms."""

from dataclasses import asdict, replace
from datetime import datetime, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from polls.codebook.document import to_document
from polls.exchange.findings import UnreadableError
from polls.exchange.guarded import read_questionnaire_file
from polls.questionnaire.models import Poll, PollEvent, QuestionnaireImport
from polls.questionnaire.rows import create_poll
from polls.questionnaire.services.acting import Actor, record
from polls.questionnaire.services.copying import free_slug

MOST_BYTES = 5 * 1024 * 1024
KEPT = timedelta(days=1)
MOST_FINDINGS = 2_000


def preview_import(file: "UploadedFile[bytes]", *, by: Actor, now: datetime) -> QuestionnaireImport:
    """Read the file; no poll is made yet. Previews older than a day go. Raises UnreadableError."""
    if (file.size or 0) > MOST_BYTES:
        raise UnreadableError("too_large", most=MOST_BYTES // 1024 // 1024)
    read = read_questionnaire_file(bytes(file.read(MOST_BYTES + 1)))
    QuestionnaireImport.objects.filter(created_at__lt=now - KEPT).delete()
    return QuestionnaireImport.objects.create(
        file_name=(file.name or "").replace("\0", "")[:255],
        document=to_document(read.questionnaire),
        findings=[asdict(finding) for finding in read.findings[:MOST_FINDINGS]],
        created_at=now,
        created_by_id=by.pk if by else None,
    )


@transaction.atomic
def confirm_import(made: QuestionnaireImport, *, by: Actor, now: datetime) -> Poll:
    """Make the draft. Confirming twice gives the same poll."""
    ours = QuestionnaireImport.objects.select_for_update(of=("self",)).get(pk=made.pk)
    if ours.poll is not None:
        return ours.poll
    questionnaire = ours.questionnaire
    slug = questionnaire.slug[:60]
    slug = free_slug(slug) if Poll.objects.filter(slug=slug).exists() else slug
    poll = create_poll(replace(questionnaire, slug=slug), by=by)
    record(poll, PollEvent.Action.IMPORTED, by=by, now=now, file=ours.file_name)
    ours.poll = poll
    ours.save(update_fields=["poll"])
    return poll
