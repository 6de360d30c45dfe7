"""What a condition can come to, found by trying every answer that makes a difference."""

from collections.abc import Sequence
from itertools import combinations, pairwise, product
from math import prod
from typing import Protocol

from polls.codebook.answers import DONT_KNOW, Value
from polls.codebook.kinds import LIST_KINDS, QuestionKind
from polls.codebook.question import Question
from polls.codebook.rule_nodes import Answered, Comparison
from polls.codebook.rules import Literal, Rule, evaluate
from polls.codebook.schema import Questionnaire

MOST_TRIALS = 20_000
MOST_SEVERAL = 7

_NUMBERS = frozenset({QuestionKind.NUMBER, QuestionKind.SLIDER})


def possible_outcomes(rule: Rule, questionnaire: Questionnaire) -> set[bool]:
    """Give what the condition can come to over all answers to the questions that it names: {True, False} if unsure.

    Only the answers are tried, not whether the questions can all be asked of one respondent.
    """
    names = sorted(rule.names)
    if not all(isinstance(leaf, Comparison | Answered) for leaf in rule.leaves):
        return {True, False}
    domains = [domain(name, rule, questionnaire) for name in names]
    if any(not domain for domain in domains) or prod(len(domain) for domain in domains) > MOST_TRIALS:
        return {True, False}
    outcomes: set[bool] = set()
    for values in product(*domains):
        outcomes.add(evaluate(rule, dict(zip(names, values, strict=True))))
        if len(outcomes) == 2:
            break
    return outcomes


class Writing(Protocol):
    """What holds names against values: a condition, or several together."""

    def literals_for(self, name: str) -> tuple[Literal, ...]: ...


def domain(name: str, rule: Writing, questionnaire: Questionnaire) -> Sequence[Value]:
    """List the answers that a condition can tell apart; nothing where that cannot be said."""
    question = questionnaire.variable_by_code.get(name)
    if question is None:
        known = questionnaire.attributes.get(name)
        written = {literal.text for literal in rule.literals_for(name)}
        return [*sorted(known | written), "\0other", ""] if known is not None else []
    if question.kind in _NUMBERS:
        return _numbers(name, rule, question)
    codes = [choice.code for choice in question.options]
    if not codes:
        return []
    extra = [DONT_KNOW] if question.dont_know is not None else []
    if question.kind not in LIST_KINDS:
        return [*codes, *extra, ""]
    if len(codes) > MOST_SEVERAL:
        return []
    subsets = [list(some) for size in range(len(codes) + 1) for some in combinations(codes, size)]
    return [*subsets, *([[DONT_KNOW]] if extra else [])]


def _numbers(name: str, rule: Writing, question: Question) -> Sequence[Value]:
    """Each number that is written, one between each two, and one beyond, within the bounds of the question."""
    bounds = sorted({literal.number for literal in rule.literals_for(name) if literal.number is not None})
    if not bounds:
        return ["0", "", DONT_KNOW]
    between = [(one + other) / 2 for one, other in pairwise(bounds)]
    tried = [*bounds, *between, bounds[0] - 1, bounds[-1] + 1]
    low = -1e15 if question.minimum is None else question.minimum
    high = 1e15 if question.maximum is None else question.maximum
    edges = [edge for edge in (question.minimum, question.maximum) if edge is not None]
    kept = [number for number in (*tried, *edges) if low <= number <= high]
    return [*(f"{number:.6f}".rstrip("0").rstrip(".") for number in kept), "", DONT_KNOW]
