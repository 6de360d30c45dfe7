"""A column per point of a rating, with a mark at the mean."""

from collections.abc import Sequence

from polls.reporting.charts.frame import Body, Caption, framed
from polls.reporting.charts.lettering import LINE, SIZE, SMALL, width_of, wrapped
from polls.reporting.charts.palette import AXIS, INK, MUTED, SERIES, SOFT_INK
from polls.reporting.charts.svg import label, line, marker, paragraph, rectangle
from polls.reporting.document import Cell, Mean, QuestionReport, Row, RowKind, Table
from polls.reporting.phrases import say

HEIGHT = 150.0
HEAD = 44.0
"""Room above the columns for the mean."""


def draw_histogram(question: QuestionReport, table: Table, *, language: str, width: int) -> str:
    """Draw the distribution of the total; empty when nothing may be shown."""
    points = [(row, cell) for row in table.rows if row.kind is RowKind.CHOICE and (cell := row.cells[0])]
    mean = table.means[0] if table.means else None
    if not points or mean is None:
        return ""
    room = width / len(points)
    bottom = HEAD + HEIGHT
    drawn = [_column(row, cell, place, room, _tallest(points), mean) for place, (row, cell) in enumerate(points)]
    drawn.append(line(0, bottom, width, bottom, AXIS))
    drawn.append(_mean(mean, float(points[0][0].code), room, width, language))
    ends, depth = _ends(question, width, bottom + 34)
    description = "; ".join(f"{row.label}: {cell.percent}" for row, cell in points)
    told = say(language, "chart_mean", mean=mean.mean_text, interval=mean.interval_text)
    notes = [f"{table.base_note} {told}"]
    caption = Caption("histogram", question.code, question.text, f"{description}. {told}", notes)
    return framed(Body([*drawn, ends], bottom + 22 + depth), caption, width)


def _tallest(points: Sequence[tuple[Row, Cell]]) -> float:
    return max(cell.share for _, cell in points) or 1.0


def _column(row: Row, cell: Cell, place: int, room: float, tallest: float, mean: Mean) -> str:
    height, x = cell.share / tallest * HEIGHT, (place + 0.5) * room
    top, thickness = HEAD + HEIGHT - height, min(room - 4, 46.0)
    drawn = rectangle(x - thickness / 2, top, thickness, height, SERIES[0] if cell.is_highest else MUTED)
    text = cell.percent if width_of(cell.percent, size=SMALL) <= room else cell.percent.removesuffix("%")
    if cell.count and width_of(text, size=SMALL) <= room + 1:
        drawn += label(x, top - 5, text, size=SMALL, anchor="middle", fill=INK)
    return drawn + label(x, HEAD + HEIGHT + 16, row.label, anchor="middle")


def _mean(mean: Mean, first: float, room: float, width: int, language: str) -> str:
    """Mark the mean above the columns, with its interval as a line; the text stays within the chart."""

    def at(value: float) -> float:
        return (value - first + 0.5) * room

    x, text = at(mean.mean), say(language, "chart_mean_mark", mean=mean.mean_text)
    half = width_of(text, bold=True) / 2
    drawn = label(min(max(x, half), width - half), 14, text, bold=True, anchor="middle")
    if mean.interval:
        drawn += line(at(mean.interval[0]), 22.5, at(mean.interval[1]), 22.5, SERIES[1], width=2.4)
    return drawn + marker(2, x, 22.5, 4.6, SERIES[1])


def _ends(question: QuestionReport, width: int, top: float) -> tuple[str, float]:
    """Write what the ends of the rating mean; give them and the room that they take."""
    low = wrapped(question.low_label, width / 2 - 10, size=SMALL)
    high = wrapped(question.high_label, width / 2 - 10, size=SMALL)
    if low == high == [""]:
        return "", 0.0
    written = paragraph(0, top, low, size=SMALL, fill=SOFT_INK)
    written += paragraph(width, top, high, size=SMALL, anchor="end", fill=SOFT_INK)
    return written, max(len(low), len(high)) * SMALL * LINE + 2 + (SIZE - SMALL)
