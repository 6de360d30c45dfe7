"""Tables as CSV in long form: a line per answer and group, for a pivot table or for R. Hidden groups are absent."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import BinaryIO

from polls.reporting.document import Column
from polls.reporting.edition import Edition
from polls.reporting.grid import Figure, Grid, Line, Role
from polls.reporting.writers.dialect import BOM, DIALECTS, Dialect
from polls.reporting.writers.guard import guarded

HEADINGS = (
    "question", "question_text", "kind", "base_note", "variable", "segment", "group", "row", "row_label", "row_kind",
    "n", "count", "share", "low", "high", "method", "is_small_base",
)  # fmt: skip

Value = str | int | float | bool | None


def write(edition: Edition, stream: BinaryIO) -> None:
    """Write the tables of the edition, with shares from 0 to 1 at full precision; the total stands once."""
    dialect = DIALECTS[edition.language]
    text = StringIO(newline="")
    lines = csv.writer(text, delimiter=dialect.separator)
    lines.writerow(HEADINGS)
    for grids in zip(*(division.grids for division in edition.divisions), strict=True):
        for grid in grids:
            for values in _lines(grid):
                lines.writerow([_written(value, dialect) for value in values])
    stream.write(BOM + text.getvalue().encode())


def _lines(grid: Grid) -> Iterator[tuple[Value, ...]]:
    about = (grid.code, grid.title, grid.kind.value, grid.base_note, grid.variable)
    for position, column in enumerate(grid.columns):
        if position == 0 and grid.variable is not None:
            continue
        for line in grid.lines:
            figure = line.figures[position]
            if figure is not None and line.role not in (Role.MEDIAN, Role.SPREAD):
                yield (*about, column.segment, column.label, *_figure(line, figure, column))


def _figure(line: Line, figure: Figure, column: Column) -> tuple[Value, ...]:
    low, high = figure.interval or (None, None)
    value = figure.text if figure.value is None else figure.value
    label = "" if line.role is Role.MEAN else line.label
    base = column.base if figure.base is None else figure.base
    return (line.code, label, line.kind, base, figure.count, value, low, high, figure.method, figure.is_small_base)


def _written(value: Value, dialect: Dialect) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        return repr(value).replace(".", dialect.decimal_sign)
    return guarded(value) if isinstance(value, str) else str(value)
