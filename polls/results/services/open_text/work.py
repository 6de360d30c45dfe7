"""Coding: who codes which answers, one after the other, without seeing what anybody else gave."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Max

from polls.codebook.coding.frame import checked_codes
from polls.questionnaire.models import Poll
from polls.results.models import Coder, Coding, GivenCodes, SettledCodes
from polls.results.services.open_text.places import NotReadableError

BOTH = 2
"""How many people code an answer of the overlap."""


class StillOpenError(Exception):
    """The poll is open: answers are coded when all have answered."""


@dataclass(frozen=True)
class Desk:
    """What lies before one coder. ``waiting``: the answers still to code, ``done``: how many are coded."""

    coder: Coder
    waiting: tuple[str, ...]
    done: int

    @property
    def total(self) -> int:
        return self.done + len(self.waiting)

    def next(self, after: str = "") -> str | None:
        """Give the next answer to code; with ``after`` that behind one which was passed over, round to the first."""
        later = [each for each in self.waiting if each > after]
        return next(iter([*later, *self.waiting]), None)


def assign(coding: Coding, people: list[AbstractBaseUser], *, overlap: int) -> None:
    """Say who codes, and what share of the answers two people do. Who has coded already stays."""
    with transaction.atomic():
        Coding.objects.select_for_update().get(pk=coding.pk)
        Coding.objects.filter(pk=coding.pk).update(overlap=overlap)
        kept = {coder.user_id: coder for coder in coding.coders.all()}
        wanted = {person.pk for person in people}
        for user_id, coder in kept.items():
            if user_id not in wanted and not coder.given.exists():
                coder.delete()
        highest = coding.coders.aggregate(highest=Max("number"))["highest"]
        numbers = iter(range(0 if highest is None else highest + 1, 1000))
        for person in people:
            if person.pk not in kept:
                Coder.objects.create(coding=coding, user_id=person.pk, number=next(numbers))


def desk_of(coder: Coder, texts: Mapping[str, str]) -> Desk:
    """Give what lies before a coder of the answers ``texts``: those that they share, and their part of the others."""
    given = _given(coder.coding)
    mine = given.get(coder.pk, frozenset())
    others = [response for pk, responses in given.items() if pk != coder.pk for response in responses]
    counts: dict[str, int] = {}
    for response in others:
        counts[response] = counts.get(response, 0) + 1
    coders = list(coder.coding.coders.values_list("pk", flat=True))
    waiting = tuple(
        response
        for response in texts
        if response not in mine
        and counts.get(response, 0) < _wanted(coder.coding, response, len(coders))
        and coder.pk in _share(coder.coding, response, coders)
    )
    return Desk(coder, waiting, len(mine & texts.keys()))


def wanted_codings(coding: Coding, response_id: str, coders: int) -> int:
    """Say how many people are to code an answer."""
    return _wanted(coding, response_id, coders)


def give(coder: Coder, response_id: str, codes: tuple[str, ...], texts: Mapping[str, str]) -> None:
    """Give one answer its codes; doing it again replaces them. Raises FrameError, NotReadableError, StillOpenError."""
    if coder.coding.poll.state != Poll.State.CLOSED:
        raise StillOpenError(coder.coding.poll.slug)
    if response_id not in texts:
        raise NotReadableError(coder.coding.key)
    checked = checked_codes(coder.coding.frame, codes)
    with transaction.atomic():
        step = GivenCodes.objects.filter(coder=coder).aggregate(last=Max("step"))["last"] or 0
        GivenCodes.objects.update_or_create(
            coder=coder,
            response_id=response_id,
            defaults={"codes": list(checked), "step": step + 1, "is_open": False},
        )
        SettledCodes.objects.filter(coding=coder.coding, response_id=response_id).delete()


def before(coder: Coder, response_id: str = "") -> str | None:
    """Give the answer that the coder coded last, or last before another that they coded."""
    mine = GivenCodes.objects.filter(coder=coder).order_by("-step")
    if response_id:
        step = mine.filter(response_id=response_id).values_list("step", flat=True).first()
        mine = mine.filter(step__lt=step) if step is not None else mine
    found = mine.values_list("response_id", flat=True).first()
    return str(found) if found else None


def codes_by(coder: Coder, response_id: str) -> list[str]:
    """Give the codes that the coder gave an answer; none where they have not."""
    found = GivenCodes.objects.filter(coder=coder, response_id=response_id).values_list("codes", flat=True).first()
    return list(found or [])


def _given(coding: Coding) -> dict[int, frozenset[str]]:
    """Give by coder the answers that they have coded and need not look at again."""
    found: dict[int, set[str]] = {}
    rows = GivenCodes.objects.filter(coder__coding=coding, is_open=False).values_list("coder_id", "response_id")
    for coder_id, response_id in rows:
        found.setdefault(coder_id, set()).add(str(response_id))
    return {coder_id: frozenset(responses) for coder_id, responses in found.items()}


def _wanted(coding: Coding, response_id: str, coders: int) -> int:
    return BOTH if coders >= BOTH and _draw(coding, "overlap", response_id) % 100 < coding.overlap else 1


def _share(coding: Coding, response_id: str, coders: list[int]) -> list[int]:
    """Give the coders that an answer falls to: as many in a row as are wanted, from a place that chance has drawn."""
    first = _draw(coding, "coder", response_id)
    return [coders[(first + step) % len(coders)] for step in range(_wanted(coding, response_id, len(coders)))]


def _draw(coding: Coding, purpose: str, response_id: str) -> int:
    drawn = hashlib.sha256(f"{coding.pk}:{purpose}:{response_id}".encode()).digest()
    return int.from_bytes(drawn[:8])
