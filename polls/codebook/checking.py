"""Checks: what must hold between answers, decided when a page is sent."""

from collections.abc import Iterable, Iterator

from polls.codebook.answers import is_answered
from polls.codebook.question import Question
from polls.codebook.routing import Check
from polls.codebook.rules import is_refuted
from polls.codebook.schema import Page, Questionnaire
from polls.codebook.walk import Step, Values, rule_of


def failed_checks(questions: Iterable[Question], values: Values) -> Iterator[tuple[Question, Check]]:
    """Yield the checks that fail, the hard ones of a question first; at most one of each question.

    ``values`` must hold only what may be believed. Nothing is said of a question that has no answer itself.
    """
    for question in questions:
        if not any(is_answered(values.get(key)) for key in question.keys):
            continue
        failed = [check for check in question.checks if _fails(check, values)]
        if failed:
            yield question, min(failed, key=lambda check: not check.is_hard)


def failed_on_path(steps: Iterable[Step], values: Values) -> Iterator[tuple[Page, Question, Check]]:
    """Yield the hard checks that fail anywhere on the path: a later answer may have turned an earlier page wrong."""
    for step in steps:
        for question, check in failed_checks(step.questions, values):
            if check.is_hard:
                yield step.page, question, check


def has_checks(questionnaire: Questionnaire) -> bool:
    return any(question.checks for question in questionnaire.questions)


def _fails(check: Check, values: Values) -> bool:
    rule = rule_of(check.condition)
    return rule is not None and is_refuted(rule, values)
