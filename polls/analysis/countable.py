"""Answers that are no choice, as one, so that they are counted by option as all others are.

A ranking is counted by its first place; dates and months by the month or, over a longer time, the year they lie in.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from polls.analysis.shapes import Shape, shape_of
from polls.analysis.table import ANSWERED, ChoiceColumn, Column, NumberColumn, RankColumn
from polls.codebook.question import Choice, Question

MOST_MONTHS = 18
MOST_YEARS = 25
"""Dates over more months than that are counted by year, over more years than that by decade."""

EPOCH = date(1970, 1, 1)

Whole = NDArray[np.int64]


def countable(variable: Question, column: Column) -> tuple[Question, Column]:
    """Give the variable and its column as they are counted: with options, wherever there is something to count."""
    convert = _CONVERTERS.get(shape_of(variable))
    return convert(variable, column) if convert else (variable, column)


def day_of(number: float) -> str:
    """Write a day, counted from 1970-01-01, as ``2026-05-31``."""
    return (EPOCH + timedelta(days=int(number))).isoformat()


def month_of(number: float) -> str:
    """Write a month, counted from January 1970, as ``2026-05``."""
    year, month = divmod(int(number), 12)
    return f"{1970 + year:04d}-{month + 1:02d}"


def _by_first_place(variable: Question, column: Column) -> tuple[Question, Column]:
    assert isinstance(column, RankColumn)
    codes = np.where(column.status == ANSWERED, np.argmax(column.ranks == 1, axis=1), column.status)
    return variable, ChoiceColumn(codes.astype(np.int16))


def _by_day(variable: Question, column: Column) -> tuple[Question, Column]:
    assert isinstance(column, NumberColumn)
    days = np.where(column.status == ANSWERED, column.values, 0).astype("datetime64[D]")
    return _banded(variable, days.astype("datetime64[M]").astype(np.int64), column)


def _by_month(variable: Question, column: Column) -> tuple[Question, Column]:
    assert isinstance(column, NumberColumn)
    return _banded(variable, np.where(column.status == ANSWERED, column.values, 0).astype(np.int64), column)


def _banded(variable: Question, months: Whole, column: NumberColumn) -> tuple[Question, Column]:
    """Put months in bands without gaps, from the first to the last that occurs."""
    is_answered = column.status == ANSWERED
    if not is_answered.any():
        return replace(variable, choices=()), ChoiceColumn(column.status)
    first, last = int(months[is_answered].min()), int(months[is_answered].max())
    size = 1 if last - first < MOST_MONTHS else 12 if last // 12 - first // 12 < MOST_YEARS else 120
    # Decades begin at a year that ends in 0, as 1970 does.
    lowest, bands = first // size, months // size
    codes = [_band(number, size) for number in range(lowest, last // size + 1)]
    choices = tuple(Choice(code, {}) for code in codes)
    counted = np.where(is_answered, bands - lowest, column.status)
    return replace(variable, choices=choices), ChoiceColumn(counted.astype(np.int16))


def _band(number: int, size: int) -> str:
    """Name a band: ``2026-05``, ``2026`` or ``2020-2029``."""
    if size == 1:
        return month_of(number)
    year = 1970 + number * size // 12
    return str(year) if size == 12 else f"{year}-{year + 9}"


_CONVERTERS: Mapping[Shape, Callable[[Question, Column], tuple[Question, Column]]] = {
    Shape.ORDER: _by_first_place,
    Shape.DAY: _by_day,
    Shape.MONTH: _by_month,
}
