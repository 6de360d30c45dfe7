"""What a parsed condition is made of, and how each part decides.

Deciding is three-valued: a part that leans on a name in ``undecided`` gives None, for "cannot be said yet". With
nothing undecided the outcome is always True or False.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from polls.codebook.numerals import PLAIN

Values = Mapping[str, str | list[str]]
"""Answers and contact attributes by name, in one namespace."""

Nested = list[Any]
"""A condition as nested lists of JSON types: ``["and", ["=", "role", "inhouse"], ["answered", "size"]]``."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A value in a condition: a code or quoted text, or a number. ``position`` is where it stands in the source."""

    text: str
    number: float | None
    position: int

    def matches(self, text: str) -> bool:
        """Tell whether an answer equals this value; a number equals however many zeros it is written with."""
        if self.number is None:
            return text == self.text
        return as_number(text) == self.number

    def to_json(self) -> str | float:
        if self.number is None:
            return self.text
        return int(self.number) if self.number.is_integer() else self.number


@dataclass(frozen=True, slots=True)
class Comparison:
    """A name held against one value, or against several for ``in`` and ``not in``."""

    name: str
    operator: str
    literals: tuple[Literal, ...]
    position: int

    def decide(self, values: Values, undecided: frozenset[str]) -> bool | None:
        if self.name in undecided:
            return None
        given = texts_of(values.get(self.name))
        return bool(given) and COMPARISONS[self.operator](given, self.literals)

    def to_json(self) -> Nested:
        written: list[str | float] = [literal.to_json() for literal in self.literals]
        return [self.operator, self.name, written if self.operator in SEVERAL else written[0]]

    def leaves(self) -> "Iterator[Comparison | Answered]":
        yield self


@dataclass(frozen=True, slots=True)
class Answered:
    """Whether the name has any answer at all; don't know is one."""

    name: str
    position: int

    def decide(self, values: Values, undecided: frozenset[str]) -> bool | None:
        return None if self.name in undecided else bool(texts_of(values.get(self.name)))

    def to_json(self) -> Nested:
        return ["answered", self.name]

    def leaves(self) -> "Iterator[Comparison | Answered]":
        yield self


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of its part."""

    part: "Node"

    def decide(self, values: Values, undecided: frozenset[str]) -> bool | None:
        outcome = self.part.decide(values, undecided)
        return None if outcome is None else not outcome

    def to_json(self) -> Nested:
        return ["not", self.part.to_json()]

    def leaves(self) -> Iterator[Comparison | Answered]:
        return self.part.leaves()


@dataclass(frozen=True, slots=True)
class And:
    """True when all parts are."""

    parts: "tuple[Node, ...]"

    def decide(self, values: Values, undecided: frozenset[str]) -> bool | None:
        return _first(False, self.parts, values, undecided)

    def to_json(self) -> Nested:
        return ["and", *(part.to_json() for part in self.parts)]

    def leaves(self) -> Iterator[Comparison | Answered]:
        return (leaf for part in self.parts for leaf in part.leaves())


@dataclass(frozen=True, slots=True)
class Or:
    """True when any part is."""

    parts: "tuple[Node, ...]"

    def decide(self, values: Values, undecided: frozenset[str]) -> bool | None:
        return _first(True, self.parts, values, undecided)

    def to_json(self) -> Nested:
        return ["or", *(part.to_json() for part in self.parts)]

    def leaves(self) -> Iterator[Comparison | Answered]:
        return (leaf for part in self.parts for leaf in part.leaves())


Node = Comparison | Answered | Not | And | Or


def as_number(text: str) -> float | None:
    """Read digits with at most one decimal point; anything else is no number (None)."""
    return float(text) if PLAIN.fullmatch(text) else None


def texts_of(value: str | list[str] | None) -> list[str]:
    """List what was answered; a skipped question and one that was not asked give nothing."""
    if isinstance(value, str):
        return [value] if value else []
    return [text for text in value or () if text]


def _first(deciding: bool, parts: Sequence[Node], values: Values, undecided: frozenset[str]) -> bool | None:
    """Give the outcome that settles the matter if any part has it, else "cannot be said yet" if any part says so."""
    is_open = False
    for part in parts:
        outcome = part.decide(values, undecided)
        if outcome is deciding:
            return deciding
        is_open = is_open or outcome is None
    return None if is_open else not deciding


def _equals(given: list[str], literals: Sequence[Literal]) -> bool:
    return len(given) == 1 and literals[0].matches(given[0])


def _includes(given: list[str], literals: Sequence[Literal]) -> bool:
    return any(literal.matches(text) for text in given for literal in literals)


def _ordered(compare: Callable[[float, float], bool]) -> Callable[[list[str], Sequence[Literal]], bool]:
    def holds(given: list[str], literals: Sequence[Literal]) -> bool:
        number = as_number(given[0]) if len(given) == 1 else None
        bound = literals[0].number
        return number is not None and bound is not None and compare(number, bound)

    return holds


COMPARISONS: Mapping[str, Callable[[list[str], Sequence[Literal]], bool]] = {
    "=": _equals,
    "!=": lambda given, literals: not _equals(given, literals),
    "<": _ordered(lambda number, bound: number < bound),
    "<=": _ordered(lambda number, bound: number <= bound),
    ">": _ordered(lambda number, bound: number > bound),
    ">=": _ordered(lambda number, bound: number >= bound),
    "in": _includes,
    "not in": lambda given, literals: not _includes(given, literals),
    "includes": _includes,
}
"""Each operator on what was answered (at least one text) and the values in the condition."""

SEVERAL = frozenset({"in", "not in"})
"""Operators that take a list of values."""

ORDERED = frozenset({"<", "<=", ">", ">="})
"""Operators that compare numbers."""
