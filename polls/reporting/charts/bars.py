"""Horizontal bars: the shares of one group, the largest first, each with its interval."""

from collections.abc import Sequence
from dataclasses import dataclass

from polls.reporting.charts.axis import Axis, grid, share_axis
from polls.reporting.charts.frame import NARROW, Body, Caption, framed, label_column
from polls.reporting.charts.lettering import LINE, SIZE, SMALL, wrapped
from polls.reporting.charts.palette import FAINT, INK, MUTED, SERIES, SOFT_INK
from polls.reporting.charts.svg import label, paragraph, rectangle, whisker
from polls.reporting.document import Cell, QuestionReport, Row, RowKind, Table
from polls.reporting.phrases import say

VALUES = 104.0
"""Room at the right for the percentage and its interval."""

BAR = 18.0


@dataclass(frozen=True)
class Bar:
    """One bar to draw: its row and the cell with its numbers."""

    row: Row
    cell: Cell


def draw_bars(question: QuestionReport, table: Table, *, language: str, width: int) -> str:
    """Draw the shares of the total, the largest first; empty when nothing may be shown."""
    return _draw(question, table, sorted_bars(table, 0), language, width)


def draw_timeline(question: QuestionReport, table: Table, *, language: str, width: int) -> str:
    """Draw the shares of the total in the order of time."""
    bars = [Bar(row, cell) for row in table.rows if (cell := row.cells[0])]
    return _draw(question, table, bars, language, width)


def _draw(question: QuestionReport, table: Table, bars: Sequence[Bar], language: str, width: int) -> str:
    if not bars:
        return ""
    left = label_column([bar.row.label for bar in bars], width, bold=True)
    axis = share_axis(max(_end(bar) for bar in bars), left, width - VALUES)
    drawn, top = [], 6.0
    for bar in bars:
        lines = wrapped(bar.row.label, width if width <= NARROW else left - 14)
        height = _height(lines, width)
        drawn.append(draw_one(bar, axis, top, height, lines, width))
        top += height
    texts = {tick: f"{round(tick * 100)}%" for tick in axis.ticks}
    caption = Caption("bars", question.code, question.text, described(bars), _notes(table, language))
    return framed(Body([grid(axis, 2.0, top, texts), *drawn], top + 18), caption, width)


def sorted_bars(table: Table, position: int) -> list[Bar]:
    """Give what is shown of a column, the largest share first; "other", "none of these" and "don't know" last.

    Where somebody chose an order, that is kept.
    """
    bars = [Bar(row, cell) for row in table.rows if row.kind is not RowKind.NET and (cell := row.cells[position])]
    if table.is_in_order:
        return bars
    return sorted(bars, key=lambda bar: (bar.row.is_last, -bar.cell.share if not bar.row.is_last else 0.0))


def described(bars: Sequence[Bar]) -> str:
    """Tell the chart in words."""
    return "; ".join(f"{bar.row.label}: {bar.cell.percent} ({bar.cell.interval_text})" for bar in bars) + "."


def _notes(table: Table, language: str) -> list[str]:
    return [f"{table.base_note} {say(language, 'chart_interval')}"]


def _end(bar: Bar) -> float:
    return max(bar.cell.share, bar.cell.interval[1] if bar.cell.interval else 0.0)


def _height(lines: Sequence[str], width: int) -> float:
    text = len(lines) * SIZE * LINE
    return text + BAR + 18.0 if width <= NARROW else max(text, BAR) + 12.0


def draw_one(bar: Bar, axis: Axis, top: float, height: float, lines: Sequence[str], width: int) -> str:
    """Draw one bar with its label and numbers between ``top`` and ``top + height``."""
    is_narrow = width <= NARROW
    middle = top + height - 12.0 - BAR / 2 if is_narrow else top + height / 2
    text_top = top + SIZE if is_narrow else middle - (len(lines) - 1) * SIZE * LINE / 2 + SIZE * 0.36
    anchor, x = ("start", 0.0) if is_narrow else ("end", axis.left - 12)
    is_strong = bar.cell.is_highest
    drawn = paragraph(x, text_top, lines, anchor=anchor, bold=is_strong, halo=is_narrow)
    drawn += rectangle(axis.left, middle - BAR / 2, axis.at(bar.cell.share) - axis.left, BAR, _colour(bar.cell))
    if bar.cell.interval and bar.cell.interval[0] < bar.cell.interval[1]:
        low, high = (axis.at(bound) for bound in bar.cell.interval)
        drawn += whisker(low, high, middle, INK)
    return drawn + values(bar.cell, width, middle, bold=is_strong)


def values(cell: Cell, width: int, middle: float, *, bold: bool = False) -> str:
    """Write the percentage and its interval at the right edge."""
    percent = label(width - 58, middle + 4.6, cell.percent, size=SIZE + 1, bold=bold, anchor="end")
    return percent + label(width, middle + 4.2, cell.interval_text, size=SMALL, anchor="end", fill=SOFT_INK)


def _colour(cell: Cell) -> str:
    if cell.is_small_base:
        return FAINT
    return SERIES[0] if cell.is_highest else MUTED
