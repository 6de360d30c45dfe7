"""Problems of the conditions: what cannot be read, unknown names and values, and questions that come too late."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from polls.codebook.answers import DONT_KNOW
from polls.codebook.expressions import Expression, expressions
from polls.codebook.numerals import PLAIN
from polls.codebook.problem import Place, Problem, problem
from polls.codebook.rule_nodes import ORDERED, Comparison
from polls.codebook.rule_terms import Literal, Term
from polls.codebook.rule_tokens import tokenize
from polls.codebook.rule_types import TYPE_NAMES, mismatches
from polls.codebook.rules import Formula, Rule, RuleError, parse, parse_formula
from polls.codebook.schema import LIST_KINDS, TEXT_KINDS, Question, QuestionKind, Questionnaire
from polls.codebook.variable_types import types_of

NUMBER_KINDS = frozenset({QuestionKind.NUMBER, QuestionKind.SLIDER, QuestionKind.CALCULATED})
OPEN_KINDS = TEXT_KINDS | {QuestionKind.FILE}
DAY_KINDS = frozenset({QuestionKind.DATE, QuestionKind.MONTH})


STORED = frozenset({"show_if", "expression"})
"""Fields whose expressions leave a trace in the answers: a value, or that something was asked."""


def find_condition_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    for expression in expressions(questionnaire):
        yield from _problems_of(questionnaire, expression)


def problems_of(questionnaire: Questionnaire, source: str) -> list[Problem]:
    """List what is wrong with a condition on complete responses, which may speak of every answer."""
    everything = frozenset(questionnaire.variable_by_code)
    return list(_problems_of(questionnaire, Expression(Place(), source, everything)))


def _problems_of(questionnaire: Questionnaire, expression: Expression) -> Iterator[Problem]:
    try:
        rule = parse_formula(expression.source) if expression.is_formula else parse(expression.source)
    except RuleError as error:
        character = error.position + 1
        yield problem("condition_unreadable", expression.place, character=character, reason=error.message)
    else:
        yield from _check(questionnaire, expression, rule)
        if questionnaire.is_anonymous and expression.place.field in STORED and _speaks_of_today(expression.source):
            yield problem("today_in_anonymous_poll", expression.place)


def _check(questionnaire: Questionnaire, condition: Expression, rule: Rule | Formula) -> Iterator[Problem]:
    for name in sorted(rule.names):
        question = questionnaire.variable_by_code.get(name)
        if question is not None:
            yield from _order(condition, name)
            for comparison in rule.comparisons_of(name):
                yield from _comparison(condition.place, question, comparison)
        elif name in questionnaire.attributes:
            yield from _attribute(condition.place, name, rule, questionnaire.attributes[name])
        else:
            yield problem("condition_unknown_name", condition.place, name=name)
    yield from type_problems(questionnaire, condition.place, rule.root)


def type_problems(questionnaire: Questionnaire, place: Place, term: Term) -> Iterator[Problem]:
    """List the parts of an expression that are of another type than belongs there, each with its character."""
    for found in mismatches(term, partial(types_of, questionnaire)):
        given, wanted = TYPE_NAMES[found.given], TYPE_NAMES[found.wanted]
        character = found.position + 1
        yield problem("condition_type", place, character=character, found=found.found, given=given, wanted=wanted)


def _speaks_of_today(source: str) -> bool:
    """Whether the expression calls ``today()``: two copies of the database tell who answered on which day."""
    pairs = pairwise(tokenize(source))
    return any(one.kind == "word" and one.text.lower() == "today" and two.text == "(" for one, two in pairs)


def _order(condition: Expression, name: str) -> Iterator[Problem]:
    if name in condition.own:
        yield problem("condition_on_itself", condition.place, name=name)
    elif name not in condition.earlier:
        yield problem("condition_on_later", condition.place, name=name)


def _attribute(place: Place, name: str, rule: Rule | Formula, known: frozenset[str]) -> Iterator[Problem]:
    for literal in rule.literals_for(name):
        if known and literal.number is None and literal.text not in known:
            listed = ", ".join(sorted(known))
            yield problem("condition_unknown_value", place, name=name, value=literal.text, known=listed)


def _comparison(place: Place, question: Question, comparison: Comparison) -> Iterator[Problem]:
    name = question.code
    if question.kind in OPEN_KINDS or (question.kind is QuestionKind.HIDDEN and not question.choices):
        yield problem("condition_on_text", place, name=name)
        return
    if question.kind in DAY_KINDS:
        return  # whether it is held against a day or a month, its type says
    if question.kind in NUMBER_KINDS:
        yield from _numbers(place, question, comparison)
        return
    if comparison.operator in ORDERED:
        if not all(PLAIN.fullmatch(choice.code) for choice in question.options):
            yield problem("condition_order_of_codes", place, name=name, operator=comparison.operator)
        return
    yield from _codes(place, question, comparison)
    if question.kind in LIST_KINDS and comparison.operator in ("=", "!="):
        value, operator = comparison.literals[0].text, comparison.operator
        yield problem("condition_equals_several", place, name=name, operator=operator, value=value)


def _codes(place: Place, question: Question, comparison: Comparison) -> Iterator[Problem]:
    known = option_codes(question)
    for literal in comparison.literals:
        if not _is_known(literal, known):
            listed = ", ".join(known)
            yield problem("condition_unknown_choice", place, name=question.code, value=literal.text, known=listed)


def _numbers(place: Place, question: Question, comparison: Comparison) -> Iterator[Problem]:
    for literal in comparison.literals:
        is_dont_know = literal.text == DONT_KNOW and question.dont_know is not None
        if literal.number is None and not is_dont_know:
            yield problem("condition_not_a_number", place, name=question.code, value=literal.text)


def _is_known(literal: Literal, known: tuple[str, ...]) -> bool:
    return any(literal.matches(code) for code in known)


def option_codes(question: Question) -> tuple[str, ...]:
    """The codes that an answer to a closed question can have, don't know included where it is offered."""
    codes = tuple(choice.code for choice in question.options)
    return (*codes, DONT_KNOW) if question.dont_know is not None else codes
