"""Answers that were begun and do not keep to their limits yet: a draft keeps them, and they are never sent in."""

from collections.abc import Mapping
from decimal import Decimal

from polls.codebook.answers.base import DONT_KNOW, Answers, Value
from polls.codebook.kinds import LIST_KINDS, QuestionKind
from polls.codebook.question import Question


def counted(question: Question, answers: Mapping[str, Value]) -> Answers:
    """Give the answers to the question that count otherwise than they stand.

    An allocation that does not add up counts as left open, and in one that does, an empty part is nought. Too few
    choices or ranks count as none.
    """
    if question.kind is QuestionKind.ALLOCATION:
        return _parts_that_count(question, {key: answers[key] for key in question.keys if key in answers})
    return {
        variable.code: []
        for variable in question.variables
        if variable.kind in LIST_KINDS and _is_short(variable, answers.get(variable.code) or [])
    }


def unfinished(question: Question, answers: Mapping[str, Value]) -> bool:
    """Tell whether the answer was begun and does not count yet."""
    return any(answers.get(key) and not value for key, value in counted(question, answers).items())


def _parts_that_count(question: Question, parts: Mapping[str, Value]) -> Answers:
    if not any(parts.values()) or all(part == DONT_KNOW for part in parts.values()):
        return {}
    is_known = DONT_KNOW not in parts.values()
    adds_up = is_known and sum(Decimal(str(part or 0)) for part in parts.values()) == question.whole
    return {key: part or "0" for key, part in parts.items()} if adds_up else dict.fromkeys(parts, "")


def _is_short(variable: Question, chosen: Value) -> bool:
    if variable.min_choices is None or not chosen or DONT_KNOW in chosen:
        return False
    is_alone = any(variable.choice_by_code[code].is_exclusive for code in chosen if code in variable.choice_by_code)
    return len(chosen) < variable.min_choices and not is_alone
