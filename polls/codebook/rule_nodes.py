"""What a parsed condition is made of, and how each part decides.

Deciding is three-valued: a part that leans on a name in ``undecided`` gives None, for "cannot be said yet". With
nothing undecided the outcome is always True or False. Parts that calculate stand in ``rule_terms``.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from polls.codebook.rule_terms import Call, Leaf, Literal, Nested, Term
from polls.codebook.rule_values import Scalar, Values, as_number, is_equal, listed, order_of, texts_of

_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Comparison:
    """A name held against one value, or against several for ``in`` and ``not in``."""

    name: str
    operator: str
    literals: tuple[Literal, ...]
    position: int

    def decide(self, values: Values, undecided: AbstractSet[str]) -> bool | None:
        if self.name in undecided:
            return None
        given = texts_of(values.get(self.name))
        return bool(given) and COMPARISONS[self.operator](given, self.literals)

    def value(self, values: Values) -> Scalar:
        return self.decide(values, _NOTHING) is True

    def to_json(self) -> Nested:
        written: list[str | float] = [literal.to_json() for literal in self.literals]
        return [self.operator, self.name, written if self.operator in SEVERAL else written[0]]

    def leaves(self) -> Iterator[Leaf]:
        yield self


@dataclass(frozen=True, slots=True)
class Answered:
    """Whether the name has any answer at all; don't know is one."""

    name: str
    position: int

    def decide(self, values: Values, undecided: AbstractSet[str]) -> bool | None:
        return None if self.name in undecided else bool(texts_of(values.get(self.name)))

    def value(self, values: Values) -> Scalar:
        return self.decide(values, _NOTHING) is True

    def to_json(self) -> Nested:
        return ["answered", self.name]

    def leaves(self) -> Iterator[Leaf]:
        yield self


@dataclass(frozen=True, slots=True)
class Relation:
    """Two calculated values held against each other; for ``in`` the right side is several. Nothing on a side: false."""

    operator: str
    left: Term
    right: tuple[Term, ...]
    position: int

    def decide(self, values: Values, undecided: AbstractSet[str]) -> bool | None:
        if undecided and any(leaf.name in undecided for leaf in self.leaves()):
            return None
        left = self.left.value(values)
        rights = [value for term in self.right if (value := term.value(values)) is not None]
        return left is not None and bool(rights) and _relates(self.operator, left, rights)

    def value(self, values: Values) -> Scalar:
        return self.decide(values, _NOTHING) is True

    def to_json(self) -> Nested:
        return ["relation", self.operator, self.left.to_json(), [term.to_json() for term in self.right]]

    def leaves(self) -> Iterator[Leaf]:
        for term in (self.left, *self.right):
            yield from term.leaves()


@dataclass(frozen=True, slots=True)
class Truth:
    """A function that gives true or false, in the place of a condition."""

    term: Call

    @property
    def position(self) -> int:
        return self.term.position

    def decide(self, values: Values, undecided: AbstractSet[str]) -> bool | None:
        if undecided and any(leaf.name in undecided for leaf in self.leaves()):
            return None
        return self.term.value(values) is True

    def value(self, values: Values) -> Scalar:
        return self.term.value(values) is True

    def to_json(self) -> Nested:
        return ["truth", self.term.to_json()]

    def leaves(self) -> Iterator[Leaf]:
        return self.term.leaves()


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of its part."""

    part: "Node"

    @property
    def position(self) -> int:
        return self.part.position

    def decide(self, values: Values, undecided: AbstractSet[str]) -> bool | None:
        outcome = self.part.decide(values, undecided)
        return None if outcome is None else not outcome

    def value(self, values: Values) -> Scalar:
        return self.decide(values, _NOTHING) is True

    def to_json(self) -> Nested:
        return ["not", self.part.to_json()]

    def leaves(self) -> Iterator[Leaf]:
        return self.part.leaves()


@dataclass(frozen=True, slots=True)
class And:
    """True when all parts are."""

    parts: "tuple[Node, ...]"

    @property
    def position(self) -> int:
        return self.parts[0].position

    def decide(self, values: Values, undecided: AbstractSet[str]) -> bool | None:
        return _first(False, self.parts, values, undecided)

    def value(self, values: Values) -> Scalar:
        return self.decide(values, _NOTHING) is True

    def to_json(self) -> Nested:
        return ["and", *(part.to_json() for part in self.parts)]

    def leaves(self) -> Iterator[Leaf]:
        return (leaf for part in self.parts for leaf in part.leaves())


@dataclass(frozen=True, slots=True)
class Or:
    """True when any part is."""

    parts: "tuple[Node, ...]"

    @property
    def position(self) -> int:
        return self.parts[0].position

    def decide(self, values: Values, undecided: AbstractSet[str]) -> bool | None:
        return _first(True, self.parts, values, undecided)

    def value(self, values: Values) -> Scalar:
        return self.decide(values, _NOTHING) is True

    def to_json(self) -> Nested:
        return ["or", *(part.to_json() for part in self.parts)]

    def leaves(self) -> Iterator[Leaf]:
        return (leaf for part in self.parts for leaf in part.leaves())


Node = Comparison | Answered | Relation | Truth | Not | And | Or
"""A part that is true or false."""

NODES = (Comparison, Answered, Relation, Truth, Not, And, Or)


def _first(deciding: bool, parts: Sequence[Node], values: Values, undecided: AbstractSet[str]) -> bool | None:
    """Give the outcome that settles the matter if any part has it, else "cannot be said yet" if any part says so."""
    is_open = False
    for part in parts:
        outcome = part.decide(values, undecided)
        if outcome is deciding:
            return deciding
        is_open = is_open or outcome is None
    return None if is_open else not deciding


def _relates(operator: str, left: Scalar, rights: Sequence[Scalar]) -> bool:
    match operator:
        case "=" | "in":
            return any(is_equal(left, right) for right in rights)
        case "!=" | "not in":
            return not any(is_equal(left, right) for right in rights)
        case "includes":
            return not set(listed(left)).isdisjoint(listed(rights[0]))
    order = order_of(left, rights[0])
    return order is not None and _ORDERS[operator](order)


_ORDERS: Mapping[str, Callable[[int], bool]] = {
    "<": lambda order: order < 0,
    "<=": lambda order: order <= 0,
    ">": lambda order: order > 0,
    ">=": lambda order: order >= 0,
}


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
