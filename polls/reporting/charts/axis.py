"""A horizontal axis: where a value lies, which values get a grid line, and the drawing of both."""

from dataclasses import dataclass
from math import ceil, floor, log10

from polls.reporting.charts.lettering import SMALL, width_of
from polls.reporting.charts.palette import AXIS, GRID, SOFT_INK
from polls.reporting.charts.svg import label, line


@dataclass(frozen=True)
class Axis:
    """A scale from ``low`` to ``high`` over the pixels from ``left`` to ``right``, with grid lines at ``ticks``."""

    low: float
    high: float
    left: float
    right: float
    ticks: tuple[float, ...]

    def at(self, value: float) -> float:
        """Give the x of a value; a value outside the scale gets its end."""
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.0
        return self.left + min(1.0, max(0.0, share)) * (self.right - self.left)


def share_axis(highest: float, left: float, right: float) -> Axis:
    """Make an axis of shares from 0 to the next fifth that holds ``highest`` (0-1), two fifths at least."""
    fifths = min(5, max(2, ceil(highest * 5 - 1e-9)))
    step = 0.2 if right - left > 150 or fifths < 4 else 0.4 if fifths == 4 else 0.5
    count = round(fifths / 5 / step)
    return Axis(0.0, fifths / 5, left, right, tuple(step * tick for tick in range(count + 1)))


def value_axis(low: float, high: float, left: float, right: float) -> Axis:
    """Make an axis that holds low and high, with round numbers about every quarter of it."""
    span = max(high - low, 1e-9)
    power = 10.0 ** floor(log10(span / 4))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if span / (factor * power) <= 5)
    first, last = floor(low / step), ceil(high / step)
    return Axis(first * step, last * step, left, right, tuple(step * tick for tick in range(first, last + 1)))


def grid(axis: Axis, top: float, bottom: float, texts: dict[float, str], *, base: float | None = 0.0) -> str:
    """Draw the grid lines, the texts under them (by tick), and a stronger line at ``base``."""
    drawn = ""
    for tick in axis.ticks:
        x = axis.at(tick)
        is_base = base is not None and abs(tick - base) < 1e-9
        drawn += line(x, top, x, bottom, AXIS if is_base else GRID)
        if tick in texts:
            centre = max(x, width_of(texts[tick], size=SMALL) / 2)
            drawn += label(centre, bottom + 14, texts[tick], size=SMALL, anchor="middle", fill=SOFT_INK)
    return drawn
