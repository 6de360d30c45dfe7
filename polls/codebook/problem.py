"""One problem of a questionnaire, and the place where it is."""

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from polls.codebook.kind_messages import KIND_MESSAGES
from polls.codebook.lint_messages import LINT_MESSAGES
from polls.codebook.logic_messages import LOGIC_MESSAGES
from polls.codebook.problem_messages import MESSAGES
from polls.codebook.schema import (
    Choice,
    Page,
    Question,
    Questionnaire,
    Row,
    Segment,
    SegmentVariable,
    Text,
    in_language,
)

ALL_MESSAGES = {**MESSAGES, **KIND_MESSAGES, **LOGIC_MESSAGES, **LINT_MESSAGES}


Part = TypeVar("Part")


class Severity(StrEnum):
    """An error stands in the way of publishing; a warning deserves a second look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Place:
    """Where in the questionnaire: codes from the outside in (empty: not that deep), and the field in question.

    ``position`` holds numbers counted from 0, for sorting and for finding a row whose code is empty or used twice:
    ``(1, page, question, choice)``, ``(1, page, question, -1, row)`` or ``(2, segment variable, segment)``, as deep as
    the place is; ``()`` is the poll.
    """

    page: str = ""
    question: str = ""
    choice: str = ""
    row: str = ""
    variable: str = ""
    segment: str = ""
    field: str = ""
    position: tuple[int, ...] = dataclasses.field(default=(), compare=False)

    def at(self, field: str) -> "Place":
        """The same place, pointing at one of its fields (named as in ``schema``)."""
        return replace(self, field=field)


@dataclass(frozen=True)
class Problem:
    """A finding in the list that an editor reads before publishing. ``code`` is stable; ``message`` is per language."""

    severity: Severity
    code: str
    place: Place
    message: Text


def problem(code: str, place: Place, /, **parts: str | int | Text) -> Problem:
    """Make the problem ``code`` at the place; a part that is itself a text is filled in per language."""
    severity, sentences = ALL_MESSAGES[code]
    message = {
        language: _capital(sentence.format(**{name: _in(part, language) for name, part in parts.items()}))
        for language, sentence in sentences.items()
    }
    return Problem(Severity(severity), code, place, message)


def placed_pages(questionnaire: Questionnaire) -> Iterator[tuple[Place, Page]]:
    for number, page in enumerate(questionnaire.pages):
        yield Place(page=page.code, position=(1, number)), page


def placed_questions(questionnaire: Questionnaire) -> Iterator[tuple[Place, Question]]:
    for place, page in placed_pages(questionnaire):
        for number, question in enumerate(page.questions):
            yield replace(place, question=question.code, position=(*place.position, number)), question


def placed_choices(questionnaire: Questionnaire) -> Iterator[tuple[Place, Choice]]:
    for place, question in placed_questions(questionnaire):
        for number, choice in enumerate(question.choices):
            yield replace(place, choice=choice.code, position=(*place.position, number)), choice


def placed_rows(questionnaire: Questionnaire) -> Iterator[tuple[Place, Row]]:
    """Give the rows of the matrices, each placed before the choices of its question."""
    for place, question in placed_questions(questionnaire):
        for number, row in enumerate(question.rows):
            yield replace(place, row=row.code, position=(*place.position, -1, number)), row


def by_question(parts: Iterable[tuple[Place, Part]]) -> dict[tuple[int, ...], list[tuple[Place, Part]]]:
    """Group choices or rows by the position of the question that they belong to."""
    groups: dict[tuple[int, ...], list[tuple[Place, Part]]] = {}
    for place, part in parts:
        groups.setdefault(place.position[:3], []).append((place, part))
    return groups


def placed_variables(questionnaire: Questionnaire) -> Iterator[tuple[Place, SegmentVariable]]:
    for number, variable in enumerate(questionnaire.segment_variables):
        yield Place(variable=variable.code, position=(2, number)), variable


def placed_segments(place: Place, variable: SegmentVariable) -> Iterator[tuple[Place, Segment]]:
    for number, segment in enumerate(variable.segments):
        yield replace(place, segment=segment.code, position=(*place.position, number)), segment


def _in(part: str | int | Text, language: str) -> str:
    return str(part) if isinstance(part, str | int) else in_language(part, language)


def _capital(sentence: str) -> str:
    """Begin with a capital, also where a part that is filled in comes first."""
    return sentence[:1].upper() + sentence[1:]
