"""Files that respondents send along: checked, kept under a random name, given to nobody but staff, removed in time."""

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q

from polls.codebook.answers import Answers, clean_text
from polls.codebook.findings import Finding, finding_of
from polls.codebook.schema import Question, QuestionKind, Questionnaire
from polls.codebook.uploads import HEAD, content_type_of, in_words
from polls.collection.models import Upload
from polls.collection.services.drafts import enter
from polls.collection.services.loading import Participation
from polls.questionnaire.models import Poll

FOLDER = "uploads"
KEPT_PER_QUESTION = 3
"""Earlier choices that stay for another tab that still shows them."""

MEGABYTE = 1024 * 1024
LONGEST_NAME = 200
ORPHANED = timedelta(days=1)

File: TypeAlias = "UploadedFile[Any]"


class RefusedFileError(Exception):
    """The file is not taken; ``finding`` says why, for the respondent."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def keep_upload(participation: Participation, question: Question, file: File, *, now: datetime) -> Upload:
    """Keep the file with the respondent's invitation. Raises RefusedFileError when it is not what was asked."""
    content_type = _check(question, file)
    if participation.invitation_id is None:
        participation = enter(participation)
    invitation_id = participation.invitation_id
    if invitation_id is None:
        raise RefusedFileError(finding_of(question, "unknown_file"))
    upload = Upload(
        invitation_id=invitation_id,
        question=question.code,
        name=_name_of(file),
        content_type=content_type,
        size=file.size or 0,
        uploaded_at=now,
    )
    default_storage.save(f"{FOLDER}/{upload.id}", file)
    upload.save(force_insert=True)
    earlier = Upload.objects.filter(invitation_id=invitation_id, question=question.code)
    _remove(earlier.values_list("pk", flat=True)[KEPT_PER_QUESTION:])
    return upload


def uploads_of(invitation_id: UUID | None, ids: Collection[str]) -> dict[str, Upload]:
    """Give those of the ids that are files of this invitation."""
    if invitation_id is None or not ids:
        return {}
    return {upload.pk: upload for upload in Upload.objects.filter(invitation_id=invitation_id, pk__in=ids)}


def upload_path(upload: Upload) -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER / upload.pk


def keep_only(questionnaire: Questionnaire, invitation_id: UUID, answers: Answers) -> None:
    """Remove the respondent's files that are not in the answers that were sent."""
    files = [question.code for question in questionnaire.questions if question.kind is QuestionKind.FILE]
    if files:
        sent = [str(answers[code]) for code in files if answers.get(code)]
        _remove(Upload.objects.filter(invitation_id=invitation_id).exclude(pk__in=sent).values_list("pk", flat=True))


def remove_sent(response_ids: Collection[UUID]) -> None:
    """Remove the files of answers that are withdrawn."""
    _remove(Upload.objects.filter(invitation__response__in=response_ids).values_list("pk", flat=True))


def remove_all_files(poll: Poll) -> int:
    """Remove all files that were sent along in a poll; give the number."""
    return _remove(Upload.objects.filter(invitation__poll=poll).values_list("pk", flat=True))


def remove_of(invitation_ids: Collection[UUID]) -> int:
    """Remove all files of these invitations, whatever became of them."""
    return _remove(Upload.objects.filter(invitation__in=invitation_ids).values_list("pk", flat=True))


def remove_files(is_over: Q, *, now: datetime) -> int:
    """Remove the files whose invitation ``is_over``, and what lies in the folder without a row; give the number."""
    removed = _remove(Upload.objects.filter(is_over).values_list("pk", flat=True))
    return removed + _sweep(now)


def _check(question: Question, file: File) -> str:
    size = file.size or 0
    if size == 0:
        raise RefusedFileError(finding_of(question, "file_empty"))
    if size > question.megabytes * MEGABYTE:
        raise RefusedFileError(finding_of(question, "file_too_big", limit=question.megabytes))
    head = file.read(HEAD)
    file.seek(0)
    content_type = content_type_of(file.name or "", head, question.file_types)
    if content_type is None:
        raise RefusedFileError(finding_of(question, "file_of_other_type", types=in_words(question.file_types)))
    return content_type


def _name_of(file: File) -> str:
    """Give the name as the respondent knows it, without a folder; a long one keeps its ending."""
    name = clean_text((file.name or "").replace("\\", "/").rpartition("/")[2], is_long=False)
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}"[:LONGEST_NAME]


def _remove(ids: Collection[str]) -> int:
    """Remove the rows, and their files once that is certain."""
    gone = list(ids)
    Upload.objects.filter(pk__in=gone).delete()
    for name in gone:
        transaction.on_commit(partial(default_storage.delete, f"{FOLDER}/{name}"))
    return len(gone)


def _sweep(now: datetime) -> int:
    """Remove files whose row went with its invitation or its poll; a fresh one may still get its row."""
    folder = Path(settings.MEDIA_ROOT) / FOLDER
    old = (now - ORPHANED).timestamp()
    names = {path.name for path in folder.glob("*") if path.stat().st_mtime < old} if folder.is_dir() else set()
    known = set(Upload.objects.filter(pk__in=names).values_list("pk", flat=True))
    for name in names - known:
        (folder / name).unlink(missing_ok=True)
    return len(names - known)
