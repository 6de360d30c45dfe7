"""Conditions that never or always hold, and what nobody ever gets to see: proved by trying the answers that matter.

What cannot be proved within the bounds is not reported.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod

from polls.codebook.answers import Value
from polls.codebook.expressions import names_of
from polls.codebook.outcomes import domain, possible_outcomes
from polls.codebook.problem import Place, Problem, placed_pages, placed_questions, problem
from polls.codebook.rule_nodes import Answered, Comparison
from polls.codebook.rules import Literal, Rule, evaluate
from polls.codebook.schema import Page, Question, Questionnaire
from polls.codebook.walk import rule_of

MOST_TRIALS = 3_000
"""Sets of answers that are tried for one place."""

MOST_IN_ALL = 60_000
"""Sets of answers that are tried for a questionnaire."""


def route_advice(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Conditions first; then the places that no answers lead to, each reported at the outermost."""
    never: set[tuple[int, ...]] = set()
    for place, source in _conditions(questionnaire):
        rule = rule_of(source)
        outcomes = possible_outcomes(rule, questionnaire) if rule else {True, False}
        if outcomes == {False}:
            never.add(place.position)
            yield problem("condition_never", place.at("show_if"))
        elif outcomes == {True}:
            yield problem("condition_always", place.at("show_if"))
    yield from _unreachable(questionnaire, never)


def _conditions(questionnaire: Questionnaire) -> Iterator[tuple[Place, str]]:
    yield from ((place, page.show_if) for place, page in placed_pages(questionnaire) if page.show_if.strip())
    yield from ((place, row.show_if) for place, row in placed_questions(questionnaire) if row.show_if.strip())


def _unreachable(questionnaire: Questionnaire, never: set[tuple[int, ...]]) -> Iterator[Problem]:
    routes = Routes(questionnaire)
    closed = set(never)
    for place, page in placed_pages(questionnaire):
        if place.position not in never and routes.is_closed(page, None):
            closed.add(place.position)
            yield problem("unreachable", place.at("show_if"))
    for place, question in placed_questions(questionnaire):
        if closed.isdisjoint({place.position, place.position[:2]}):
            page = questionnaire.pages[place.position[1]]
            if routes.is_closed(page, question):
                yield problem("unreachable", place.at("show_if"))


@dataclass(frozen=True)
class _Chain:
    """The conditions on the way to a place, as one writing."""

    rules: tuple[Rule, ...]

    def literals_for(self, name: str) -> tuple[Literal, ...]:
        return tuple(literal for rule in self.rules for literal in rule.literals_for(name))


class Routes:
    """The ways through a questionnaire, as far as they can be tried out."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.left = MOST_IN_ALL

    @cached_property
    def where(self) -> Mapping[str, tuple[int, int, Page, Question]]:
        """Where each name is asked: the numbers of page and question, and both."""
        return {
            name: (number, place, page, question)
            for number, page in enumerate(self.questionnaire.pages)
            for place, question in enumerate(page.questions)
            for name in names_of(question)
        }

    def is_closed(self, page: Page, question: Question | None) -> bool:
        """Whether no answers lead to the page or the question. False also when that cannot be proved."""
        own = [rule for source in (page.show_if, question.show_if if question else "") if (rule := rule_of(source))]
        names = self._names_behind(own)
        if not own or names is None:
            return False
        if not self._hangs_together(names, len(own)):
            return False  # its own condition alone, which has been judged by itself
        chain = _Chain(tuple(own) + tuple(self._rules_of(names)))
        domains = [domain(name, chain, self.questionnaire) for name in names]
        trials = prod(len(values) for values in domains)
        if not all(domains) or trials > min(MOST_TRIALS, self.left):
            return False
        self.left -= trials
        asking = [(name, self._rules_of([name])) for name in names]
        return not any(_leads(own, asking, values) for values in product(*domains))

    def _hangs_together(self, names: list[str], conditions: int) -> bool:
        return conditions > 1 or any(self._rules_of([name]) for name in names)

    def _names_behind(self, rules: list[Rule]) -> list[str] | None:
        """The names that the rules hang on, directly or by what asks them; None when one is not a plain comparison."""
        found: dict[str, None] = {}
        waiting = list(rules)
        while waiting:
            rule = waiting.pop()
            if not all(isinstance(leaf, Comparison | Answered) for leaf in rule.leaves):
                return None
            for name in sorted(rule.names - set(found)):
                found[name] = None
                waiting += self._rules_of([name])
        return sorted(found, key=lambda name: self.where[name][:2] if name in self.where else (-1, -1))

    def _rules_of(self, names: list[str]) -> list[Rule]:
        """The conditions on which the names are asked at all."""
        return [rule for name in names for rule in self._asked_on.get(name, ())]

    @cached_property
    def _asked_on(self) -> Mapping[str, tuple[Rule, ...]]:
        return {
            name: tuple(rule for source in (page.show_if, question.show_if) if (rule := rule_of(source)))
            for name, (_, _, page, question) in self.where.items()
        }


def _leads(own: list[Rule], asking: list[tuple[str, list[Rule]]], values: tuple[Value, ...]) -> bool:
    """Whether the conditions hold for these answers, without those to what is not asked."""
    seen: dict[str, Value] = {}
    for (name, rules), value in zip(asking, values, strict=True):
        if all(evaluate(rule, seen) for rule in rules):
            seen[name] = value
    return all(evaluate(rule, seen) for rule in own)
