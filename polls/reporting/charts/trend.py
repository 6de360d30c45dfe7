"""Shares over waves, as lines with their intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from polls.reporting.charts.axis import share_axis
from polls.reporting.charts.frame import Body, Caption, framed
from polls.reporting.charts.lettering import SMALL
from polls.reporting.charts.palette import AXIS, GRID, SERIES, SOFT_INK
from polls.reporting.charts.svg import label, line, marker
from polls.reporting.numbers import share_percent

HEIGHT = 190.0
LEFT = 44.0
RIGHT = 24.0
INSET = 18.0
"""Between the axis and the first wave: its marks stand side by side."""
MOST_LINES = len(SERIES)


@dataclass(frozen=True)
class TrendLine:
    """One answer over the waves: for each its share and interval (0-1), or None where it has none."""

    text: str
    shares: tuple[tuple[float, float, float] | None, ...]


def draw_trend(
    key: str, title: str, waves: Sequence[str], lines: Sequence[TrendLine], *, language: str, width: int
) -> str:
    """Draw up to five answers over the waves; empty for fewer than two waves or without an answer."""
    drawn_lines = list(lines[:MOST_LINES])
    known = [point for each in drawn_lines for point in each.shares if point]
    if len(waves) < 2 or not known:
        return ""
    axis = share_axis(max(high for _share, _low, high in known), HEIGHT, 8.0)
    first = LEFT + INSET
    places = [first + (width - first - RIGHT) * place / (len(waves) - 1) for place in range(len(waves))]
    drawn = []
    for tick in axis.ticks:
        y = axis.at(tick)
        drawn.append(line(LEFT, y, width - RIGHT + 12, y, AXIS if tick == 0 else GRID))
        drawn.append(label(LEFT - 6, y + 4, share_percent(tick, 1, language), size=SMALL, anchor="end", fill=SOFT_INK))
    for number, each in enumerate(drawn_lines):
        drawn += _line(each, places, axis.at, number)
    for place, name in enumerate(waves):
        anchor = "start" if place == 0 else "end" if place == len(waves) - 1 else "middle"
        x = places[place] + (-12 if place == 0 else 12 if place == len(waves) - 1 else 0)
        drawn.append(label(x, HEIGHT + 18, name, size=SMALL, anchor=anchor, fill=SOFT_INK))
    height = HEIGHT + 30
    for number, each in enumerate(drawn_lines):
        y = height + 20 * number + 6
        drawn.append(marker(number, LEFT, y, 5.0, SERIES[number]))
        drawn.append(label(LEFT + 12, y + 4, each.text, size=SMALL))
    return framed(
        Body(drawn, height + 20 * len(drawn_lines)),
        Caption("trend", f"trend-{key}", title, _description(waves, drawn_lines, language), []),
        width,
    )


def _line(each: TrendLine, places: Sequence[float], at: object, number: int) -> list[str]:
    assert callable(at)
    colour, shift, drawn = SERIES[number], (number - 2) * 3.0, []
    points = [(x + shift, point) for x, point in zip(places, each.shares, strict=True) if point]
    for (x, (share, _l, _h)), (next_x, (next_share, _nl, _nh)) in pairwise(points):
        drawn.append(line(x, at(share), next_x, at(next_share), colour, width=2.0))
    for x, (share, low, high) in points:
        drawn.append(line(x, at(low), x, at(high), colour, width=1.2))
        drawn.append(marker(number, x, at(share), 4.5, colour))
    return drawn


def _description(waves: Sequence[str], lines: Sequence[TrendLine], language: str) -> str:
    told = []
    for each in lines:
        shares = [
            f"{wave} {share_percent(point[0], 1, language)}"
            for wave, point in zip(waves, each.shares, strict=True)
            if point
        ]
        told.append(f"{each.text}: {', '.join(shares)}")
    return "; ".join(told) + "."
