"""Tables as CSV in long form: a line per answer and group, for a pivot table or for R. Hidden groups are absent."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import BinaryIO

from polls.reporting.document import Cell, Column, Extra, ExtraCell, Mean, QuestionReport, Report, Row, Table
from polls.reporting.writers.dialect import BOM, DIALECTS, Dialect
from polls.reporting.writers.guard import guarded

HEADINGS = (
    "question", "question_text", "kind", "base_note", "variable", "segment", "group", "row", "row_label", "row_kind",
    "n", "count", "share", "low", "high", "method", "is_small_base",
)  # fmt: skip

Value = str | int | float | bool | None


def write(report: Report, stream: BinaryIO) -> None:
    """Write the tables of the report, with shares from 0 to 1 at full precision."""
    dialect = DIALECTS[report.language]
    text = StringIO(newline="")
    lines = csv.writer(text, delimiter=dialect.separator)
    lines.writerow(HEADINGS)
    for question in report.questions:
        for values in _lines(question):
            lines.writerow([_written(value, dialect) for value in values])
    stream.write(BOM + text.getvalue().encode())


def _lines(question: QuestionReport) -> Iterator[tuple[Value, ...]]:
    about = (question.code, question.text, question.kind.value, question.base_note)
    for variable, table in question.views.items():
        for position, column in enumerate(table.columns):
            if position == 0 and variable is not None:
                continue  # the total stands once, in the view of its own
            for line in _column(table, position, column):
                yield (*about, variable, column.segment, column.label, *line)


def _column(table: Table, position: int, column: Column) -> Iterator[tuple[Value, ...]]:
    for row in table.rows:
        cell = row.cells[position]
        if cell is not None:
            yield _share(row, cell)
    mean = table.means[position] if table.means else None
    if mean is not None:
        yield _mean(mean)
    for extra in table.extras:
        told = extra.cells[position]
        if told is not None:
            yield _extra(extra, told, column)


def _share(row: Row, cell: Cell) -> tuple[Value, ...]:
    low, high = cell.interval or (None, None)
    told = (cell.base, cell.count, cell.share, low, high, cell.method, cell.is_small_base)
    return (row.code, row.label, row.kind.value, *told)


def _mean(mean: Mean) -> tuple[Value, ...]:
    low, high = mean.interval or (None, None)
    return ("_mean", "", "mean", mean.base, None, mean.mean, low, high, "t", mean.is_small_base)


def _extra(extra: Extra, cell: ExtraCell, column: Column) -> tuple[Value, ...]:
    low, high = cell.interval or (None, None)
    value = cell.text if cell.value is None else cell.value
    return (extra.code, extra.label, extra.kind.value, column.base, None, value, low, high, "", cell.is_small_base)


def _written(value: Value, dialect: Dialect) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        return repr(value).replace(".", dialect.decimal_sign)
    return guarded(value) if isinstance(value, str) else str(value)
