"""Segments side by side: per answer a mark with its interval for each segment, and a tick for everyone."""

from collections.abc import Sequence
from dataclasses import dataclass

from polls.reporting.charts.axis import Axis, grid, share_axis
from polls.reporting.charts.bars import VALUES, sorted_bars, values
from polls.reporting.charts.frame import NARROW, Body, Caption, LegendItem, framed, label_column, legend
from polls.reporting.charts.lettering import LINE, SIZE, SMALL, width_of, wrapped
from polls.reporting.charts.palette import AXIS, GRID, INK, LETTER, SERIES
from polls.reporting.charts.svg import label, line, marker, paragraph, whisker
from polls.reporting.document import Cell, Column, QuestionReport, Row, Table
from polls.reporting.phrases import say

STEP = 20.0
"""Distance of the lines of two segments."""

RADIUS = 5.5


@dataclass(frozen=True)
class Series:
    """One segment of the chart: its position in the table, its place among the shown ones, and its column."""

    position: int
    place: int
    column: Column

    @property
    def colour(self) -> str:
        return SERIES[self.place % len(SERIES)]

    @property
    def shape(self) -> int:
        """The shape of the marker; another one too when the colours start again."""
        return self.place + self.place // len(SERIES)

    def mark(self, x: float, y: float, radius: float = RADIUS) -> str:
        return marker(self.shape, x, y, radius, self.colour)


def series_of(table: Table) -> list[Series]:
    """Give the segments that have numbers, in order."""
    shown = [position for position, column in enumerate(table.columns) if column.segment and column.base]
    return [Series(position, place, table.columns[position]) for place, position in enumerate(shown)]


def draw_segments(question: QuestionReport, table: Table, *, language: str, width: int) -> str:
    """Draw the shares of each shown segment; empty when there is none."""
    series, rows = series_of(table), [bar.row for bar in sorted_bars(table, 0)]
    if not series or not rows:
        return ""
    is_lettered = has_letters(rows)
    items = segment_legend(series, language, is_lettered=is_lettered)
    if table.columns[0].base:
        items.append(LegendItem(line(0, -6, 0, 6, INK, width=1.6), column_title(table.columns[0], language)))
    head = legend(items, width)
    left = label_column([row.label for row in rows], width) + (RADIUS if width <= NARROW else 0.0)
    axis = share_axis(_highest(rows, series), left, width - VALUES)
    drawn, top = [], head.height + 8.0
    for row in rows:
        lines = wrapped(row.label, width if width <= NARROW else left - 14)
        drawn.append(_group(row, series, axis, top, lines, width))
        top += _height(lines, series, width)
    texts = {tick: f"{round(tick * 100)}%" for tick in axis.ticks}
    body = Body([*head.elements, grid(axis, head.height + 8.0, top, texts), *drawn], top + 18)
    key = f"{question.code}-{table.variable}"
    caption = Caption(
        "segments",
        key,
        f"{question.text} ({table.label})",
        _described(rows, series),
        _notes(table, language, is_lettered),
    )
    return framed(body, caption, width)


def has_letters(rows: Sequence[Row]) -> bool:
    """Whether any share significantly exceeds that of another group."""
    return any(cell.letters for row in rows for cell in row.cells if cell)


def lettered(text: str, column: Column) -> str:
    """Put the letter of a group before its name."""
    return f"{column.letter} · {text}" if column.letter else text


def segment_legend(series: Sequence[Series], language: str, *, is_lettered: bool = False) -> list[LegendItem]:
    """Make the legend of the segments, each with its n, and its letter where there are letters in the chart."""
    titles = [column_title(each.column, language) for each in series]
    if is_lettered:
        titles = [lettered(title, each.column) for title, each in zip(titles, series, strict=True)]
    return [LegendItem(each.mark(0, 0), title) for each, title in zip(series, titles, strict=True)]


def column_title(column: Column, language: str) -> str:
    """Give the label of a column with its n: ``Inhouse (n = 100)``."""
    key = "small_n" if column.is_small_base else "n"
    return f"{column.label} ({say(language, key, n=column.n)})"


def _notes(table: Table, language: str, is_lettered: bool) -> list[str]:
    hidden = [f"{column.label}: {column.note}." for column in table.columns if not column.is_shown]
    letters = f" {say(language, 'chart_letters')}" if is_lettered else ""
    return [f"{table.base_note} {say(language, 'chart_interval')}{letters}", *hidden]


def _highest(rows: Sequence[Row], series: Sequence[Series]) -> float:
    cells = [cell for row in rows for each in series if (cell := row.cells[each.position])]
    return max((cell.interval[1] if cell.interval else cell.share for cell in cells), default=1.0)


def _height(lines: Sequence[str], series: Sequence[Series], width: int) -> float:
    text, marks = len(lines) * SIZE * LINE, len(series) * STEP
    return text + marks + 16.0 if width <= NARROW else max(text, marks) + 14.0


def _group(row: Row, series: Sequence[Series], axis: Axis, top: float, lines: Sequence[str], width: int) -> str:
    is_narrow, height = width <= NARROW, _height(lines, series, width)
    first = top + (len(lines) * SIZE * LINE + 8.0 if is_narrow else (height - len(series) * STEP) / 2) + STEP / 2
    middle = first + (len(series) - 1) * STEP / 2
    text_top = top + SIZE + 3 if is_narrow else middle - (len(lines) - 1) * SIZE * LINE / 2 + SIZE * 0.36
    drawn = line(0, top + height, width, top + height, GRID)
    anchor, x = ("start", 0.0) if is_narrow else ("end", axis.left - 12)
    drawn += paragraph(x, text_top, lines, anchor=anchor, halo=is_narrow)
    total = row.cells[0]
    if total is not None:
        x = axis.at(total.share)
        drawn += line(x, first - STEP / 2 + 1, x, first + (len(series) - 0.5) * STEP - 1, INK, width=1.6)
    for place, each in enumerate(series):
        cell = row.cells[each.position]
        if cell is not None:
            drawn += _mark(each, cell, axis, first + place * STEP, width)
    return drawn


def _mark(series: Series, cell: Cell, axis: Axis, y: float, width: int) -> str:
    drawn = ""
    if cell.interval and cell.interval[0] < cell.interval[1]:
        low, high = (axis.at(bound) for bound in cell.interval)
        drawn = whisker(low, high, y, AXIS if cell.is_small_base else series.colour, cap=3.0, width=1.8)
    if cell.letters:
        left = width - 62 - width_of(cell.percent, bold=True) * (SIZE + 1) / SIZE
        drawn += label(left, y + 1.6, cell.letters, size=SMALL - 1, bold=True, anchor="end", fill=LETTER, halo=True)
    return drawn + series.mark(axis.at(cell.share), y) + values(cell, width, y)


def _described(rows: Sequence[Row], series: Sequence[Series]) -> str:
    def part(row: Row) -> str:
        told = (f"{each.column.label} {cell.percent}" for each in series if (cell := row.cells[each.position]))
        return f"{row.label}: {', '.join(told)}"

    return "; ".join(part(row) for row in rows) + "."
