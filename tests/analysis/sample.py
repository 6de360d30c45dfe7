"""Small questionnaires and answers for the tests of this room."""

from collections.abc import Mapping, Sequence
from typing import Any

from polls.codebook.schema import (
    Choice,
    Page,
    Question,
    QuestionKind,
    Questionnaire,
    Segment,
    SegmentVariable,
    Source,
)

Rows = list[dict[str, Any]]


def text(words: str) -> Mapping[str, str]:
    return {"nl": words, "en": words}


def choices(*codes: str) -> tuple[Choice, ...]:
    return tuple(Choice(code, text(code)) for code in codes)


def single(code: str, *codes: str, dont_know: bool = False) -> Question:
    label = text("weet niet") if dont_know else None
    return Question(code, QuestionKind.SINGLE, text(code), choices=choices(*codes), dont_know=label)


def scale(code: str, points: int) -> Question:
    codes = [f"p{point}" for point in range(1, points + 1)]
    return Question(code, QuestionKind.SCALE, text(code), choices=choices(*codes), dont_know=text("weet niet"))


def multiple(code: str, *codes: str) -> Question:
    return Question(code, QuestionKind.MULTIPLE, text(code), choices=choices(*codes), dont_know=text("weet niet"))


def segments(*codes: str, populations: Mapping[str, int] | None = None) -> tuple[Segment, ...]:
    known = populations or {}
    return tuple(Segment(code, text(code), (code,), known.get(code)) for code in codes)


def by_contact(code: str, *codes: str, populations: Mapping[str, int] | None = None) -> SegmentVariable:
    return SegmentVariable(code, text(code), Source.CONTACT, code, segments(*codes, populations=populations))


def by_answer(code: str, source: str, groups: Mapping[str, Sequence[str]]) -> SegmentVariable:
    made = tuple(Segment(name, text(name), tuple(values)) for name, values in groups.items())
    return SegmentVariable(code, text(code), Source.QUESTION, source, made)


def questionnaire(
    questions: Sequence[Question], variables: Sequence[SegmentVariable] = (), *, minimum_base: int = 5, margin: int = 10
) -> Questionnaire:
    return Questionnaire(
        "poll",
        text("Poll"),
        (Page("page", tuple(questions)),),
        segment_variables=tuple(variables),
        minimum_base=minimum_base,
        equivalence_margin=margin,
    )


def repeated(*parts: tuple[int, dict[str, Any]]) -> Rows:
    """Give each document as often as stated."""
    return [document for count, document in parts for _ in range(count)]
