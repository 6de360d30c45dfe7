"""What the check of a text gives: marks on stretches of it, each with a verdict and a sentence that says why."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What the run says of a stretch of text."""

    AGREES = "agrees"
    DIFFERS = "differs"
    NOT_FOUND = "not_found"
    WORDING = "wording"
    """Words that no poll of this kind supports, or a small group that is not named as one."""
    ASIDE = "aside"
    """A number that is no result: a date, a year, a count of something else. Not compared."""


class MarkKind(StrEnum):
    """What is marked, and for an error what kind of error it is."""

    SHARE = "share"
    BASE = "base"
    INTERVAL = "interval"
    MEAN = "mean"
    POINTS = "points"
    PVALUE = "pvalue"
    SEGMENT = "segment"
    ROUNDING = "rounding"
    STRENGTH = "strength"
    DIFFERENCE = "difference"
    HIGHEST = "highest"
    SMALL_BASE = "small_base"
    CAUSAL = "causal"
    OTHER = "other"


@dataclass(frozen=True)
class Mark:
    """A stretch ``start:end`` of the text. ``right`` is the figure of the run, where there is one to name."""

    start: int
    end: int
    verdict: Verdict
    kind: MarkKind
    message: str
    right: str = ""

    @property
    def is_alarm(self) -> bool:
        """Whether the writer must look at it."""
        return self.verdict in (Verdict.DIFFERS, Verdict.NOT_FOUND, Verdict.WORDING)


@dataclass(frozen=True)
class Piece:
    """A stretch of the text with the mark on it, or none."""

    text: str
    mark: Mark | None
    number: int = 0


@dataclass(frozen=True)
class CheckedText:
    """A text with its marks, in reading order; they do not overlap."""

    text: str
    language: str
    marks: tuple[Mark, ...]

    @property
    def alarms(self) -> tuple[Mark, ...]:
        return tuple(mark for mark in self.marks if mark.is_alarm)

    def of(self, verdict: Verdict) -> tuple[Mark, ...]:
        return tuple(mark for mark in self.marks if mark.verdict is verdict)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The text cut at its marks, which are numbered from 1."""
        pieces, end = [], 0
        for number, mark in enumerate(self.marks, start=1):
            if mark.start > end:
                pieces.append(Piece(self.text[end : mark.start], None))
            pieces.append(Piece(self.text[mark.start : mark.end], mark, number))
            end = mark.end
        if end < len(self.text):
            pieces.append(Piece(self.text[end:], None))
        return tuple(pieces)
