"""Numbers in the labels of choices: do the ranges meet, without overlap and without gap?"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

_DIGITS = r"(\d{1,3}(?:[.,\s]\d{3})+|\d+)(?:[.,](\d{1,2}))?"
_UNITS = "%|€|euro|jaar|years?|uur|hours?|dagen|days|fte|medewerkers|employees|mensen|people|minuten|minutes|keer|times"
_NUMBER = rf"(?:€\s*)?{_DIGITS}(?:\s*(?:{_UNITS}))?"


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
    for first, second in pairwise(sorted(ranges, key=lambda item: (item.low, item.high))):
        end = first.high
        if second.low < end or (second.low == end and not first.is_open):
            yield Clash("ranges_overlap", first.label, second.label)
        elif second.low > (end if first.is_open else end + 1):
            yield Clash("ranges_gap", first.label, second.label)


def read(label: str) -> Range | None:
    """Read a label such as “1–10”, “minder dan 5”, “100 of meer”; None when it is no range."""
    for pattern, make in _READERS:
        if match := pattern.fullmatch(label.strip()):
            groups = match.groups()
            numbers = [_number(groups[place], groups[place + 1]) for place in range(0, len(groups), 2) if groups[place]]
            return make(label, numbers)
    return None


def _number(whole: str, part: str | None) -> float:
    digits = re.sub(r"[.,\s]", "", whole)
    return float(f"{digits}.{part}") if part else float(digits)


def _pattern(before: str, between: str = "", after: str = "") -> re.Pattern[str]:
    """A number behind ``before``, one behind ``between`` if given, and what follows."""
    second = rf"\s*(?:{between})\s*{_NUMBER}" if between else ""
    return re.compile(rf"{before}\s*{_NUMBER}{second}\s*{after}", re.IGNORECASE)


_READERS: tuple[tuple[re.Pattern[str], Callable[[str, list[float]], Range]], ...] = (
    (_pattern("(?:van)?", "tot"), lambda label, found: Range(label, found[0], found[1], is_open=True)),
    (
        _pattern("(?:tussen|between|van|from)?", "-|–|—|t/m|tot en met|to|through|en|and"),
        lambda label, found: Range(label, found[0], found[1]),
    ),
    (
        _pattern("(?:minder dan|onder(?: de)?|less than|under|fewer than|below|<)"),
        lambda label, found: Range(label, -inf, found[0], is_open=True),
    ),
    (
        _pattern("(?:hoogstens|maximaal|tot en met|at most|up to|≤|<=)"),
        lambda label, found: Range(label, -inf, found[0]),
    ),
    (_pattern("", after="(?:of minder|or less|or fewer)"), lambda label, found: Range(label, -inf, found[0])),
    (
        _pattern("(?:meer dan|boven(?: de)?|more than|over|above|>)"),
        lambda label, found: Range(label, found[0] + 1, inf),
    ),
    (_pattern("(?:minstens|vanaf|at least|from|≥|>=)"), lambda label, found: Range(label, found[0], inf)),
    (
        _pattern("", after=r"(?:\+|of meer|en meer|or more|and over|plus)"),
        lambda label, found: Range(label, found[0], inf),
    ),
    (_pattern(""), lambda label, found: Range(label, found[0], found[0])),
)
"""How a label is read, the more telling first."""
