"""Numbers in the labels of choices: do the ranges meet, without overlap and without gap?"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

_NUMBER = r"(\d{1,3}(?:[.,\s]\d{3})+|\d+)(?:[.,](\d{1,2}))?"
_UNIT = r"(?:\s*(?:%|€|euro|jaar|years?|uur|hours?|dagen|days|fte|medewerkers|employees|mensen|people|minuten|minutes|keer|times))?"
_START = r"^\s*(?:€\s*)?"

_BETWEEN = re.compile(rf"{_START}(?:tussen|between|van|from)?\s*{_NUMBER}{_UNIT}\s*(?:-|–|—|t/m|tot en met|to|through|en|and)\s*(?:€\s*)?{_NUMBER}{_UNIT}\s*$", re.I)
_UP_TO_EXCLUSIVE = re.compile(rf"{_START}{_NUMBER}{_UNIT}\s*tot\s*(?:€\s*)?{_NUMBER}{_UNIT}\s*$", re.I)
_BELOW = re.compile(rf"{_START}(?:minder dan|onder(?: de)?|less than|under|fewer than|below|<)\s*(?:€\s*)?{_NUMBER}{_UNIT}\s*$", re.I)
_AT_MOST = re.compile(rf"{_START}(?:(?:hoogstens|maximaal|tot en met|at most|up to|≤|<=)\s*(?:€\s*)?{_NUMBER}{_UNIT}|{_NUMBER}{_UNIT}\s*(?:of minder|or less|or fewer))\s*$", re.I)
_ABOVE = re.compile(rf"{_START}(?:meer dan|boven(?: de)?|more than|over|above|>)\s*(?:€\s*)?{_NUMBER}{_UNIT}\s*$", re.I)
_AT_LEAST = re.compile(rf"{_START}(?:(?:minstens|vanaf|at least|from|≥|>=)\s*(?:€\s*)?{_NUMBER}{_UNIT}|{_NUMBER}{_UNIT}\s*(?:\+|of meer|en meer|or more|and over|plus))\s*$", re.I)
_ALONE = re.compile(rf"{_START}{_NUMBER}{_UNIT}\s*$", re.I)


@dataclass(frozen=True)
class Range:
    """The whole numbers (or, with ``is_open``, those below ``high``) that a label speaks of."""

    label: str
    low: float
    high: float
    is_open: bool = False


@dataclass(frozen=True)
class Clash:
    """Two ranges that overlap or leave a gap."""

    code: str
    first: str
    second: str


def clashes(labels: Sequence[str]) -> Iterator[Clash]:
    """Compare the labels that are ranges, if at least two are; others, such as “weet ik niet”, do not count."""
    ranges = [found for label in labels if (found := read(label)) is not None]
    if sum(found.low != found.high for found in ranges) < 2:
        return
    ordered = sorted(ranges, key=lambda item: (item.low, item.high))
    for first, second in zip(ordered, ordered[1:], strict=False):
        end = first.high
        if second.low < end or (second.low == end and not first.is_open):
            yield Clash("ranges_overlap", first.label, second.label)
        elif second.low > (end if first.is_open else end + 1):
            yield Clash("ranges_gap", first.label, second.label)


def read(label: str) -> Range | None:
    """Read a label such as “1–10”, “minder dan 5”, “100 of meer”; None when it is no range."""
    for pattern, make in _READERS:
        if match := pattern.match(label):
            groups = [group for group in match.groups()]
            numbers = [_number(groups[place], groups[place + 1]) for place in range(0, len(groups), 2) if groups[place]]
            return make(label, numbers)
    return None


def _number(whole: str, part: str | None) -> float:
    digits = re.sub(r"[.,\s]", "", whole)
    return float(f"{digits}.{part}") if part else float(digits)


_READERS = (
    (_UP_TO_EXCLUSIVE, lambda label, numbers: Range(label, numbers[0], numbers[1], is_open=True)),
    (_BETWEEN, lambda label, numbers: Range(label, numbers[0], numbers[1])),
    (_BELOW, lambda label, numbers: Range(label, -inf, numbers[0], is_open=True)),
    (_AT_MOST, lambda label, numbers: Range(label, -inf, numbers[0])),
    (_ABOVE, lambda label, numbers: Range(label, numbers[0] + 1, inf)),
    (_AT_LEAST, lambda label, numbers: Range(label, numbers[0], inf)),
    (_ALONE, lambda label, numbers: Range(label, numbers[0], numbers[0])),
)
