"""Trimming: no respondent counts for more, or less, than stated."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from polls.analysis.intervals import Floats
from polls.analysis.weighting.outcome import Weighting
from polls.analysis.weighting.raking import rake
from polls.analysis.weighting.targets import Margin, WeightingError, base_weights

CUTS = 1000
CYCLES = 50


def trim(weights: ArrayLike, *, low: float = 0.0, high: float = np.inf, strict: bool = False) -> Floats:
    """Cut weights (n,) to the limits and give what is cut to the others in equal parts, so that the total stays.

    The others may then pass a limit themselves; ``strict`` repeats until nobody does. Raises WeightingError where the
    limits leave no room for the total.
    """
    current = np.asarray(weights, np.float64)
    mean = current.mean()
    if not low <= mean <= high:
        raise WeightingError(f"the mean weight {mean:g} lies outside the limits {low:g} and {high:g}")
    outside = (current < low) | (current > high)
    for _ in range(CUTS):
        if not outside.any():
            break
        cut = np.clip(current, low, high)
        if outside.all():
            return cut
        spare = np.sum(current - cut) / np.count_nonzero(~outside)
        current = np.where(outside, cut, current + spare)
        if not strict:
            break
        outside = (current < low) | (current > high)
    return np.clip(current, low, high) if strict else current


def rake_trimmed(
    margins: Sequence[Margin], base: ArrayLike | None = None, *, times_median: float, cycles: int = CYCLES
) -> Weighting:
    """Rake, cut at a multiple of the median weight, rake again, until the margins hold and nobody is above it.

    The multiple speaks of the factor that raking gives. Where both cannot be had within the ``cycles``, the margins
    hold and the weighting says that it has not converged. Raises WeightingError for a multiple that is not above 1.
    """
    if not times_median > 1:
        raise WeightingError(f"weights cannot be cut at {times_median:g} times their median: it must be above 1")
    before = base_weights(base, len(margins[0].codes) if margins else 0)
    outcome = rake(margins, before)
    limit = times_median * float(np.median(outcome.weights[outcome.weights > 0]))
    rounds = outcome.rounds
    for _ in range(cycles):
        if outcome.weights.max() <= limit * (1 + 1e-9):
            break
        outcome = rake(margins, np.minimum(outcome.weights, limit))
        rounds += outcome.rounds
    is_within = bool(outcome.weights.max() <= limit * (1 + 1e-9))
    converged = outcome.converged and is_within
    return Weighting(outcome.weights, outcome.residuals, rounds, outcome.deviation, converged, outcome.contradicting)
