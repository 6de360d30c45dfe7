"""Means as dots with their intervals, one line per group."""

from collections.abc import Sequence

from polls.codebook.schema import QuestionKind
from polls.reporting.charts.axis import Axis, grid, value_axis
from polls.reporting.charts.frame import NARROW, Body, Caption, framed, label_column
from polls.reporting.charts.lettering import LINE, SIZE, SMALL, wrapped
from polls.reporting.charts.palette import AXIS, GRID, INK, SERIES, SOFT_INK
from polls.reporting.charts.segments import column_title
from polls.reporting.charts.svg import label, line, marker, paragraph, whisker
from polls.reporting.document import Column, Mean, QuestionReport, RowKind, Table
from polls.reporting.numbers import number
from polls.reporting.phrases import say

VALUES = 124.0
RADIUS = 4.8

Line = tuple[Column, Mean]


def draw_means(question: QuestionReport, table: Table, *, language: str, width: int) -> str:
    """Draw the mean of each group that has one, the total first; empty when there is none."""
    lines = [(column, mean) for column, mean in zip(table.columns, table.means, strict=False) if mean]
    if not lines:
        return ""
    left = label_column([column_title(column, language) for column, _ in lines], width, bold=True) + 8.0
    axis = _axis(question, table, lines, left, width - VALUES)
    drawn, top = [], 4.0
    for place, (column, mean) in enumerate(lines):
        texts = wrapped(column_title(column, language), width if width <= NARROW else left - 26)
        height = len(texts) * SIZE * LINE + (30.0 if width <= NARROW else 18.0)
        drawn.append(_one(place, column, mean, axis, top, height, texts, width))
        top += height
    decimals = 0 if all(tick == int(tick) for tick in axis.ticks) else 1
    ticks = {tick: number(tick, language, decimals=decimals) for tick in axis.ticks}
    key = f"{question.code}-{table.variable}" if table.variable else question.code
    description = "; ".join(f"{column.label}: {mean.mean_text} ({mean.interval_text})" for column, mean in lines)
    caption = Caption("means", key, question.text, description + ".", _notes(table, question, language))
    return framed(Body([grid(axis, 0.0, top, ticks, base=None), *drawn], top + 18), caption, width)


def _axis(question: QuestionReport, table: Table, lines: Sequence[Line], left: float, right: float) -> Axis:
    """Make the axis: a rating or a scale in full, a number from zero to the highest bound."""
    points = [row for row in table.rows if row.kind is RowKind.CHOICE]
    if question.kind is QuestionKind.RATING and points:
        return value_axis(float(points[0].code), float(points[-1].code), left, right)
    highest = max(mean.interval[1] if mean.interval else mean.mean for _, mean in lines)
    lowest = min(mean.interval[0] if mean.interval else mean.mean for _, mean in lines)
    return value_axis(min(0.0, lowest), max(highest, 1.0), left, right)


def _one(
    place: int, column: Column, mean: Mean, axis: Axis, top: float, height: float, texts: Sequence[str], width: int
) -> str:
    is_narrow = width <= NARROW
    y = top + height - 13 if is_narrow else top + height / 2
    text_top = top + SIZE + 2 if is_narrow else y - (len(texts) - 1) * SIZE * LINE / 2 + SIZE * 0.36
    anchor, x = ("start", 0.0) if is_narrow else ("end", axis.left - 22)
    drawn = line(0, top + height, width, top + height, GRID)
    drawn += paragraph(x, text_top, texts, anchor=anchor, bold=column.segment is None, halo=is_narrow)
    colour = INK if column.segment is None else SERIES[(place - 1) % len(SERIES)]
    if mean.interval and mean.interval[0] < mean.interval[1]:
        low, high = (axis.at(bound) for bound in mean.interval)
        drawn += whisker(low, high, y, AXIS if mean.is_small_base else colour, cap=3.5, width=1.8)
    drawn += marker(0 if column.segment is None else place - 1, axis.at(mean.mean), y, RADIUS, colour)
    drawn += label(width - 80, y + 4.8, mean.mean_text, size=SIZE + 1, bold=True, anchor="end")
    return drawn + label(width, y + 4.4, mean.interval_text, size=SMALL, anchor="end", fill=SOFT_INK)


def _notes(table: Table, question: QuestionReport, language: str) -> list[str]:
    unit = f" {say(language, 'chart_unit', unit=question.unit)}" if question.unit else ""
    hidden = [f"{column.label}: {column.note}." for column in table.columns if not column.is_shown]
    return [f"{table.base_note}{unit} {say(language, 'chart_interval')}", *hidden]
