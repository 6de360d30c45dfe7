"""From stored answers to columns, row by row: for tests and for small data."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polls.analysis.table import (
    ANSWERED,
    AttributeColumn,
    ChoiceColumn,
    Column,
    Missing,
    MultipleColumn,
    NumberColumn,
    ResponseTable,
    TextColumn,
)
from polls.codebook.schema import Question, QuestionKind, Questionnaire

DONT_KNOW = "_dk"

Values = Sequence[Any]
"""One stored answer per respondent: a string, a list of strings, or None where the question was not asked."""


def from_rows(
    questionnaire: Questionnaire, answers: Iterable[Mapping[str, Any]], attributes: Iterable[Mapping[str, str]]
) -> ResponseTable:
    """Code the answers documents and the contact attributes of the same respondents in the same order.

    Raises ValueError for a code that the questionnaire does not know.
    """
    rows, contacts = list(answers), list(attributes)
    columns = {
        question.code: CODERS[question.kind](question, [row.get(question.code) for row in rows])
        for question in questionnaire.questions
    }
    names = sorted(questionnaire.attributes)
    return ResponseTable(len(rows), columns, {name: _attribute([row.get(name) for row in contacts]) for name in names})


def _status(value: str | list[str] | None) -> int:
    if value is None:
        return Missing.NOT_ASKED
    if not value:
        return Missing.SKIPPED
    return Missing.DONT_KNOW if DONT_KNOW in (value, value[0]) else ANSWERED


def _statuses(values: Values) -> NDArray[np.int8]:
    return np.fromiter(map(_status, values), np.int8, len(values))


def _positions(question: Question) -> dict[str, int]:
    return {choice.code: position for position, choice in enumerate(question.options)}


def _position(question: Question, positions: Mapping[str, int], code: str) -> int:
    if code not in positions:
        raise ValueError(f"question {question.code} has no option {code!r}")
    return positions[code]


def _choice(question: Question, values: Values) -> Column:
    positions = _positions(question)
    status = _statuses(values).astype(np.int16)
    for row in np.flatnonzero(status == ANSWERED).tolist():
        status[row] = _position(question, positions, values[row])
    return ChoiceColumn(status.astype(np.int8) if len(positions) < 128 else status)


def _multiple(question: Question, values: Values) -> Column:
    positions = _positions(question)
    status = _statuses(values)
    chosen = np.zeros((len(values), len(positions)), np.bool_, order="F")
    for row in np.flatnonzero(status == ANSWERED).tolist():
        chosen[row, [_position(question, positions, code) for code in values[row]]] = True
    return MultipleColumn(chosen, status)


def _number(question: Question, values: Values) -> Column:
    status = _statuses(values)
    numbers = np.full(len(values), np.nan)
    for row in np.flatnonzero(status == ANSWERED).tolist():
        numbers[row] = float(values[row])
    return NumberColumn(numbers, status)


def _text(question: Question, values: Values) -> Column:
    """Any text is an answer, also one that looks like the code for don't know."""
    return TextColumn(_statuses([value and "text" for value in values]))


CODERS: Mapping[QuestionKind, Callable[[Question, Values], Column]] = {
    QuestionKind.SINGLE: _choice,
    QuestionKind.MULTIPLE: _multiple,
    QuestionKind.SCALE: _choice,
    QuestionKind.RATING: _choice,
    QuestionKind.NUMBER: _number,
    QuestionKind.SHORT_TEXT: _text,
    QuestionKind.LONG_TEXT: _text,
    QuestionKind.DROPDOWN: _choice,
    QuestionKind.NPS: _choice,
    QuestionKind.STARS: _choice,
    QuestionKind.MATRIX_SINGLE: _text,
    QuestionKind.MATRIX_MULTIPLE: _text,
    QuestionKind.MATRIX_NUMBER: _text,
    QuestionKind.RANKING: _multiple,
    QuestionKind.ALLOCATION: _text,
    QuestionKind.SLIDER: _number,
    QuestionKind.DATE: _text,
    QuestionKind.MONTH: _text,
    QuestionKind.IMAGE_CHOICE: _choice,
    QuestionKind.FILE: _text,
    QuestionKind.INFORMATION: _text,
    QuestionKind.HIDDEN: _text,
    QuestionKind.CALCULATED: _text,
    QuestionKind.CONSENT: _choice,
}


def _attribute(values: Sequence[str | None]) -> AttributeColumn:
    known = tuple(sorted({value for value in values if value is not None}))
    positions: dict[str | None, int] = {value: position for position, value in enumerate(known)}
    return AttributeColumn(np.array([positions.get(value, -1) for value in values], np.int16), known)
