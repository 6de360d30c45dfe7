"""What a variable of each kind holds: the one table by which answers are coded, counted, drawn and written."""

from collections.abc import Mapping
from enum import StrEnum

from polls.codebook.kinds import QuestionKind
from polls.codebook.question import Holds, Question


class Shape(StrEnum):
    """What one respondent's value is.

    CHOICE: one of the options. TICKS: any of them. ORDER: options in order of preference. NUMBER: a number. DAY,
    MONTH: a date, a month. TEXT: something typed or sent, of which only is counted whether it is there.
    """

    CHOICE = "choice"
    TICKS = "ticks"
    ORDER = "order"
    NUMBER = "number"
    DAY = "day"
    MONTH = "month"
    TEXT = "text"


SHAPES: Mapping[QuestionKind, Shape | None] = {
    QuestionKind.SINGLE: Shape.CHOICE,
    QuestionKind.MULTIPLE: Shape.TICKS,
    QuestionKind.DROPDOWN: Shape.CHOICE,
    QuestionKind.SCALE: Shape.CHOICE,
    QuestionKind.RATING: Shape.CHOICE,
    QuestionKind.NPS: Shape.CHOICE,
    QuestionKind.STARS: Shape.CHOICE,
    QuestionKind.MATRIX_SINGLE: None,
    QuestionKind.MATRIX_MULTIPLE: None,
    QuestionKind.MATRIX_NUMBER: None,
    QuestionKind.RANKING: Shape.ORDER,
    QuestionKind.ALLOCATION: None,
    QuestionKind.SLIDER: Shape.NUMBER,
    QuestionKind.NUMBER: Shape.NUMBER,
    QuestionKind.DATE: Shape.DAY,
    QuestionKind.MONTH: Shape.MONTH,
    QuestionKind.SHORT_TEXT: Shape.TEXT,
    QuestionKind.LONG_TEXT: Shape.TEXT,
    QuestionKind.IMAGE_CHOICE: Shape.CHOICE,
    QuestionKind.FILE: Shape.TEXT,
    QuestionKind.INFORMATION: None,
    QuestionKind.HIDDEN: Shape.TEXT,
    QuestionKind.CALCULATED: Shape.NUMBER,
    QuestionKind.CONSENT: Shape.CHOICE,
}
"""None: the question is no variable itself; a matrix and an allocation have variables of other kinds."""


def shape_of(variable: Question) -> Shape:
    """Give the shape of a variable: hidden with choices is a choice. Raises ValueError for what is no variable."""
    if variable.kind is QuestionKind.HIDDEN and variable.choices:
        return Shape.CHOICE
    if variable.kind is QuestionKind.CALCULATED and variable.holds is Holds.TEXT:
        return Shape.TEXT
    shape = SHAPES[variable.kind]
    if shape is None:
        raise ValueError(f"question {variable.code} is not a variable: it is {variable.kind.value}")
    return shape
