"""What expressions calculate with: names, constants, arithmetic and functions. Each gives a value, or nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from polls.codebook.rule_functions import FUNCTIONS
from polls.codebook.rule_values import Scalar, Values, as_number, finite, given, number_of

Nested = list[Any]
"""An expression as nested lists of JSON types: ``["and", ["=", "role", "inhouse"], ["answered", "size"]]``."""

Written = Nested | str | float
"""A term for the browser: a text is a name, a number itself, and a text constant ``["text", …]``."""


class Leaf(Protocol):
    """A part of an expression that speaks about one name."""

    @property
    def name(self) -> str: ...

    @property
    def position(self) -> int: ...


class Term(Protocol):
    """A part of an expression, at ``position`` in the source."""

    @property
    def position(self) -> int: ...

    def value(self, values: Values) -> Scalar: ...

    def to_json(self) -> Written: ...

    def leaves(self) -> Iterator[Leaf]: ...


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
        return self.text if self.number is None else _plain(self.number)


@dataclass(frozen=True, slots=True)
class Constant:
    """A literal on its own: in arithmetic, or as an argument of a function."""

    literal: Literal

    @property
    def position(self) -> int:
        return self.literal.position

    def value(self, _values: Values) -> Scalar:
        return self.literal.text if self.literal.number is None else self.literal.number

    def to_json(self) -> Written:
        written = self.literal.to_json()
        return ["text", written] if isinstance(written, str) else written

    def leaves(self) -> Iterator[Leaf]:
        return iter(())


@dataclass(frozen=True, slots=True)
class Name:
    """The answer to a question, or an attribute."""

    name: str
    position: int

    def value(self, values: Values) -> Scalar:
        return given(values, self.name)

    def to_json(self) -> Written:
        return self.name

    def leaves(self) -> Iterator[Leaf]:
        yield self


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Two numbers added, subtracted, multiplied or divided. Nothing on a side, or a division by 0, gives nothing."""

    operator: str
    left: Term
    right: Term
    position: int

    def value(self, values: Values) -> Scalar:
        left, right = number_of(self.left.value(values)), number_of(self.right.value(values))
        if left is None or right is None:
            return None
        match self.operator:
            case "+":
                return finite(left + right)
            case "-":
                return finite(left - right)
            case "*":
                return finite(left * right)
        return finite(left / right) if right else None

    def to_json(self) -> Written:
        return [self.operator, self.left.to_json(), self.right.to_json()]

    def leaves(self) -> Iterator[Leaf]:
        yield from self.left.leaves()
        yield from self.right.leaves()


@dataclass(frozen=True, slots=True)
class Negative:
    """A number with its sign turned round."""

    term: Term
    position: int

    def value(self, values: Values) -> Scalar:
        number = number_of(self.term.value(values))
        return None if number is None else -number

    def to_json(self) -> Written:
        return ["-", self.term.to_json()]

    def leaves(self) -> Iterator[Leaf]:
        return self.term.leaves()


@dataclass(frozen=True, slots=True)
class Call:
    """A function of ``rule_functions`` with its arguments."""

    function: str
    arguments: tuple[Term, ...]
    position: int

    def value(self, values: Values) -> Scalar:
        return FUNCTIONS[self.function].work([argument.value(values) for argument in self.arguments], values)

    def to_json(self) -> Written:
        return ["call", self.function, *(argument.to_json() for argument in self.arguments)]

    def leaves(self) -> Iterator[Leaf]:
        return (leaf for argument in self.arguments for leaf in argument.leaves())


def _plain(number: float) -> float:
    return int(number) if number.is_integer() else number
