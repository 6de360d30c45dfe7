"""Formulas of other products as a tree: what they have in common. Length and depth are limited.

Each product brings its own tokens; the precedence is that of all of them: or, and, comparison, sum, product, sign.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

LONGEST = 4000
DEEPEST = 40
MOST_IN_A_ROW = 100
COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})

Token = tuple[str, str]
"""The kind (string, number, name, operator, end) and the text, of a string without its quotes."""


class Untranslatable(Exception):  # noqa: N818  # an outcome, not a fault
    """The formula says something that has no equivalent on the other side. ``what`` names it, in its own words."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True)
class Name:
    """A variable. ``suffix`` is what LimeSurvey puts behind a point, such as ``NAOK``."""

    text: str
    suffix: str = ""


@dataclass(frozen=True)
class Value:
    """A text or a number as it was written."""

    text: str
    is_number: bool = False


@dataclass(frozen=True)
class Call:
    """A function and what is in its parentheses."""

    name: str
    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Operation:
    """``and``, ``or``, ``not``, a comparison or a sum, and what it works on."""

    operator: str
    parts: tuple["Node", ...]


Node = Name | Value | Call | Operation

SUFFIX = "\0"
"""Stands between a name and its suffix in a token."""


def parse_tokens(tokens: Sequence[Token]) -> Node:
    """Read the tokens, the last of which is the end. Raises Untranslatable where they make no formula."""
    return _Parser(tokens).whole()


class _Parser:
    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.index = 0
        self.depth = 0

    def whole(self) -> Node:
        node = self.either()
        if self.tokens[self.index][0] != "end":
            raise Untranslatable(self.tokens[self.index][1])
        return node

    def either(self) -> Node:
        return self.joined(("or",), self.both)

    def both(self) -> Node:
        return self.joined(("and",), self.comparison)

    def comparison(self) -> Node:
        left = self.sum()
        if self.operator in COMPARISONS:
            left = Operation(self.take(), (left, self.sum()))
        return left

    def sum(self) -> Node:
        return self.joined(("+", "-"), self.product)

    def product(self) -> Node:
        return self.joined(("*", "/", "%"), self.signed)

    def signed(self) -> Node:
        if self.operator in ("not", "-", "+"):
            operator = self.take()
            return Operation(operator, (self.nested(self.signed),))
        return self.single()

    def single(self) -> Node:
        kind, text = self.tokens[self.index]
        if kind == "operator" and text == "(":
            self.take()
            node = self.nested(self.either)
            self.close()
            return node
        self.index += 1
        if kind == "string":
            return Value(text)
        if kind == "number":
            return Value(text, is_number=True)
        if kind != "name":
            raise Untranslatable(text or "…")
        return self.call(text) if self.operator == "(" else self.name(text)

    def call(self, name: str) -> Node:
        self.take()
        parts = []
        while self.operator != ")":
            parts.append(self.nested(self.either))
            if self.operator != ",":
                break
            self.take()
        self.close()
        return Call(name, tuple(parts))

    def name(self, text: str) -> Node:
        bare, _, suffix = text.partition(SUFFIX)
        return Name(bare, suffix)

    def joined(self, operators: tuple[str, ...], part: Callable[[], Node]) -> Node:
        """A row of parts: and/or as one operation of all, sums and products from left to right."""
        node = part()
        count = 0
        while self.operator in operators:
            operator, right = self.take(), part()
            count += 1
            if operator in ("and", "or") and isinstance(node, Operation) and node.operator == operator and count > 1:
                node = Operation(operator, (*node.parts, right))
            elif count > MOST_IN_A_ROW and operator not in ("and", "or"):
                raise Untranslatable(f"… {operator} … {operator} …")
            else:
                node = Operation(operator, (node, right))
        return node

    def nested(self, part: Callable[[], Node]) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Untranslatable("(((…")
        node = part()
        self.depth -= 1
        return node

    @property
    def operator(self) -> str:
        kind, text = self.tokens[self.index]
        return text if kind == "operator" else ""

    def take(self) -> str:
        self.index += 1
        return self.tokens[self.index - 1][1]

    def close(self) -> None:
        if self.operator != ")":
            raise Untranslatable(self.tokens[self.index][1] or "(")
        self.take()
