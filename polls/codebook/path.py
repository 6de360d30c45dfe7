"""Which pages and questions a respondent is asked, given the answers so far.

``values`` are answers and contact attributes in one namespace (``values_of``). Conditions are decided in the order of
the questionnaire. An answer to a question that is not asked, left over from an earlier choice, counts as missing; so
does an answer to a question that comes later than the condition.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from polls.codebook.answers import Answers, Attributes, Value, is_answered, other_key, skipped
from polls.codebook.rules import Rule, RuleError, evaluate, parse, possible
from polls.codebook.schema import Page, Question, Questionnaire, Requirement

Values = Mapping[str, Value]
"""Answers and contact attributes by name."""

_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """A page on the respondent's path, with the questions on it that are asked.

    Of a matrix only the rows that are asked are left. Hidden and calculated variables are among the questions; a step
    of nothing else holds answers and is not shown.
    """

    page: Page
    questions: tuple[Question, ...]

    @property
    def is_shown(self) -> bool:
        return any(not question.is_silent for question in self.questions)


def values_of(answers: Values, attributes: Attributes) -> dict[str, Value]:
    """Join answers and contact attributes in the one namespace that conditions speak about."""
    return {**attributes, **answers}


def steps(questionnaire: Questionnaire, values: Values) -> tuple[Step, ...]:
    """Give the respondent's path: the pages on which anything is shown, in order."""
    return tuple(step for step in _walk(questionnaire, _before(questionnaire, values), values) if step.is_shown)


def step_at(questionnaire: Questionnaire, page_code: str, values: Values) -> Step | None:
    """Give the page and what is asked on it, or None when it is not on the path (or unknown)."""
    return next((step for step in steps(questionnaire, values) if step.page.code == page_code), None)


def visible_pages(questionnaire: Questionnaire, values: Values) -> tuple[Page, ...]:
    """Give the pages on the path. A page on which nothing is asked is not on it."""
    return tuple(step.page for step in steps(questionnaire, values))


def visible_questions(page: Page, values: Values) -> tuple[Question, ...]:
    """Give what is asked on one page, taking the values of other pages as they are.

    Leftovers from pages that are off the path are believed here; ``step_at`` knows better.
    """
    on_page = {key for question in page.questions for key in question.keys}
    seen = {name: value for name, value in values.items() if name not in on_page}
    return tuple(_asked(page, seen, values))


def depends_on_own_page(page: Page, question: Question) -> bool:
    """Tell whether an answer on the same page decides if the question is shown."""
    rule = _rule(question.show_if)
    return rule is not None and any(key in rule.names for other in page.questions for key in other.keys)


def first_page(questionnaire: Questionnaire, values: Values) -> Page | None:
    """Give the page to begin with, or None when nothing at all is asked of this respondent."""
    walk = _walk(questionnaire, _before(questionnaire, values), values)
    return next((step.page for step in walk if step.is_shown), None)


def next_page(questionnaire: Questionnaire, page_code: str, values: Values) -> Page | None:
    """Give the page on the path after ``page_code``, or None at the end. Raises KeyError when there is no such page.

    The page itself may have gone off the path meanwhile; the next one is then the first on the path behind it.
    """
    here = _number_of(questionnaire, page_code)
    return next((page for number, page in _numbered(questionnaire, values) if number > here), None)


def previous_page(questionnaire: Questionnaire, page_code: str, values: Values) -> Page | None:
    """Give the page on the path before ``page_code``, or None at the start. Raises KeyError when there is none such."""
    here = _number_of(questionnaire, page_code)
    earlier = [page for number, page in _numbered(questionnaire, values) if number < here]
    return earlier[-1] if earlier else None


def settle(questionnaire: Questionnaire, answers: Values, attributes: Attributes) -> Answers:
    """Give the answers as they are stored at the end.

    Answers to questions that are off the path are gone, questions that were asked and left are filled in as skipped,
    and the keys stand in the order of the questionnaire. Settling twice changes nothing more.
    """
    settled: Answers = {}
    values = values_of(answers, attributes)
    for step in _walk(questionnaire, _before(questionnaire, values), values):
        for question in step.questions:
            for variable in question.variables:
                value = answers.get(variable.code)
                settled[variable.code] = skipped(variable.kind) if value is None else value
            settled.update(_other_texts(question, answers))
    return settled


def has_answers(questionnaire: Questionnaire, answers: Values) -> bool:
    """Tell whether the respondent has answered anything; what is never shown is not an answer of theirs."""
    shown = (question for question in questionnaire.questions if not question.is_silent)
    return any(is_answered(answers.get(key)) for question in shown for key in question.keys)


def open_questions(
    questionnaire: Questionnaire, answers: Values, attributes: Attributes, requirement: Requirement
) -> tuple[tuple[Page, Question], ...]:
    """List the questions of this requirement that are asked and still lack an answer, each with its page.

    A hard-required "other, namely" without its text lacks an answer too, and a matrix of which one row is open.
    """
    path = steps(questionnaire, values_of(answers, attributes))
    return tuple(
        (step.page, question)
        for step in path
        for question in step.questions
        if question.requirement is requirement and not question.is_silent and _is_open(question, answers)
    )


def progress(questionnaire: Questionnaire, page_code: str, values: Values) -> tuple[int, int]:
    """Give the place of the page on the path, counted from 1, and the number of pages to expect.

    A page that still may come, because its condition waits for an answer on this page or later, counts as expected:
    the total may shrink on the way and does not grow. Raises KeyError when there is no such page.
    """
    here = _number_of(questionnaire, page_code)
    path = [number for number, _ in _numbered(questionnaire, values)]
    passed = sum(number < here for number in path)
    ahead = sum(1 for number in _expected(questionnaire, values, here) if number > here)
    return passed + 1, passed + 1 + ahead


def _walk(questionnaire: Questionnaire, seen: dict[str, Value], values: Values) -> Iterator[Step]:
    for page in questionnaire.pages:
        if _holds(page.show_if, seen):
            questions = tuple(_asked(page, seen, values))
            if questions:
                yield Step(page, questions)


def _asked(page: Page, seen: dict[str, Value], values: Values) -> Iterator[Question]:
    """Yield the questions of the page that are asked, and add their answers to ``seen``."""
    for question in page.questions:
        asked = _within(question, seen) if _holds(question.show_if, seen) else None
        if asked is not None:
            seen.update({key: values[key] for key in asked.keys if key in values})
            yield asked


def _within(question: Question, seen: Values) -> Question | None:
    """Give the question with the rows that are asked, or None when it had rows and none is left."""
    if not any(row.show_if for row in question.rows):
        return question
    rows = tuple(row for row in question.rows if _holds(row.show_if, seen))
    return replace(question, rows=rows) if rows else None


def _before(questionnaire: Questionnaire, values: Values) -> dict[str, Value]:
    """What is known before the first question: everything that is not an answer."""
    known = questionnaire.variable_by_code
    return {name: value for name, value in values.items() if name not in known}


def _numbered(questionnaire: Questionnaire, values: Values) -> Iterator[tuple[int, Page]]:
    numbers = {page.code: number for number, page in enumerate(questionnaire.pages)}
    return ((numbers[step.page.code], step.page) for step in steps(questionnaire, values))


def _number_of(questionnaire: Questionnaire, page_code: str) -> int:
    for number, page in enumerate(questionnaire.pages):
        if page.code == page_code:
            return number
    raise KeyError(page_code)


def _expected(questionnaire: Questionnaire, values: Values, here: int) -> Iterator[int]:
    """Yield the numbers of the pages that are on the path or may still come on it."""
    seen = _before(questionnaire, values)
    undecided: set[str] = set()
    for number, page in enumerate(questionnaire.pages):
        if not _may_hold(page.show_if, seen, undecided):
            continue
        is_expected = False
        for question in page.questions:
            if _may_hold(question.show_if, seen, undecided):
                is_expected = is_expected or not question.is_silent
                seen.update({key: values[key] for key in question.keys if key in values})
                if number >= here:
                    undecided.update(key for key in question.keys if not is_answered(values.get(key)))
        if is_expected:
            yield number


def _other_texts(question: Question, answers: Values) -> Answers:
    """The texts of the "other" choices that are chosen; empty where none was typed."""
    value = answers.get(question.code) or ""
    chosen = value if isinstance(value, list) else [value]
    keys = [
        other_key(question.code, choice.code)
        for choice in question.choices
        if choice.is_other and choice.code in chosen
    ]
    return {key: answers.get(key) or "" for key in keys}


def _is_open(question: Question, answers: Values) -> bool:
    if not all(is_answered(answers.get(key)) for key in question.keys):
        return True
    return question.requirement is Requirement.HARD and "" in _other_texts(question, answers).values()


def _holds(condition: str, values: Values) -> bool:
    rule = _rule(condition)
    return rule is None or evaluate(rule, values)


def _may_hold(condition: str, values: Values, undecided: set[str]) -> bool:
    rule = _rule(condition)
    return rule is None or possible(rule, values, frozenset(undecided) if undecided else _NOTHING)


@lru_cache(maxsize=4096)
def _rule(condition: str) -> Rule | None:
    """Read a condition; None means always.

    One that cannot be read shows its question: it occurs only in the preview of a draft, as publishing refuses it.
    """
    if not condition.strip():
        return None
    try:
        return parse(condition)
    except RuleError:
        return None
