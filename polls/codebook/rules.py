"""Conditions on questions and pages: ``role = inhouse and outsources in (fully, partly)``.

A condition speaks about the codes of questions and the names of contact attributes. It is parsed and checked, never
handed to ``eval``. A comparison with something that was skipped, not asked or not known is false, whatever the
operator: ``goal != costs`` is false for whoever did not answer ``goal``, and ``not (goal = costs)`` is true.
docs/conditions.md describes the language for editors. ``to_json`` gives the form that the browser evaluates.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from polls.codebook.rule_nodes import Answered, Comparison, Literal, Nested, Node, Values
from polls.codebook.rule_parser import RESERVED, RuleError, parse_source

__all__ = ["RESERVED", "Comparison", "Literal", "Rule", "RuleError", "evaluate", "parse", "possible", "to_json"]

_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Rule:
    """A condition that has been read: its source and its parts."""

    source: str
    root: Node

    @cached_property
    def leaves(self) -> tuple[Comparison | Answered, ...]:
        """The comparisons and ``answered(…)`` parts in the order of the source."""
        return tuple(self.root.leaves())

    @cached_property
    def names(self) -> frozenset[str]:
        """The question codes and attribute names that the condition depends on."""
        return frozenset(leaf.name for leaf in self.leaves)

    def comparisons_of(self, name: str) -> tuple[Comparison, ...]:
        """The comparisons that hold ``name`` against a value."""
        return tuple(leaf for leaf in self.leaves if isinstance(leaf, Comparison) and leaf.name == name)

    def literals_for(self, name: str) -> tuple[Literal, ...]:
        """The values that ``name`` is held against, in the order of the source."""
        return tuple(literal for comparison in self.comparisons_of(name) for literal in comparison.literals)


@lru_cache(maxsize=4096)
def parse(source: str) -> Rule:
    """Read a condition. Raises RuleError, with a message per language and the position of the character."""
    return Rule(source, parse_source(source))


def evaluate(rule: Rule, values: Values) -> bool:
    """Decide the condition for these answers and attributes, by name."""
    return rule.root.decide(values, _NOTHING) is True


def possible(rule: Rule, values: Values, undecided: frozenset[str]) -> bool:
    """Tell whether the condition holds or may still come to hold, once the names in ``undecided`` are answered."""
    return rule.root.decide(values, undecided) is not False


def to_json(rule: Rule) -> Nested:
    """Write the condition as nested lists, for the evaluator in the browser (static/ksf/rules.js)."""
    return rule.root.to_json()
