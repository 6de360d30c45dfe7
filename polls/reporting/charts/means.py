"""Means as dots with their intervals, one line per group."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from polls.codebook.schema import POINT_KINDS
from polls.reporting.charts.axis import Axis, grid, value_axis
from polls.reporting.charts.frame import NARROW, Body, Caption, framed, label_column
from polls.reporting.charts.lettering import LINE, SIZE, SMALL, wrapped
from polls.reporting.charts.palette import AXIS, GRID, INK, SERIES, SOFT_INK
from polls.reporting.charts.segments import column_title
from polls.reporting.charts.svg import label, line, marker, paragraph, whisker
from polls.reporting.document import Mean, QuestionReport, RowKind, Table
from polls.reporting.numbers import number
from polls.reporting.phrases import say

VALUES = 124.0
RADIUS = 4.8


@dataclass(frozen=True)
class MeanLine:
    """One mean to draw. ``place`` 0 is everyone; the others take the colours and marks of segments from 1 on."""

    name: str
    mean: Mean
    place: int


def draw_means(question: QuestionReport, table: Table, *, language: str, width: int) -> str:
    """Draw the mean of each group that has one, the total first; empty when there is none."""
    named = [(column, mean) for column, mean in zip(table.columns, table.means, strict=False) if mean]
    if not named:
        return ""
    lines = [MeanLine(column_title(column, language), mean, place) for place, (column, mean) in enumerate(named)]
    if named[0][0].segment is not None:
        lines = [replace(line, place=line.place + 1) for line in lines]
    key = f"{question.code}-{table.variable}" if table.variable else question.code
    description = "; ".join(f"{column.label}: {mean.mean_text} ({mean.interval_text})" for column, mean in named)
    caption = Caption("means", key, question.text, description + ".", _notes(table, question, language))
    return draw_mean_lines(lines, caption, _bounds(question, table), language=language, width=width)


def draw_mean_lines(
    lines: Sequence[MeanLine], caption: Caption, bounds: tuple[float, float] | None, *, language: str, width: int
) -> str:
    """Draw the lines on an axis over ``bounds``; without those from zero to the highest bound of an interval."""
    left = label_column([line.name for line in lines], width, bold=True) + 8.0
    axis = value_axis(*(bounds or _range(lines)), left, width - VALUES)
    drawn, top = [], 4.0
    for each in lines:
        texts = wrapped(each.name, width if width <= NARROW else left - 26)
        height = len(texts) * SIZE * LINE + (30.0 if width <= NARROW else 18.0)
        drawn.append(_one(each, axis, top, height, texts, width))
        top += height
    decimals = 0 if all(tick == int(tick) for tick in axis.ticks) else 1
    ticks = {tick: number(tick, language, decimals=decimals) for tick in axis.ticks}
    return framed(Body([grid(axis, 0.0, top, ticks, base=None), *drawn], top + 18), caption, width)


def _bounds(question: QuestionReport, table: Table) -> tuple[float, float] | None:
    """Give the ends of a rating, which is drawn in full; None for a number."""
    points = [row for row in table.rows if row.kind is RowKind.CHOICE]
    if question.kind in POINT_KINDS and points:
        return float(points[0].code), float(points[-1].code)
    return None


def _range(lines: Sequence[MeanLine]) -> tuple[float, float]:
    highest = max(line.mean.interval[1] if line.mean.interval else line.mean.mean for line in lines)
    lowest = min(line.mean.interval[0] if line.mean.interval else line.mean.mean for line in lines)
    return min(0.0, lowest), max(highest, 1.0)


def _one(each: MeanLine, axis: Axis, top: float, height: float, texts: Sequence[str], width: int) -> str:
    is_narrow, mean = width <= NARROW, each.mean
    y = top + height - 13 if is_narrow else top + height / 2
    text_top = top + SIZE + 2 if is_narrow else y - (len(texts) - 1) * SIZE * LINE / 2 + SIZE * 0.36
    anchor, x = ("start", 0.0) if is_narrow else ("end", axis.left - 22)
    drawn = line(0, top + height, width, top + height, GRID)
    drawn += paragraph(x, text_top, texts, anchor=anchor, bold=each.place == 0, halo=is_narrow)
    colour = SERIES[(each.place - 1) % len(SERIES)] if each.place else INK
    if mean.interval and mean.interval[0] < mean.interval[1]:
        low, high = (axis.at(bound) for bound in mean.interval)
        drawn += whisker(low, high, y, AXIS if mean.is_small_base else colour, cap=3.5, width=1.8)
    drawn += marker(max(0, each.place - 1), axis.at(mean.mean), y, RADIUS, colour)
    drawn += label(width - 80, y + 4.8, mean.mean_text, size=SIZE + 1, bold=True, anchor="end")
    return drawn + label(width, y + 4.4, mean.interval_text, size=SMALL, anchor="end", fill=SOFT_INK)


def _notes(table: Table, question: QuestionReport, language: str) -> list[str]:
    unit = f" {say(language, 'chart_unit', unit=question.unit)}" if question.unit else ""
    hidden = [f"{column.label}: {column.note}." for column in table.columns if not column.is_shown]
    return [f"{table.base_note}{unit} {say(language, 'chart_interval')}", *hidden]
