"""One walk through the questionnaire in its own order: what is asked, of what is offered, and what may be believed.

Conditions are decided in the order of the questionnaire. An answer to a question that is not asked, or an option that
is not offered, left over from an earlier choice, counts as missing; so does an answer that comes later than the
condition.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from polls.codebook.answers import DONT_KNOW, Value, counted
from polls.codebook.kinds import QuestionKind
from polls.codebook.question import Choice, Holds, Question, Row
from polls.codebook.rule_values import as_number, number_text, rounded
from polls.codebook.rules import Formula, Rule, RuleError, calculate, evaluate, parse, parse_formula
from polls.codebook.schema import Page, Questionnaire, variant_key

Values = Mapping[str, Value]
"""Answers and contact attributes by name."""


@dataclass(frozen=True, slots=True)
class Step:
    """A page on the respondent's path, with the questions on it that are asked.

    Of a question only the choices and rows that are offered are left. Hidden and calculated variables are among the
    questions; a step of nothing else holds answers and is not shown.
    """

    page: Page
    questions: tuple[Question, ...]

    @property
    def is_shown(self) -> bool:
        return any(not question.is_silent for question in self.questions)


class Walk:
    """Walks through pages; ``seen`` holds what may be believed of ``values`` so far.

    ``values`` are answers and what is known besides, in one namespace.
    """

    def __init__(self, pages: Sequence[Page], values: Values, seen: dict[str, Value]) -> None:
        self.pages = pages
        self.values = values
        self.seen = seen

    @classmethod
    def through(cls, questionnaire: Questionnaire, values: Values) -> Self:
        """Begin a walk in which nothing is believed yet but what is no answer."""
        known = questionnaire.variable_by_code
        seen = {name: value for name, value in values.items() if name not in known}
        return cls(questionnaire.pages, values, seen)

    def steps(self) -> Iterator[Step]:
        """Yield the pages of which anything is asked, in the order of the questionnaire."""
        for page in self.pages:
            if holds(page.show_if, self.seen):
                questions = tuple(self.asked(page))
                if questions:
                    yield Step(page, questions)

    def asked(self, page: Page) -> Iterator[Question]:
        """Yield the questions of the page that are asked, and add their answers to ``seen``."""
        for question in page.questions:
            asked = offered(question, self.seen) if holds(question.show_if, self.seen) else None
            if asked is not None:
                self.believe(question, asked)
                yield asked

    def believe(self, question: Question, asked: Question) -> None:
        """Add the answers to ``seen``, without options that are not offered and without what is unfinished.

        A calculation is done here.
        """
        if question.kind is QuestionKind.CALCULATED:
            self.seen[question.code] = calculated(question, self.seen)
            return
        for key in asked.keys:
            if key in self.values:
                value = self.values[key]
                self.seen[key] = value if asked is question else within(asked, value)
        self.seen.update(counted(asked, self.seen))
        if question.variants and (key := variant_key(question)) in self.values:
            self.seen[key] = self.values[key]


def holds(condition: str, values: Values) -> bool:
    """Decide a condition; an empty one always holds, and so does one that cannot be read.

    That occurs only in the preview of a draft, as publishing refuses it.
    """
    if not condition:
        return True
    rule = rule_of(condition)
    return rule is None or evaluate(rule, values)


def offered(question: Question, seen: Values) -> Question | None:
    """Give the question with the choices and rows that are offered, or None when nothing is left to ask."""
    if not question.is_conditional:
        return question
    choices = tuple(choice for choice in question.choices if not choice.show_if or holds(choice.show_if, seen))
    rows = tuple(row for row in question.rows if not row.show_if or holds(row.show_if, seen))
    if (not choices and question.choices) or (not rows and question.rows):
        return None
    if question.carries and not _has_carried(choices, rows):
        return None
    return question.offering(choices, rows)


def within(question: Question, value: Value) -> Value:
    """Give the answer without the options that are not offered."""
    if not question.choices:
        return value
    known = question.choice_by_code
    if isinstance(value, list):
        return [code for code in value if code in known or code == DONT_KNOW]
    is_coded = question.kind is not QuestionKind.ALLOCATION
    return "" if is_coded and value not in known and value != DONT_KNOW else value


def calculated(question: Question, seen: Values) -> str:
    """Work out a calculated variable: a number with so many decimals, or a text; "" when it cannot be said."""
    formula = formula_of(question.expression)
    text = calculate(formula, seen) if formula else ""
    if question.holds is not Holds.NUMBER:
        return text
    number = as_number(text)
    return "" if number is None else number_text(rounded(number, question.decimals)) or ""


@lru_cache(maxsize=4096)
def rule_of(condition: str) -> Rule | None:
    """Read a condition once; None means always."""
    if not condition.strip():
        return None
    try:
        return parse(condition)
    except RuleError:
        return None


@lru_cache(maxsize=1024)
def formula_of(expression: str) -> Formula | None:
    """Read a calculation once; None means that it gives nothing."""
    try:
        return parse_formula(expression)
    except RuleError:
        return None


def _has_carried(choices: tuple[Choice, ...], rows: tuple[Row, ...]) -> bool:
    """Tell whether any option that was carried forward is left."""
    return any(choice.is_carried for choice in choices) or any(row.is_carried for row in rows)
