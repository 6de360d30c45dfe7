"""From stored answers to columns, row by row: for tests and for small data."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polls.analysis.shapes import Shape, shape_of
from polls.analysis.table import (
    ANSWERED,
    AttributeColumn,
    ChoiceColumn,
    Column,
    Missing,
    MultipleColumn,
    NumberColumn,
    RankColumn,
    ResponseTable,
    TextColumn,
)
from polls.codebook.schema import Question, Questionnaire

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
        variable.code: CODERS[shape_of(variable)](variable, [row.get(variable.code) for row in rows])
        for variable in questionnaire.variables
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


def _order(question: Question, values: Values) -> Column:
    positions = _positions(question)
    status = _statuses(values)
    ranks = np.zeros((len(values), len(positions)), np.int8, order="F")
    for row in np.flatnonzero(status == ANSWERED).tolist():
        for rank, code in enumerate(values[row], start=1):
            ranks[row, _position(question, positions, code)] = rank
    return RankColumn(ranks, status)


def _day(question: Question, values: Values) -> Column:
    return _number(question, [_since_1970(value) if _is_date(value) else value for value in values])


def _month(question: Question, values: Values) -> Column:
    return _number(question, [_months_since_1970(value) if _is_date(value) else value for value in values])


def _is_date(value: Any) -> bool:
    return bool(value) and value != DONT_KNOW


def _since_1970(value: str) -> str:
    return str((date.fromisoformat(value) - date(1970, 1, 1)).days)


def _months_since_1970(value: str) -> str:
    year, month = value.split("-")
    return str((int(year) - 1970) * 12 + int(month) - 1)


def _text(question: Question, values: Values) -> Column:
    """Any text is an answer, also one that looks like the code for don't know."""
    return TextColumn(_statuses([value and "text" for value in values]))


CODERS: Mapping[Shape, Callable[[Question, Values], Column]] = {
    Shape.CHOICE: _choice,
    Shape.TICKS: _multiple,
    Shape.ORDER: _order,
    Shape.NUMBER: _number,
    Shape.DAY: _day,
    Shape.MONTH: _month,
    Shape.TEXT: _text,
}


def _attribute(values: Sequence[str | None]) -> AttributeColumn:
    known = tuple(sorted({value for value in values if value is not None}))
    positions: dict[str | None, int] = {value: position for position, value in enumerate(known)}
    return AttributeColumn(np.array([positions.get(value, -1) for value in values], np.int16), known)
