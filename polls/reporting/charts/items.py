"""Charts of a question with several items: the means of each, or the shares of each one's answers."""

from collections.abc import Sequence
from dataclasses import replace

from polls.reporting.charts.axis import grid, share_axis
from polls.reporting.charts.bars import BAR, VALUES, Bar, draw_one
from polls.reporting.charts.frame import NARROW, Body, Caption, framed, label_column
from polls.reporting.charts.lettering import LINE, SIZE, SMALL, wrapped
from polls.reporting.charts.means import MeanLine, draw_mean_lines
from polls.reporting.charts.palette import SOFT_INK
from polls.reporting.charts.svg import label, paragraph
from polls.reporting.document import QuestionGroup, QuestionReport, RowKind
from polls.reporting.phrases import say

GAP = 10.0


def draw_item_means(group: QuestionGroup, *, language: str, width: int, is_sorted: bool = False) -> str:
    """Draw the mean of each item over all respondents; ``is_sorted``: the largest first. Empty without any."""
    lines = [
        MeanLine(name, mean, place)
        for place, (name, member) in enumerate(zip(group.labels, group.members, strict=True))
        if (mean := member.total.means[0] if member.total.means else None)
    ]
    if not lines:
        return ""
    if is_sorted:
        lines.sort(key=lambda line: -line.mean.mean)
    unit = next((member.unit for member in group.members if member.unit), "")
    about = say(language, "chart_item_means", unit=say(language, "in_unit", unit=unit) if unit else "")
    notes = [f"{group.base_note} {about} {say(language, 'chart_interval')}", *_hidden(group)]
    described = "; ".join(f"{line.name}: {line.mean.mean_text} ({line.mean.interval_text})" for line in lines) + "."
    caption = Caption("items", group.code, group.text, described, notes)
    return draw_mean_lines([replace(line, place=1) for line in lines], caption, None, language=language, width=width)


def draw_parts(group: QuestionGroup, *, language: str, width: int) -> str:
    """Draw the mean share of each part of an allocation, the largest first."""
    return draw_item_means(group, language=language, width=width, is_sorted=True)


def draw_item_bars(group: QuestionGroup, *, language: str, width: int) -> str:
    """Draw for each item the shares of its answers, in the order in which they were asked. Empty without any."""
    shown = [
        (name, member) for name, member in zip(group.labels, group.members, strict=True) if member.total.columns[0].base
    ]
    if not shown:
        return ""
    bars = [bar for _, member in shown for bar in _bars(member)]
    left = label_column([bar.row.label for bar in bars], width)
    highest = max(max(bar.cell.share, bar.cell.interval[1] if bar.cell.interval else 0.0) for bar in bars)
    axis = share_axis(highest, left, width - VALUES)
    drawn, top = [], 0.0
    for name, member in shown:
        top += GAP
        names = wrapped(name, width - 90, bold=True)
        drawn.append(paragraph(0, top + SIZE, names, bold=True, halo=True))
        n = say(language, "n", n=member.total.columns[0].n)
        drawn.append(label(width, top + SIZE, n, size=SMALL, anchor="end", fill=SOFT_INK, halo=True))
        top += len(names) * SIZE * LINE + 6
        for bar in _bars(member):
            lines = wrapped(bar.row.label, width if width <= NARROW else left - 14)
            text = len(lines) * SIZE * LINE
            height = text + BAR + 14.0 if width <= NARROW else max(text, BAR) + 8.0
            drawn.append(draw_one(bar, axis, top, height, lines, width))
            top += height
    ticks = {tick: f"{round(tick * 100)}%" for tick in axis.ticks}
    notes = [f"{group.base_note} {say(language, 'chart_interval')}", *_hidden(group)]
    caption = Caption("items", group.code, group.text, _described(shown), notes)
    return framed(Body([grid(axis, 2.0, top, ticks), *drawn], top + 18), caption, width)


def _bars(member: QuestionReport) -> list[Bar]:
    rows = (row for row in member.total.rows if row.kind in (RowKind.CHOICE, RowKind.DONT_KNOW))
    return [Bar(row, cell) for row in rows if (cell := row.cells[0])]


def _hidden(group: QuestionGroup) -> list[str]:
    named = zip(group.labels, group.members, strict=True)
    columns = [(name, member.total.columns[0]) for name, member in named]
    return [f"{name}: {column.note}." for name, column in columns if not column.is_shown]


def _described(shown: Sequence[tuple[str, QuestionReport]]) -> str:
    def part(name: str, member: QuestionReport) -> str:
        return f"{name}: " + ", ".join(f"{bar.row.label} {bar.cell.percent}" for bar in _bars(member))

    return "; ".join(part(name, member) for name, member in shown) + "."
