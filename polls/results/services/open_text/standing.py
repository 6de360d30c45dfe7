"""Where a coding stands: which answers are coded, on which the coders agree, and how far they do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from polls.codebook.coding.frame import Standard, checked_codes
from polls.results.models import Coder, Coding, GivenCodes, SettledCodes
from polls.results.services.actors import Actor, key_of
from polls.results.services.open_text.places import NotReadableError
from polls.results.services.open_text.work import wanted_codings

Codes = tuple[str, ...]


class Stage(StrEnum):
    """Where one answer stands."""

    WAITING = "waiting"
    AGREED = "agreed"
    DIFFERENT = "different"
    SETTLED = "settled"


@dataclass(frozen=True)
class CodedAnswer:
    """One answer: what each coder gave it (None: nothing yet), in the order of the coders, and how it was settled."""

    response_id: str
    text: str
    given: tuple[Codes | None, ...]
    wanted: int
    settled: SettledCodes | None

    @cached_property
    def stage(self) -> Stage:
        found = [codes for codes in self.given if codes is not None]
        if self.settled is not None:
            return Stage.SETTLED
        if len(found) < self.wanted:
            return Stage.WAITING
        return Stage.AGREED if len(set(found)) == 1 else Stage.DIFFERENT

    @property
    def final(self) -> Codes | None:
        """The codes that count; None while there are none."""
        if self.settled is not None:
            return tuple(self.settled.codes)
        return next(codes for codes in self.given if codes is not None) if self.stage is Stage.AGREED else None


@dataclass(frozen=True)
class Standing:
    """All answers of a coding, with its coders."""

    coders: tuple[Coder, ...]
    answers: tuple[CodedAnswer, ...]

    def at(self, stage: Stage) -> list[CodedAnswer]:
        return [answer for answer in self.answers if answer.stage is stage]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many answers are at each stage."""
        return {stage.value: len(self.at(stage)) for stage in Stage}

    @cached_property
    def doubly(self) -> int:
        """How many answers at least two people coded."""
        return sum(sum(codes is not None for codes in answer.given) > 1 for answer in self.answers)

    @property
    def is_complete(self) -> bool:
        """Whether every answer has codes that count."""
        return bool(self.answers) and all(answer.final is not None for answer in self.answers)


def standing_of(coding: Coding, texts: Mapping[str, str]) -> Standing:
    """Put together what was given to the answers ``texts``."""
    coders = tuple(coding.coders.select_related("user"))
    place = {coder.pk: position for position, coder in enumerate(coders)}
    given: dict[str, list[Codes | None]] = {response: [None] * len(coders) for response in texts}
    rows = GivenCodes.objects.filter(coder__coding=coding, is_open=False)
    for coder_id, response_id, codes in rows.values_list("coder_id", "response_id", "codes"):
        if str(response_id) in given:
            given[str(response_id)][place[coder_id]] = tuple(codes)
    settled = {str(each.response_id): each for each in SettledCodes.objects.filter(coding=coding)}
    answers = (
        CodedAnswer(
            response, text, tuple(given[response]), wanted_codings(coding, response, len(coders)), settled.get(response)
        )
        for response, text in texts.items()
    )
    return Standing(coders, tuple(answers))


def settle(
    coding: Coding, standing: Standing, response_id: str, codes: Sequence[str], *, how: str, reason: str, by: Actor
) -> None:
    """Settle an answer on which coders did not agree. Raises FrameError, NotReadableError where there is none such."""
    at_odds = {answer.response_id for answer in standing.answers if answer.stage in (Stage.DIFFERENT, Stage.SETTLED)}
    if response_id not in at_odds:
        raise NotReadableError(coding.key)
    SettledCodes.objects.update_or_create(
        coding=coding,
        response_id=response_id,
        defaults={
            "codes": list(checked_codes(coding.frame, tuple(codes))),
            "how": SettledCodes.How(how),
            "reason": reason.strip()[:500],
            "settled_by_id": key_of(by),
        },
    )


def all_codes(coding: Coding) -> list[str]:
    """Give the codes that an answer can have, standard ones last."""
    return [*(each.code for each in coding.frame.codes), *Standard]
