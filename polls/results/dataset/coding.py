"""From texts to small integers, a whole column of a frame at a time.

The outcome equals that of ``polls.analysis.coding.from_rows``, which does it row by row in plain Python; a test holds
the two together.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

import numpy as np
import polars
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
    TextColumn,
)
from polls.codebook.answers import DONT_KNOW
from polls.codebook.schema import Question

Array = NDArray[Any]


class Coder(Protocol):
    """Takes the column of one question, part by part, and gives it as codes."""

    def add(self, values: polars.Series) -> None: ...

    def column(self) -> Column: ...


@dataclass
class ChoiceCoder:
    question: Question
    parts: list[Array] = field(default_factory=list)

    def add(self, values: polars.Series) -> None:
        options = [option.code for option in self.question.options]
        missing = [Missing.DONT_KNOW, Missing.SKIPPED, Missing.NOT_ASKED]
        kind = np.int8 if len(options) < 128 else np.int16
        meaning = np.array([*range(len(options)), *missing], kind)
        self.parts.append(meaning[_positions(self.question, values, [*options, DONT_KNOW, ""])])

    def column(self) -> Column:
        return ChoiceColumn(_joined(self.parts, np.int8))


@dataclass
class MultipleCoder:
    question: Question
    chosen: list[Array] = field(default_factory=list)
    statuses: list[Array] = field(default_factory=list)

    def add(self, values: polars.Series) -> None:
        options = [option.code for option in self.question.options]
        lengths = values.list.len().fill_null(0).to_numpy()
        ticked = np.flatnonzero(lengths)
        codes = _positions(self.question, values.gather(ticked).explode(), [*options, DONT_KNOW])
        rows = np.repeat(ticked, lengths[ticked])
        chosen = np.zeros((len(values), len(options) + 1), np.bool_)
        chosen[rows, codes] = True
        status = np.where(lengths > 0, ANSWERED, Missing.SKIPPED)
        status[chosen[:, -1]] = Missing.DONT_KNOW
        status[values.is_null().to_numpy()] = Missing.NOT_ASKED
        self.chosen.append(chosen[:, :-1])
        self.statuses.append(status.astype(np.int8))

    def column(self) -> Column:
        empty = np.zeros((0, len(self.question.options)), np.bool_)
        chosen = np.asfortranarray(np.concatenate([empty, *self.chosen]))
        return MultipleColumn(chosen, _joined(self.statuses, np.int8))


@dataclass
class RankCoder:
    question: Question
    ranks: list[Array] = field(default_factory=list)
    statuses: list[Array] = field(default_factory=list)

    def add(self, values: polars.Series) -> None:
        options = [option.code for option in self.question.options]
        lengths = values.list.len().fill_null(0).to_numpy()
        ranked = np.flatnonzero(lengths)
        codes = _positions(self.question, values.gather(ranked).explode(), [*options, DONT_KNOW])
        rows = np.repeat(ranked, lengths[ranked])
        first = np.repeat(np.cumsum(lengths[ranked]) - lengths[ranked], lengths[ranked])
        ranks = np.zeros((len(values), len(options) + 1), np.int8)
        ranks[rows, codes] = np.arange(1, len(codes) + 1) - first
        status = np.where(lengths > 0, ANSWERED, Missing.SKIPPED)
        status[ranks[:, -1] > 0] = Missing.DONT_KNOW
        status[values.is_null().to_numpy()] = Missing.NOT_ASKED
        self.ranks.append(ranks[:, :-1])
        self.statuses.append(status.astype(np.int8))

    def column(self) -> Column:
        empty = np.zeros((0, len(self.question.options)), np.int8)
        return RankColumn(np.asfortranarray(np.concatenate([empty, *self.ranks])), _joined(self.statuses, np.int8))


@dataclass
class NumberCoder:
    holds: ClassVar[str] = "number"
    question: Question
    values: list[Array] = field(default_factory=list)
    statuses: list[Array] = field(default_factory=list)

    def add(self, values: polars.Series) -> None:
        numbers = self.numbers(values)
        status = _statuses(values, is_text=False)
        if np.any(numbers.is_null().to_numpy() & (status == ANSWERED)):
            raise ValueError(f"question {self.question.code} holds an answer that is not a {self.holds}")
        self.values.append(np.where(status == ANSWERED, numbers.fill_null(np.nan).to_numpy(), np.nan))
        self.statuses.append(status)

    def numbers(self, values: polars.Series) -> polars.Series:
        """Give the texts as numbers, null for what is none."""
        return values.cast(polars.Float64, strict=False)

    def column(self) -> Column:
        return NumberColumn(_joined(self.values, np.float64), _joined(self.statuses, np.int8))


class DayCoder(NumberCoder):
    holds = "date"

    def numbers(self, values: polars.Series) -> polars.Series:
        return values.str.to_date("%Y-%m-%d", strict=False).to_physical().cast(polars.Float64)


class MonthCoder(NumberCoder):
    holds = "month"

    def numbers(self, values: polars.Series) -> polars.Series:
        days = (values + "-01").str.to_date("%Y-%m-%d", strict=False)
        return ((days.dt.year() - 1970) * 12 + days.dt.month() - 1).cast(polars.Float64)


@dataclass
class TextCoder:
    question: Question
    statuses: list[Array] = field(default_factory=list)

    def add(self, values: polars.Series) -> None:
        self.statuses.append(_statuses(values, is_text=True))

    def column(self) -> Column:
        return TextColumn(_joined(self.statuses, np.int8))


@dataclass
class AttributeCoder:
    """Takes an attribute part by part. Which values it has is known only when all parts were seen."""

    parts: list[tuple[Array, list[str]]] = field(default_factory=list)

    def add(self, values: polars.Series) -> None:
        known = values.drop_nulls().unique().sort().to_list()
        codes = values.cast(polars.Enum(known)).to_physical().cast(polars.Int32).fill_null(-1).to_numpy()
        self.parts.append((codes, known))

    def column(self) -> AttributeColumn:
        values = sorted({value for _codes, known in self.parts for value in known})
        position = {value: index for index, value in enumerate(values)}
        parts = [np.array([*(position[value] for value in known), -1], np.int16)[codes] for codes, known in self.parts]
        return AttributeColumn(_joined(parts, np.int16), tuple(values))


CODERS: Mapping[Shape, Callable[[Question], Coder]] = {
    Shape.CHOICE: ChoiceCoder,
    Shape.TICKS: MultipleCoder,
    Shape.ORDER: RankCoder,
    Shape.NUMBER: NumberCoder,
    Shape.DAY: DayCoder,
    Shape.MONTH: MonthCoder,
    Shape.TEXT: TextCoder,
}


def coder_of(variable: Question) -> Coder:
    """Give a coder for the column of one variable."""
    return CODERS[shape_of(variable)](variable)


def _positions(question: Question, values: polars.Series, codes: list[str]) -> NDArray[np.intp]:
    """Give the position of each value in ``codes``, or their number for null. Raises ValueError for any other value."""
    coded = values.cast(polars.Enum(codes), strict=False)
    if coded.null_count() != values.null_count():
        unknown = values.filter(coded.is_null() & values.is_not_null())
        raise ValueError(f"question {question.code} has no option {unknown[0]!r}")
    return coded.to_physical().cast(polars.Int64).fill_null(len(codes)).to_numpy()


def _statuses(values: polars.Series, *, is_text: bool) -> Array:
    status = np.full(len(values), ANSWERED, np.int8)
    if not is_text:
        status[(values == DONT_KNOW).fill_null(value=False).to_numpy()] = Missing.DONT_KNOW
    status[(values == "").fill_null(value=False).to_numpy()] = Missing.SKIPPED
    status[values.is_null().to_numpy()] = Missing.NOT_ASKED
    return status


def _joined(parts: list[Array], kind: type[Any]) -> Array:
    return np.concatenate(parts) if parts else np.zeros(0, kind)
