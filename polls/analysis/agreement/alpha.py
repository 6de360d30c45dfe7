"""Krippendorff's alpha: agreement of any number of coders, who need not all have coded every answer.

Krippendorff, K. (2011). Computing Krippendorff's Alpha-Reliability. University of Pennsylvania.
Hayes, A. F. and Krippendorff, K. (2007). Answering the call for a standard reliability measure for coding data.
Communication Methods and Measures 1, 77-89: the interval, by resampling.
Passonneau, R. (2006). Measuring agreement on set-valued items (MASI) for semantic and pragmatic annotation. LREC.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from math import nan

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Distance = Callable[[Hashable, Hashable], float]

DRAWS = 2000
SEED = 20070101
"""Of the draws of the interval: the same answers give the same interval."""

AT_ONCE = 200


@dataclass(frozen=True)
class Alpha:
    """``alpha`` on ``units`` answers that at least two people coded; 1 is agreement, 0 what chance gives.

    ``low`` and ``high`` bound 95 % of the resampled values. ``nan`` where it does not exist: fewer than two different
    values were given.
    """

    units: int
    values: int
    alpha: float
    low: float
    high: float


def nominal(first: Hashable, second: Hashable) -> float:
    """Tell two values apart or not: 1 or 0."""
    return float(first != second)


def masi(first: Hashable, second: Hashable) -> float:
    """Give the distance of two sets of codes, 0 to 1 (Passonneau 2006): 1 less Jaccard times how they stand.

    Equal sets 1, one within the other 2/3, sets that overlap 1/3, and 0 where they share nothing.
    """
    one, other = frozenset(_members(first)), frozenset(_members(second))
    shared, together = one & other, one | other
    if one == other:
        return 0.0
    if not shared:
        return 1.0
    stands = 2 / 3 if shared in (one, other) else 1 / 3
    return 1.0 - len(shared) / len(together) * stands


def krippendorff_alpha(
    units: Sequence[Sequence[Hashable]], *, distance: Distance = nominal, confidence: float = 0.95
) -> Alpha:
    """Give alpha of ``units``: of each answer the values that coders gave it, who did not code it left out.

    alpha = 1 - (n - 1) * sum(o_ck * d_ck) / sum(n_c * n_k * d_ck), o the coincidences and n the values counted in units
    with at least two. ``distance`` is squared already where the metric asks for that.
    """
    patterns = Counter(_pattern(unit) for unit in units if len(unit) > 1)
    values = sorted({value for pattern in patterns for value in pattern}, key=repr)
    if not patterns:
        return Alpha(0, 0, nan, nan, nan)
    apart = np.array([[distance(one, other) for other in values] for one in values], np.float64)
    place = {value: position for position, value in enumerate(values)}
    kinds = sorted(patterns, key=repr)
    counts = np.zeros((len(kinds), len(values)))
    for row, kind in enumerate(kinds):
        for value in kind:
            counts[row, place[value]] += 1
    within = np.einsum("uc,ck,uk->u", counts, apart, counts) / (counts.sum(axis=1) - 1)
    times = np.array([patterns[kind] for kind in kinds], np.float64)
    found = float(_alphas(times[np.newaxis], counts, within, apart)[0])
    low, high = _interval(times, counts, within, apart, confidence) if found == found else (nan, nan)
    return Alpha(int(times.sum()), int((times @ counts).sum()), found, low, high)


def _alphas(times: Floats, counts: Floats, within: Floats, apart: Floats) -> Floats:
    """Give alpha for each row of ``times`` (draws, kinds of unit): how often each kind occurs."""
    given = times @ counts
    expected = np.einsum("bc,ck,bk->b", given, apart, given)
    observed = (given.sum(axis=1) - 1) * (times @ within)
    return np.where(
        expected > 0, 1 - np.divide(observed, expected, where=expected > 0, out=np.zeros_like(observed)), nan
    )


def _interval(times: Floats, counts: Floats, within: Floats, apart: Floats, confidence: float) -> tuple[float, float]:
    """Bound the alphas of answers drawn again with replacement; draws that have no alpha count as agreement."""
    rng, n = np.random.default_rng(SEED), int(times.sum())
    drawn = [
        _alphas(rng.multinomial(n, times / n, AT_ONCE).astype(np.float64), counts, within, apart)
        for _ in range(DRAWS // AT_ONCE)
    ]
    tail = (1 - confidence) / 2
    low, high = np.quantile(np.nan_to_num(np.concatenate(drawn), nan=1.0), [tail, 1 - tail])
    return float(low), float(high)


def _pattern(unit: Sequence[Hashable]) -> tuple[Hashable, ...]:
    return tuple(sorted(unit, key=repr))


def _members(value: Hashable) -> Sequence[Hashable]:
    if not isinstance(value, tuple):
        raise TypeError(f"a set of codes is a tuple, not {value!r}")
    return value
