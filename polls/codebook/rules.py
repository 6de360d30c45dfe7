"""Expressions about answers: ``role = inhouse and outsources in (fully, partly)``, ``round(seats / staff, 1)``.

An expression speaks about the codes of questions and the names of contact attributes. It is parsed and checked, never
handed to ``eval``. A comparison with something that was skipped, not asked or not known is false, whatever the
operator: ``goal != costs`` is false for whoever did not answer ``goal``, and ``not (goal = costs)`` is true.
docs/expressions.md describes the language for editors. ``to_json`` gives the form that the browser evaluates.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property, lru_cache

from polls.codebook.rule_nodes import Answered, Comparison, Node
from polls.codebook.rule_parser import RESERVED, RuleError, parse_source, parse_term
from polls.codebook.rule_terms import Leaf, Literal, Nested, Term, Written
from polls.codebook.rule_values import Values, text_of, texts_of

__all__ = [
    "RESERVED",
    "Comparison",
    "Formula",
    "Literal",
    "Rule",
    "RuleError",
    "calculate",
    "evaluate",
    "is_refuted",
    "parse",
    "parse_formula",
    "possible",
    "to_json",
]

_NOTHING: frozenset[str] = frozenset()


class _Reading:
    """What rules and formulas share: the parts that speak about names."""

    root: Term

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """The comparisons, ``answered(…)`` parts and names in the order of the source."""
        return tuple(self.root.leaves())

    @cached_property
    def names(self) -> frozenset[str]:
        """The question codes and attribute names that the expression depends on."""
        return frozenset(leaf.name for leaf in self.leaves)

    def comparisons_of(self, name: str) -> tuple[Comparison, ...]:
        """The comparisons that hold ``name`` against a value."""
        return tuple(leaf for leaf in self.leaves if isinstance(leaf, Comparison) and leaf.name == name)

    def literals_for(self, name: str) -> tuple[Literal, ...]:
        """The values that ``name`` is held against, in the order of the source."""
        return tuple(literal for comparison in self.comparisons_of(name) for literal in comparison.literals)


@dataclass(frozen=True)
class Rule(_Reading):
    """A condition that has been read: its source and its parts."""

    source: str
    root: Node

    @cached_property
    def compared(self) -> frozenset[str]:
        """The names that are held against something or calculated with; ``answered(…)`` does not do that."""
        return frozenset(leaf.name for leaf in self.leaves if not isinstance(leaf, Answered))


@dataclass(frozen=True)
class Formula(_Reading):
    """An expression that gives a value, as it has been read."""

    source: str
    root: Term

    def to_json(self) -> Written:
        """Write the expression for the browser; a lone text is a name."""
        return self.root.to_json()


@lru_cache(maxsize=4096)
def parse(source: str) -> Rule:
    """Read a condition. Raises RuleError, with a message per language and the position of the character."""
    return Rule(source, parse_source(source))


@lru_cache(maxsize=4096)
def parse_formula(source: str) -> Formula:
    """Read an expression that gives a number, a text, a code or a truth. Raises RuleError as ``parse`` does."""
    return Formula(source, parse_term(source))


def evaluate(rule: Rule, values: Values) -> bool:
    """Decide the condition for these answers and attributes, by name."""
    return rule.root.decide(values, _NOTHING) is True


def possible(rule: Rule, values: Values, undecided: AbstractSet[str]) -> bool:
    """Tell whether the condition holds or may still come to hold, once the names in ``undecided`` are answered."""
    if rule.names.isdisjoint(undecided):
        undecided = _NOTHING
    return rule.root.decide(values, undecided) is not False


def is_refuted(rule: Rule, values: Values) -> bool:
    """Tell whether the condition is false whatever the missing answers would have been.

    What is compared with a missing answer stays open, so that a check says nothing about what was left empty.
    """
    missing = frozenset(name for name in rule.compared if not texts_of(values.get(name)))
    return rule.root.decide(values, missing) is False


def calculate(formula: Formula, values: Values) -> str:
    """Give the value of the expression as it is stored: a number with a point, a text or a code; "" for nothing.

    A truth is stored as "1" or "0".
    """
    value = formula.root.value(values)
    if isinstance(value, bool):
        return "1" if value else "0"
    return text_of(value) or ""


def to_json(rule: Rule) -> Nested:
    """Write the condition as nested lists, for the evaluator in the browser (static/ksf/rules.js)."""
    return rule.root.to_json()
