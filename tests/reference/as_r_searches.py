"""Brent's search for a root (1973), step by step as ``uniroot`` takes it, so that it ends where R ends."""

from collections.abc import Callable

import numpy as np

EPSILON = float(np.finfo(np.float64).eps)

WIDTH = EPSILON**0.25
"""To within this ``uniroot`` searches where it is told nothing else."""


def root(function: Callable[[float], float], low: float, high: float, *, width: float = WIDTH) -> float:
    """Find where a function is 0 between two places at which its signs differ, to within about ``width``."""
    last, best, other = low, high, low
    at_last, at_best = function(last), function(best)
    at_other = at_last
    while True:
        taken = best - last
        if abs(at_other) < abs(at_best):
            last, best, other = best, other, best
            at_last, at_best, at_other = at_best, at_other, at_best
        least = 2 * EPSILON * abs(best) + width / 2
        step = (other - best) / 2
        if abs(step) <= least or at_best == 0:
            return best
        if abs(taken) >= least and abs(at_last) > abs(at_best):
            over, under = _interpolated(last, best, other, at_last, at_best, at_other)
            if over < min(0.75 * (other - best) * under - abs(least * under) / 2, abs(taken * under / 2)):
                step = over / under
        step = step if abs(step) >= least else float(np.copysign(least, step))
        last, at_last = best, at_best
        best += step
        at_best = function(best)
        if at_best * at_other > 0:
            other, at_other = last, at_last


def _interpolated(
    last: float, best: float, other: float, at_last: float, at_best: float, at_other: float
) -> tuple[float, float]:
    """Give the step from the best place to where a line or an inverse parabola is 0: as a fraction, over first."""
    of_last = at_best / at_last
    if last == other:
        over, under = (other - best) * of_last, 1 - of_last
    else:
        scale, of_other = at_last / at_other, at_best / at_other
        over = of_last * ((other - best) * scale * (scale - of_other) - (best - last) * (of_other - 1))
        under = (scale - 1) * (of_other - 1) * (of_last - 1)
    return (over, -under) if over > 0 else (-over, under)
