"""The files of a posted page: kept, taken away, or refused with the reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from polls.codebook.findings import Finding, finding_of
from polls.codebook.schema import Page, Question, QuestionKind
from polls.collection.services import Participation, RefusedFileError, keep_upload, uploads_of

Posted = Mapping[str, Sequence[str]]
Files: TypeAlias = "MultiValueDict[str, UploadedFile[Any]]"


@dataclass(frozen=True)
class PostedFiles:
    """``posted`` with the id of its file at each file question, and what was refused by question code."""

    posted: Posted
    findings: Mapping[str, Finding]


def read_files(participation: Participation, page: Page, posted: Posted, files: Files, *, now: datetime) -> PostedFiles:
    """Keep the files that were posted, and let no id pass that is not a file of this respondent."""
    ids = dict(posted)
    findings: dict[str, Finding] = {}
    for question in file_questions(page):
        try:
            ids[question.code] = _id_of(participation, question, posted, files, now)
        except RefusedFileError as refusal:
            ids[question.code] = []
            findings[question.code] = refusal.finding
    return PostedFiles(ids, findings)


def file_questions(page: Page) -> list[Question]:
    return [question for question in page.questions if question.kind is QuestionKind.FILE]


def _id_of(
    participation: Participation,
    question: Question,
    posted: Posted,
    files: Files,
    now: datetime,
) -> list[str]:
    file = files.get(question.code)
    if file is not None:
        return [keep_upload(participation, question, file, now=now).pk]
    given = [text for text in posted.get(question.code, ()) if text]
    if f"{question.code}.remove" in posted or not given:
        return []
    if len(given) > 1 or given[0] not in uploads_of(participation.invitation_id, given):
        raise RefusedFileError(finding_of(question, "unknown_file"))
    return given
