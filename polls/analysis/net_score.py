"""The share of one side less that of the other on the same base: NPS, and top-2 less bottom-2."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

from polls.analysis.intervals import Floats, normal_quantile
from polls.analysis.ratio import ratio

PROMOTERS_FROM, DETRACTORS_TO = 9, 6
"""The answers 9 and 10 recommend, 0 to 6 do not (Reichheld 2003)."""


@dataclass(frozen=True, eq=False)
class NetScore:
    """Positive less negative share, arrays of one shape, as shares (times 100 for NPS). ``nan`` on an empty base.

    ``error`` has n−1 in it, as the standard error of a mean, and goes with the t interval; ``error_n`` has n.
    """

    base: Floats
    score: Floats
    error: Floats
    low: Floats
    high: Floats
    error_n: Floats
    low_n: Floats
    high_n: Floats


def net_score(positive: ArrayLike, negative: ArrayLike, base: ArrayLike, *, confidence: float = 0.95) -> NetScore:
    """Compare two disjoint shares of one base: the mean of a variable that is 1, 0 or -1, and its t interval."""
    up, down, n = np.broadcast_arrays(*(np.asarray(value, np.float64) for value in (positive, negative, base)))
    score = ratio(up - down, n)
    variance = np.maximum(ratio(up + down, n) - score**2, 0.0)
    error_n, error = np.sqrt(ratio(variance, n)), np.sqrt(ratio(variance, n - 1))
    half_n = normal_quantile(confidence) * error_n
    half = stdtrit(np.where(n > 1, n - 1, np.nan), (1 + confidence) / 2) * error
    return NetScore(n, score, error, score - half, score + half, error_n, score - half_n, score + half_n)


def nps_values(ratings: ArrayLike) -> Floats:
    """Give 100, 0 or -100 for ratings from 0 to 10; ``nan`` stays."""
    rating = np.asarray(ratings, np.float64)
    score = 100.0 * (rating >= PROMOTERS_FROM) - 100.0 * (rating <= DETRACTORS_TO)
    return np.where(np.isnan(rating), np.nan, score)
