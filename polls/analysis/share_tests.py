"""Other tests of two independent shares than the pooled z of the house, for whoever recomputes: arrays (pairs,)."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, ndtr

from polls.analysis.intervals import Floats
from polls.analysis.ratio import ratio


def unpooled_z(
    first: ArrayLike, first_base: ArrayLike, second: ArrayLike, second_base: ArrayLike
) -> tuple[Floats, Floats, Floats]:
    """Give standard error, z and p for the difference of two shares (not counts), each with its own variance.

    The bases may be effective ones. Without variance z and p are ``nan``.
    """
    p, n, q, m = (np.asarray(value, np.float64) for value in (first, first_base, second, second_base))
    error = np.sqrt(p * (1 - p) / n + q * (1 - q) / m)
    z = ratio(p - q, error)
    return error, z, 2 * ndtr(-np.abs(z))


def corrected_chi_square(
    first: ArrayLike, first_base: ArrayLike, second: ArrayLike, second_base: ArrayLike
) -> tuple[Floats, Floats]:
    """Give Yates' chi-square and p for two counts on their bases, as R's ``prop.test``; ``nan`` where nothing varies.

    The correction is 1/2, and never more than the difference itself.
    """
    x, n, y, m = (np.asarray(value, np.float64) for value in (first, first_base, second, second_base))
    pooled = (x + y) / (n + m)
    correction = np.minimum(0.5, np.abs(x / n - y / m) / (1 / n + 1 / m))
    excess = np.abs(x - n * pooled) - correction
    statistic = ratio(excess**2 * (1 / n + 1 / m), pooled * (1 - pooled))
    return statistic, chdtrc(1, statistic)
