"""Other intervals of a share than those of the house, for whoever recomputes or compares: arrays in, arrays out."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv

from polls.analysis.intervals import Bounds, Floats, normal_quantile


def wald_error(count: ArrayLike, base: ArrayLike, population: ArrayLike = np.nan) -> Floats:
    """Give the standard error √(p(1−p)/n); in a known population √((1−n/N)·p(1−p)/(n−1)) (Cochran 1977, §3.2)."""
    x, n, size = (np.asarray(value, np.float64) for value in (count, base, population))
    p = x / n
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.where(np.isnan(size), p * (1 - p) / n, (1 - n / size) * p * (1 - p) / (n - 1))
    error: Floats = np.sqrt(variance)
    return error


def wald(count: ArrayLike, base: ArrayLike, population: ArrayLike = np.nan, *, confidence: float = 0.95) -> Bounds:
    """Give p ± z · standard error, which may leave 0 to 1; half its width is the margin of error."""
    p = np.asarray(count, np.float64) / np.asarray(base, np.float64)
    half = normal_quantile(confidence) * wald_error(count, base, population)
    return p - half, p + half


def wilson_continuity(count: ArrayLike, base: ArrayLike, *, confidence: float = 0.95) -> Bounds:
    """Give Wilson's interval with continuity correction (Newcombe 1998, method 4; R's ``prop.test``)."""
    x, n = np.asarray(count, np.float64), np.asarray(base, np.float64)
    p, z = x / n, normal_quantile(confidence)
    correction = np.minimum(0.5, np.abs(x - n / 2))
    low = _score_bound(p - correction / n, n, z, -1)
    high = _score_bound(p + correction / n, n, z, 1)
    return np.where(p - correction / n <= 0, 0.0, low), np.where(p + correction / n >= 1, 1.0, high)


def agresti_coull(count: ArrayLike, base: ArrayLike, *, confidence: float = 0.95) -> Bounds:
    """Give Wald's interval after adding z²/2 to both sides (Agresti & Coull 1998)."""
    x, n = np.asarray(count, np.float64), np.asarray(base, np.float64)
    z = normal_quantile(confidence)
    size = n + z**2
    p = (x + z**2 / 2) / size
    half = z * np.sqrt(p * (1 - p) / size)
    return p - half, p + half


def jeffreys(count: ArrayLike, base: ArrayLike, *, confidence: float = 0.95) -> Bounds:
    """Give the equal-tailed posterior interval under Jeffreys' prior; from 0 at none, up to 1 at all."""
    x, n = np.asarray(count, np.float64), np.asarray(base, np.float64)
    tail = (1 - confidence) / 2
    low, high = (betaincinv(x + 0.5, n - x + 0.5, side) for side in (tail, 1 - tail))
    return np.where(x == 0, 0.0, low), np.where(x == n, 1.0, high)


def _score_bound(centre: Floats, n: Floats, z: float, side: int) -> Floats:
    """Solve the score equation for one bound around a corrected share."""
    inside = np.maximum(centre * (1 - centre) / n + z**2 / (4 * n**2), 0.0)
    bound: Floats = (centre + z**2 / (2 * n) + side * z * np.sqrt(inside)) / (1 + z**2 / n)
    return bound
