"""Quantiles of a number in each group, from the counts of its values."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PLAIN_METHOD = "type_7"
WEIGHTED_METHOD = "inverse_weighted_ecdf"
ROUNDING = 1e-12


def quantiles(values: Floats, counts: Floats, shares: Sequence[float]) -> Floats:
    """Give the quantiles of type 7 (Hyndman & Fan 1996), the default of R: (shares, groups).

    ``values`` (codes,) ascending, ``counts`` (groups, codes); ``nan`` where a group is empty.
    """
    running = np.cumsum(counts, axis=1)
    n = running[:, -1] if counts.shape[1] else np.zeros(len(counts))
    found = np.full((len(shares), len(counts)), np.nan)
    for row, share in enumerate(shares):
        place = (n - 1) * share
        lower = np.floor(place + ROUNDING * np.maximum(n, 1))
        for group in np.flatnonzero(n > 0).tolist():
            below = values[np.searchsorted(running[group], lower[group], side="right")]
            upper = min(lower[group] + 1, n[group] - 1)
            above = values[np.searchsorted(running[group], upper, side="right")]
            found[row, group] = below + max(place[group] - lower[group], 0.0) * (above - below)
    return found


def weighted_quantiles(values: Floats, weights: Floats, shares: Sequence[float]) -> Floats:
    """Give the smallest value up to which at least this share of the weight lies: (shares, groups).

    The inverse of the weighted distribution function; ``weights`` (groups, codes) sums by value.
    """
    found = np.full((len(shares), len(weights)), np.nan)
    for group, sums in enumerate(weights):
        used = sums > 0
        if not used.any():
            continue
        running = np.cumsum(sums[used])
        wanted = np.asarray(shares) * running[-1] * (1 - ROUNDING)
        found[:, group] = values[used][np.searchsorted(running, wanted, side="left")]
    return found
