"""Constraints of XLSForm: bounds, counts and formats that a question here can hold by itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from polls.codebook.schema import TextFormat
from polls.exchange.xlsform.names import FORMATS

_NUMBER = r"(-?[0-9]{1,9})(?:\.0+)?"
_BOUND = re.compile(rf"\.\s*(>=|<=|>|<)\s*{_NUMBER}\Z")
_DAY = re.compile(r"\.\s*(>=|<=)\s*date\(\s*['\"]([0-9]{4}-[0-9]{2}-[0-9]{2})['\"]\s*\)\Z")
_COUNT = re.compile(rf"count-selected\(\s*\.\s*\)\s*(>=|<=|=|>|<)\s*{_NUMBER}\Z")
_ALONE = re.compile(
    r"not\(\s*selected\(\s*\.\s*,\s*['\"]([\w-]+)['\"]\s*\)\s+and\s+count-selected\(\s*\.\s*\)\s*>\s*1\s*\)\Z"
)
_DECIMALS = re.compile(r"regex\(string\(\.\), '\^-\?\[0-9\]\+\(\\\.\[0-9\]\{1,([1-4])\}\)\?\$'\)\Z")
_WHOLE = re.compile(rf"\.(?:\s*\+\s*\$\{{[\w.-]+\}})+\s*=\s*{_NUMBER}\Z")


@dataclass
class Constraint:
    """What a constraint says, as fields of a question; ``exclusive`` choices; ``rest`` could not be taken."""

    fields: dict[str, Any] = field(default_factory=dict)
    exclusive: list[str] = field(default_factory=list)
    total: int | None = None
    rest: list[str] = field(default_factory=list)


def read_constraint(source: str) -> Constraint:
    """Take the constraint apart. Never raises."""
    read = Constraint()
    for part in _conjuncts(source[:2000]):
        if not _read_part(part, read):
            read.rest.append(part)
    return read


def _read_part(part: str, read: Constraint) -> bool:
    for form, known in FORMATS.items():
        if known and part == known:
            read.fields["format"] = TextFormat(form)
            return True
    if match := _BOUND.match(part):
        read.fields |= _bounds(match[1], int(match[2]), "minimum", "maximum")
    elif match := _DAY.match(part):
        read.fields["earliest" if match[1] == ">=" else "latest"] = match[2]
    elif match := _COUNT.match(part):
        read.fields |= _bounds(match[1], int(match[2]), "min_choices", "max_choices")
    elif match := _ALONE.match(part):
        read.exclusive.append(match[1])
    elif match := _DECIMALS.match(part):
        read.fields["decimals"] = int(match[1])
    elif match := _WHOLE.match(part):
        read.total = int(match[1])
    else:
        return False
    return True


def _bounds(sign: str, number: int, least: str, most: str) -> dict[str, int]:
    match sign:
        case ">=":
            return {least: number}
        case ">":
            return {least: number + 1}
        case "<=":
            return {most: number}
        case "<":
            return {most: number - 1}
    return {least: number, most: number}


def _conjuncts(source: str) -> Iterator[str]:
    """The parts that are joined by ``and`` at the top, outside parentheses and quotes."""
    depth, quote, start = 0, "", 0
    for position, character in enumerate(source):
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        elif character in "()":
            depth += 1 if character == "(" else -1
        elif depth == 0 and re.match(r"\sand\s", source[position : position + 5]):
            yield source[start:position].strip()
            start = position + 5
    if last := source[start:].strip():
        yield last
