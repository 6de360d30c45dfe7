"""The code frame of a question: started, changed while people code, taken over from another poll or a file."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from polls.codebook.coding import changes
from polls.codebook.coding.changes import Change
from polls.codebook.coding.frame import CodeFrame, CodeGroup, FrameCode
from polls.questionnaire.models import Poll
from polls.results.models import Coding, FrameChange, GivenCodes, SettledCodes
from polls.results.services.actors import Actor, key_of

Action = FrameChange.Action


class MovedOnError(Exception):
    """Somebody else has changed the frame since it was read."""


def start(poll: Poll, key: str, *, by: Actor, now: datetime) -> Coding:
    """Give the coding of the answers at ``key``, begun if there was none."""
    defaults = {"created_at": now, "created_by_id": key_of(by)}
    return Coding.objects.get_or_create(poll=poll, key=key, defaults=defaults)[0]


def add(coding: Coding, codes: Iterable[FrameCode], *, revision: int, by: Actor, now: datetime) -> int:
    """Add codes. Raises FrameError and MovedOnError, as all changes do."""
    change = Change(coding.frame)
    for code in codes:
        change = changes.add(change.frame, code)
    return _apply(coding, change, Action.ADDED, _new(coding, change), revision=revision, by=by, now=now)


def describe(coding: Coding, code: FrameCode, *, revision: int, by: Actor, now: datetime) -> int:
    """Give a code another label, description or group."""
    change = changes.describe(coding.frame, code)
    return _apply(coding, change, Action.DESCRIBED, {"code": code.code}, revision=revision, by=by, now=now)


def merge(coding: Coding, code: str, *, into: str, revision: int, by: Actor, now: datetime) -> int:
    """Take a code together with another; give how many answers have the other now because of it."""
    change = changes.merge(coding.frame, code, into=into)
    return _apply(coding, change, Action.MERGED, {"code": code, "into": into}, revision=revision, by=by, now=now)


def split(coding: Coding, code: str, parts: list[FrameCode], *, revision: int, by: Actor, now: datetime) -> int:
    """Put several codes in the place of one; give how many answers are to be coded again."""
    change = changes.split(coding.frame, code, parts)
    detail = {"code": code, "parts": [part.code for part in parts]}
    return _apply(coding, change, Action.SPLIT, detail, revision=revision, by=by, now=now)


def remove(coding: Coding, code: str, *, revision: int, by: Actor, now: datetime) -> int:
    """Take a code away; give how many answers are to be coded again."""
    change = changes.remove(coding.frame, code)
    return _apply(coding, change, Action.REMOVED, {"code": code}, revision=revision, by=by, now=now)


def group(coding: Coding, new: CodeGroup, *, revision: int, by: Actor, now: datetime) -> int:
    """Make a group, or give one another label."""
    change = changes.group(coding.frame, new)
    return _apply(coding, change, Action.GROUPED, {"code": new.code}, revision=revision, by=by, now=now)


def ungroup(coding: Coding, code: str, *, revision: int, by: Actor, now: datetime) -> int:
    """Take a group away; its codes stay."""
    change = changes.ungroup(coding.frame, code)
    return _apply(coding, change, Action.UNGROUPED, {"code": code}, revision=revision, by=by, now=now)


def join(coding: Coding, other: CodeFrame, *, source: str, revision: int, by: Actor, now: datetime) -> int:
    """Take over another frame; ``source`` says where it came from."""
    change = changes.join(coding.frame, other)
    detail = {**_new(coding, change), "source": source[:120]}
    return _apply(coding, change, Action.JOINED, detail, revision=revision, by=by, now=now)


def frames_elsewhere(coding: Coding) -> list[Coding]:
    """Give the codings of other places and polls that have codes to take over, the newest first."""
    others = Coding.objects.exclude(pk=coding.pk).select_related("poll").order_by("-created_at", "-pk")
    return [each for each in others[:100] if each.frame.codes]


def uses(coding: Coding) -> dict[str, int]:
    """Count in how many answers each code was given by at least one coder."""
    found: dict[str, set[Any]] = {}
    for response_id, codes in GivenCodes.objects.filter(coder__coding=coding).values_list("response_id", "codes"):
        for code in codes:
            found.setdefault(code, set()).add(response_id)
    return {code: len(responses) for code, responses in found.items()}


def _new(coding: Coding, change: Change) -> dict[str, Any]:
    return {"codes": [each.code for each in change.frame.codes if each.code not in coding.frame.by_code]}


def _apply(
    coding: Coding, change: Change, action: FrameChange.Action, detail: dict[str, Any], *,
    revision: int, by: Actor, now: datetime,
) -> int:  # fmt: skip
    """Store the frame at its next revision and do to given codes what the change says; give to how many answers."""
    document = change.frame.to_document()
    with transaction.atomic():
        moved = Coding.objects.filter(pk=coding.pk, revision=revision).update(document=document, revision=revision + 1)
        if not moved:
            raise MovedOnError(coding.key)
        touched = _carry_over(coding, change)
        FrameChange.objects.create(
            coding=coding,
            revision=revision + 1,
            action=action,
            detail={**detail, "answers": touched},
            document=document,
            at=now,
            by_id=key_of(by),
        )
    return touched


def _carry_over(coding: Coding, change: Change) -> int:
    if not change.instead and not change.again:
        return 0
    touched: set[Any] = set()
    for given in GivenCodes.objects.select_for_update().filter(coder__coding=coding):
        codes = {change.instead.get(code, code) for code in given.codes}
        if codes == set(given.codes) and not codes & change.again:
            continue
        given.is_open = given.is_open or bool(codes & change.again)
        given.codes = sorted(codes - change.again)
        given.save(update_fields=["codes", "is_open"])
        touched.add(given.response_id)
    for settled in SettledCodes.objects.select_for_update().filter(coding=coding):
        codes = {change.instead.get(code, code) for code in settled.codes}
        if codes & change.again:
            settled.delete()
        elif codes != set(settled.codes):
            settled.codes = sorted(codes)
            settled.save(update_fields=["codes"])
    return len(touched)
