"""Stacked bars to 100 %: a scale from its negative to its positive end, one bar per group, and its top two."""

from collections.abc import Sequence

from polls.reporting.charts.frame import NARROW, Body, Caption, LegendItem, framed, label_column, legend
from polls.reporting.charts.lettering import LINE, SIZE, SMALL, width_of, wrapped
from polls.reporting.charts.palette import SOFT_INK, ramp, text_on
from polls.reporting.charts.svg import label, paragraph, rectangle
from polls.reporting.document import Column, QuestionReport, Row, RowKind, Table
from polls.reporting.phrases import say

BAR = 30.0
NET = 62.0
"""Room at the right for the top two."""


def draw_scale(question: QuestionReport, table: Table, *, language: str, width: int) -> str:
    """Draw a bar for each group with numbers; a hidden group is named under the chart. Empty without any."""
    points = [row for row in table.rows if row.kind is RowKind.CHOICE]
    shown = [position for position, column in enumerate(table.columns) if column.base]
    if not shown or not points:
        return ""
    colours = ramp(len(points))
    head = legend(_legend(points, colours), width)
    names = [table.columns[position].label for position in shown]
    left = 0.0 if width <= NARROW else min(220.0, label_column(names, width, bold=True))
    top_two = next((row for row in table.rows if row.code == "top2"), None)
    top = head.height + (20.0 if top_two else 6.0)
    drawn = list(head.elements)
    if top_two:
        text = say(language, "top2")
        drawn.append(label(width, top - 4, text, size=SMALL, anchor="end", fill=SOFT_INK))
    for position in shown:
        lines = _heading(table.columns[position], language, width - 120 if width <= NARROW else left - 14)
        text_height = (len(lines) - (width <= NARROW)) * SIZE * LINE
        bar_top = top + text_height + 5 if width <= NARROW else top + (max(text_height, BAR) - BAR) / 2 + 4
        middle = bar_top + BAR / 2
        text_top = top + SIZE if width <= NARROW else middle - text_height / 2 + SIZE
        drawn.append(_title(lines, text_top, left, width))
        drawn.append(_bar(points, colours, position, left, width - NET, bar_top))
        cell = top_two.cells[position] if top_two else None
        if cell:
            drawn.append(label(width, middle + 5.2, cell.percent, size=SIZE + 2, bold=True, anchor="end"))
        top = bar_top + BAR + 12 if width <= NARROW else top + max(text_height, BAR) + 12
    key = f"{question.code}-{table.variable}" if table.variable else question.code
    caption = Caption("scale", key, question.text, _described(table, points, shown), _notes(table, top_two, language))
    return framed(Body(drawn, top), caption, width)


def _legend(points: Sequence[Row], colours: Sequence[str]) -> list[LegendItem]:
    return [
        LegendItem(rectangle(-6, -6, 12, 12, colour), row.label) for row, colour in zip(points, colours, strict=True)
    ]


def _heading(column: Column, language: str, width: float) -> list[str]:
    key = "small_n" if column.is_small_base else "n"
    return [*wrapped(column.label, width, bold=True), say(language, key, n=column.n)]


def _title(lines: Sequence[str], top: float, left: float, width: int) -> str:
    """Write the name of the group in bold with its n under it; on one line with it where there is little room."""
    *name, n = lines
    if width <= NARROW:
        x, n_top = width_of(name[-1], bold=True) + 10, top + (len(name) - 1) * SIZE * LINE
        return paragraph(0, top, name, bold=True) + label(x, n_top, n, size=SMALL, fill=SOFT_INK)
    written = paragraph(left - 12, top, name, bold=True, anchor="end")
    return written + label(left - 12, top + len(name) * SIZE * LINE, n, size=SMALL, anchor="end", fill=SOFT_INK)


def _bar(points: Sequence[Row], colours: Sequence[str], position: int, left: float, right: float, top: float) -> str:
    drawn, x = "", left
    for row, colour in zip(points, colours, strict=True):
        cell = row.cells[position]
        if cell is None or cell.count == 0:
            continue
        length = cell.share * (right - left)
        drawn += rectangle(x, top, length - 1, BAR, colour)
        if length >= width_of(cell.percent, size=SMALL) + 6:
            drawn += label(x + length / 2, top + BAR / 2 + 4.2, cell.percent, size=SMALL, anchor="middle",
                           fill=text_on(colour))  # fmt: skip
        x += length
    return drawn


def _notes(table: Table, top_two: Row | None, language: str) -> list[str]:
    first = table.base_note
    if top_two:
        first += f" {say(language, 'chart_top2', answer=top_two.answer)}"
    return [first, *(f"{column.label}: {column.note}." for column in table.columns if not column.is_shown)]


def _described(table: Table, points: Sequence[Row], shown: Sequence[int]) -> str:
    def part(position: int) -> str:
        told = (f"{row.label} {cell.percent}" for row in points if (cell := row.cells[position]))
        return f"{table.columns[position].label}: {', '.join(told)}"

    return "; ".join(part(position) for position in shown) + "."
