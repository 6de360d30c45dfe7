"""What is done to a frame from its pages: each reads what was posted, does it, and says what came of it."""

from datetime import datetime
from typing import Any, TypedDict

from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from polls.codebook.codes import suggest_code
from polls.codebook.coding.frame import CodeGroup, FrameCode, FrameError
from polls.codebook.coding.frame_rows import from_rows
from polls.codebook.schema import LANGUAGES, Text
from polls.invitations.contact_file import FILE_PROBLEMS, UnreadableFileError, read_cells
from polls.questionnaire.codes import label_of
from polls.results.models import Coding
from polls.results.services.actors import Actor
from polls.results.services.open_text import frames, work

OVERLAPS = (100, 50, 25, 10, 0)
"""Shares of the answers that two people may code, in percent."""

LONGEST = 200


class RefusedError(Exception):
    """What was posted cannot be done; the message says why."""


def add(request: HttpRequest, coding: Coding) -> str:
    """Add a code for each line."""
    codes = _from_lines(request, coding, group=request.POST.get("group", ""))
    if not codes:
        raise RefusedError(_("Write at least one code."))
    frames.add(coding, codes, **_by(request))
    return ngettext("%(count)s code is added.", "%(count)s codes are added.", len(codes)) % {"count": len(codes)}


def group(request: HttpRequest, coding: Coding) -> str:
    """Make a group."""
    label = label_of(request.POST.get("label", "")[:LONGEST])
    if not label:
        raise RefusedError(_("Give the group a name."))
    frames.group(coding, CodeGroup(_code_for(coding, label, set()), label), **_by(request))
    return _("The group is made. Put codes in it by changing them.")


def ungroup(request: HttpRequest, coding: Coding) -> str:
    """Take a group away."""
    frames.ungroup(coding, request.POST.get("code", ""), **_by(request))
    return _("The group is gone; its codes have stayed.")


def join_file(request: HttpRequest, coding: Coding) -> str:
    """Take over the frame in a file."""
    upload = request.FILES.get("file")
    if upload is None:
        raise RefusedError(_("Choose a file."))
    try:
        rows = read_cells(upload.read())
    except UnreadableFileError as error:
        raise RefusedError(str(FILE_PROBLEMS[error.code])) from error
    frames.join(coding, from_rows(rows), source=upload.name or "", **_by(request))
    return _("The frame in the file is taken over. Codes that were here already have kept their answers.")


def join_other(request: HttpRequest, coding: Coding) -> str:
    """Take over the frame of another question, poll or wave."""
    other = next((each for each in frames.frames_elsewhere(coding) if str(each.pk) == request.POST.get("other")), None)
    if other is None:
        raise RefusedError(_("Choose a frame."))
    frames.join(coding, other.frame, source=f"{other.poll.slug}: {other.key}", **_by(request))
    return _("The frame is taken over. Codes that were here already have kept their answers.")


def assign(request: HttpRequest, coding: Coding) -> str:
    """Say who codes, and how much two people do."""
    wanted = set(request.POST.getlist("person"))
    people = [person for person in people_who_may_code() if str(person.pk) in wanted]
    overlap = request.POST.get("overlap", "")
    if not people:
        raise RefusedError(_("Choose at least one coder."))
    if overlap not in {str(each) for each in OVERLAPS}:
        raise RefusedError(_("Choose how many answers two people code."))
    work.assign(coding, people, overlap=int(overlap))
    return _("The coders are set. Who has coded already has stayed.")


def describe(request: HttpRequest, coding: Coding, code: str) -> str:
    """Give a code other words or another group."""
    words, told = _texts(request, "label"), _texts(request, "description")
    frames.describe(coding, FrameCode(code, words, told, request.POST.get("group", "")), **_by(request))
    return _("The code is changed; all answers that have it keep it.")


def merge(request: HttpRequest, coding: Coding, code: str) -> str:
    """Take a code together with another."""
    count = frames.merge(coding, code, into=request.POST.get("into", ""), **_by(request))
    text = ngettext(
        "The codes are taken together: %(count)s answer has the other code now.",
        "The codes are taken together: %(count)s answers have the other code now.",
        count,
    )
    return text % {"count": count}


def split(request: HttpRequest, coding: Coding, code: str) -> str:
    """Put several codes in the place of one."""
    old = coding.frame.by_code[code]
    parts = _from_lines(request, coding, group=old.group)
    return _again(frames.split(coding, code, parts, **_by(request)))


def remove(request: HttpRequest, coding: Coding, code: str) -> str:
    """Take a code away."""
    return _again(frames.remove(coding, code, **_by(request)))


def people_who_may_code() -> list[Any]:
    """Give the staff who may read open answers, by name."""
    everybody = get_user_model()._default_manager.filter(is_active=True)
    return sorted((each for each in everybody if each.has_perm("polls.release_quotes")), key=str)


def _again(count: int) -> str:
    text = ngettext(
        "The frame is changed: %(count)s answer comes back to its coders.",
        "The frame is changed: %(count)s answers come back to their coders.",
        count,
    )
    return text % {"count": count}


def _from_lines(request: HttpRequest, coding: Coding, *, group: str) -> list[FrameCode]:
    """Read a code from each line: "Dutch | English"; their names follow from the words."""
    codes: list[FrameCode] = []
    for line in request.POST.get("lines", "").splitlines():
        if label := label_of(line[: 2 * LONGEST]):
            codes.append(FrameCode(_code_for(coding, label, {each.code for each in codes}), label, group=group))
    return codes


def _code_for(coding: Coding, label: Text, taken: set[str]) -> str:
    known = {*taken, *coding.frame.by_code, *coding.frame.group_by_code, "unusable"}
    return suggest_code(label.get("en") or next(iter(label.values())), known, prefix="code")


def _texts(request: HttpRequest, name: str) -> Text:
    texts = {language: request.POST.get(f"{name}_{language}", "").strip()[: 5 * LONGEST] for language in LANGUAGES}
    return {language: text for language, text in texts.items() if text}


class _By(TypedDict):
    revision: int
    by: Actor
    now: datetime


def _by(request: HttpRequest) -> _By:
    revision = request.POST.get("revision", "")
    if not revision.isdecimal():
        raise FrameError("unknown", "")
    return {"revision": int(revision), "by": request.user, "now": timezone.now()}
