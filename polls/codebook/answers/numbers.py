"""Answers that are numbers."""

from collections.abc import Mapping
from decimal import Decimal

from polls.codebook.answers.base import DONT_KNOW, Cleaned, Raw, refused, texts_in
from polls.codebook.kinds import QuestionKind
from polls.codebook.numerals import MOST_DIGITS, decimals_in, read_number
from polls.codebook.question import Question


def clean_number(question: Question, raw: Raw, language: str) -> Cleaned:
    typed = texts_in(raw, question.code)
    if not typed:
        return Cleaned({question.code: ""})
    if question.dont_know is not None and DONT_KNOW in typed:
        if len(typed) > 1:
            return refused(question, "exclusive", choice=question.dont_know)
        return Cleaned({question.code: DONT_KNOW})
    if len(typed) > 1:
        return refused(question, "several")
    number = read_number(typed[0], question, language)
    if number is None or len(number.lstrip("-").partition(".")[0]) > MOST_DIGITS:
        return refused(question, "not_a_number", example=_example(question))
    return _within_bounds(question, number)


def _within_bounds(question: Question, number: str) -> Cleaned:
    if decimals_in(number) > question.decimals:
        code = "too_many_decimals" if question.decimals > 0 else "not_whole"
        return refused(question, code, decimals=question.decimals)
    bounds = _bounds(question)
    stated = {name: bound for name, bound in bounds.items() if bound is not None}
    is_low = Decimal(number) < stated.get("minimum", Decimal("-Infinity"))
    is_high = Decimal(number) > stated.get("maximum", Decimal("Infinity"))
    if not is_low and not is_high:
        return _on_a_step(question, number)
    code = "out_of_range" if len(stated) == 2 else "too_low" if is_low else "too_high"
    return refused(question, code, **stated)


def _bounds(question: Question) -> Mapping[str, int | None]:
    if question.kind is QuestionKind.SLIDER:
        return {"minimum": question.lowest, "maximum": question.highest}
    return {"minimum": question.minimum, "maximum": question.maximum}


def _on_a_step(question: Question, number: str) -> Cleaned:
    """A slider stops only at its steps, counted from its low end."""
    if question.kind is QuestionKind.SLIDER and (int(number) - question.lowest) % question.step:
        return refused(question, "off_step", step=question.step, minimum=question.lowest)
    return Cleaned({question.code: number})


def _example(question: Question) -> str:
    """Give a number that would be taken: twelve, or the bound that is nearest to it."""
    bounds = _bounds(question)
    low, high = bounds["minimum"], bounds["maximum"]
    example = 12 if low is None else max(12, low)
    return str(example if high is None else min(example, high))
