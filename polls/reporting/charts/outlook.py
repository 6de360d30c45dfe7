"""How many have answered in each group, and how many are expected at the end, as bars with an interval."""

from collections.abc import Sequence
from dataclasses import dataclass

from polls.reporting.charts.axis import Axis, grid, value_axis
from polls.reporting.charts.frame import NARROW, Body, Caption, framed, label_column
from polls.reporting.charts.lettering import LINE, SIZE, SMALL, wrapped
from polls.reporting.charts.palette import GRID, INK, SERIES, SOFT_INK
from polls.reporting.charts.svg import label, line, marker, paragraph, rectangle, whisker
from polls.reporting.numbers import number
from polls.reporting.phrases import say

VALUES = 112.0
BAR = 14.0


@dataclass(frozen=True)
class OutlookLine:
    """One group: how many have answered, and how many are expected at the end, from ``low`` to ``high``."""

    label: str
    now: int
    expected: float
    low: int
    high: int


def draw_outlook(key: str, lines: Sequence[OutlookLine], *, language: str, width: int) -> str:
    """Draw the groups under each other, the first (everyone) in bold; empty without any."""
    if not lines:
        return ""
    left = label_column([each.label for each in lines], width, bold=True) + 8.0
    axis = value_axis(0, max(4, *(each.high for each in lines)), left, width - VALUES)
    drawn, top = [], 4.0
    for place, each in enumerate(lines):
        texts = wrapped(each.label, width if width <= NARROW else left - 26)
        height = len(texts) * SIZE * LINE + (34.0 if width <= NARROW else 18.0)
        drawn.append(_one(each, axis, top, height, texts, language, width, is_total=place == 0))
        top += height
    ticks = {tick: number(tick, language) for tick in axis.ticks}
    told = "; ".join(_said(each, language) for each in lines) + "."
    caption = Caption(
        "outlook", f"outlook-{key}", say(language, "chart_outlook"), told, [say(language, "outlook_note")]
    )
    return framed(Body([grid(axis, 0.0, top, ticks), *drawn], top + 18), caption, width)


def _said(each: OutlookLine, language: str) -> str:
    numbers = {name: number(getattr(each, name), language) for name in ("now", "low", "high")}
    return say(language, "outlook_line", label=each.label, expected=number(round(each.expected), language), **numbers)


def _one(
    each: OutlookLine, axis: Axis, top: float, height: float, texts: Sequence[str], language: str, width: int, *,
    is_total: bool,
) -> str:  # fmt: skip
    is_narrow = width <= NARROW
    y = top + height - 15 if is_narrow else top + height / 2
    text_top = top + SIZE + 2 if is_narrow else y - (len(texts) - 1) * SIZE * LINE / 2 + SIZE * 0.36
    anchor, x = ("start", 0.0) if is_narrow else ("end", axis.left - 12)
    drawn = line(0, top + height, width, top + height, GRID)
    drawn += paragraph(x, text_top, texts, anchor=anchor, bold=is_total, halo=is_narrow)
    drawn += rectangle(axis.left, y - BAR / 2, axis.at(each.now) - axis.left, BAR, SERIES[0])
    if each.high > each.low:
        drawn += whisker(axis.at(each.low), axis.at(each.high), y, INK, cap=4.5, width=1.8)
        drawn += marker(0, axis.at(each.expected), y, 4.6, SERIES[1])
    drawn += label(width - 62, y + 4.8, number(round(each.expected), language), size=SIZE + 1, bold=True, anchor="end")
    between = f"{number(each.low, language)}–{number(each.high, language)}"
    return drawn + label(width, y + 4.4, between, size=SMALL, anchor="end", fill=SOFT_INK)
