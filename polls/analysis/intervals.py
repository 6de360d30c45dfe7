"""Intervals of a share, of the difference of two shares, and of a mean: arrays in, ``(low, high)`` arrays out.

Counts, bases and populations may be arrays of any shapes that broadcast; confidence is a share such as 0.95. A
population is ``nan`` where it is not known. N < n is a ValueError everywhere.
"""

from collections.abc import Callable
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv, gammaln, ndtri, stdtrit

LONGEST_TABLE = 1_000_000

EXACT_BELOW = 10
"""A base under which a share of a known population gets the exact interval."""

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Bounds = tuple[Floats, Floats]
Logarithms = Callable[[Integers], Floats]


class Method(StrEnum):
    """How the interval of a share was made."""

    WILSON = "wilson"
    WILSON_FPC = "wilson_fpc"
    CLOPPER_PEARSON = "clopper_pearson"
    HYPERGEOMETRIC = "hypergeometric"


def normal_quantile(confidence: float) -> float:
    """Give z such that a standard normal lies within ±z with probability ``confidence``."""
    return float(ndtri((1 + confidence) / 2))


def effective_base(base: ArrayLike, population: ArrayLike) -> Floats:
    """Give the base that carries as much in an endless population: n(N−1)/(N−n); n itself where N is ``nan``.

    Infinite where everyone was asked (n = N). From the variance of the hypergeometric distribution.
    """
    n, size = np.broadcast_arrays(np.asarray(base, np.float64), np.asarray(population, np.float64))
    if np.any(size < n):
        raise ValueError("a population cannot be smaller than its base")
    unknown = np.isnan(size)
    rest = np.where(unknown, 1.0, size - n)
    with np.errstate(divide="ignore", invalid="ignore"):
        corrected = np.where(rest == 0, np.inf, n * (size - 1) / rest)
    return np.where(unknown, n, corrected)


def wilson(share: ArrayLike, base: ArrayLike, *, confidence: float = 0.95) -> Bounds:
    """Give the score interval of Wilson (1927) for a share on a base, which may be an effective base."""
    p, n = np.asarray(share, np.float64), np.asarray(base, np.float64)
    z = normal_quantile(confidence)
    shrink = 1 + z**2 / n
    middle = (p + z**2 / (2 * n)) / shrink
    half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / shrink
    return np.clip(middle - half, 0.0, p), np.clip(middle + half, p, 1.0)


def wilson_fpc(count: ArrayLike, base: ArrayLike, population: ArrayLike, *, confidence: float = 0.95) -> Bounds:
    """Give Wilson's interval on the effective base in a population of known size; no width when n = N."""
    x, n = np.asarray(count, np.float64), np.asarray(base, np.float64)
    return wilson(x / n, effective_base(n, population), confidence=confidence)


def clopper_pearson(count: ArrayLike, base: ArrayLike, *, confidence: float = 0.95) -> Bounds:
    """Give the exact binomial interval of Clopper & Pearson (1934), each tail at half the error."""
    x, n = np.broadcast_arrays(np.asarray(count, np.float64), np.asarray(base, np.float64))
    tail = (1 - confidence) / 2
    inside = (x > 0) & (x < n)
    low = betaincinv(np.where(x > 0, x, 1.0), n - x + 1, tail)
    high = betaincinv(x + 1, np.where(x < n, n - x, 1.0), 1 - tail)
    return np.where(inside | (x == n), low, 0.0), np.where(inside | (x == 0), high, 1.0)


def hypergeometric(count: ArrayLike, base: ArrayLike, population: ArrayLike, *, confidence: float = 0.95) -> Bounds:
    """Give the exact interval in a population of known size, by inverting the two one-sided tests over M = 0 … N."""
    arrays = np.broadcast_arrays(*(np.asarray(value, np.int64) for value in (count, base, population)))
    x, n, size = (array.ravel() for array in arrays)
    if np.any(size < n):
        raise ValueError("a population cannot be smaller than its base")
    tail = (1 - confidence) / 2
    high = _largest_total(x, n, size, tail)
    # The successes seen from the other side are the failures: their largest total leaves the smallest one here.
    low = size - _largest_total(n - x, n, size, tail)
    shape = arrays[0].shape
    return (low / size).reshape(shape), (high / size).reshape(shape)


def newcombe(
    first: ArrayLike, first_base: ArrayLike, second: ArrayLike, second_base: ArrayLike, *, confidence: float = 0.95
) -> Bounds:
    """Give the interval of ``first - second``, two independent shares: method 10 of Newcombe (1998)."""
    p, q = np.asarray(first, np.float64), np.asarray(second, np.float64)
    low_p, high_p = wilson(p, first_base, confidence=confidence)
    low_q, high_q = wilson(q, second_base, confidence=confidence)
    below = np.sqrt((p - low_p) ** 2 + (high_q - q) ** 2)
    above = np.sqrt((high_p - p) ** 2 + (q - low_q) ** 2)
    return p - q - below, p - q + above


def share_interval(
    count: ArrayLike, base: ArrayLike, population: ArrayLike, *, confidence: float = 0.95
) -> tuple[Floats, Floats, NDArray[np.str_]]:
    """Give low, high and the value of the ``Method`` by the rule of the house, all of one shape.

    Wilson; exact where nobody or everybody gave the answer; with the population known Wilson on the effective base,
    exact at none, at all and on bases under ``EXACT_BELOW``. A base of 0 gives ``nan``.
    """
    arrays = np.broadcast_arrays(*(np.asarray(value, np.float64) for value in (count, base, population)))
    x, n, size = (array.ravel() for array in arrays)
    is_extreme, is_known = ((x == 0) | (x == n)) & (n > 0), ~np.isnan(size)
    is_binomial = is_extreme & ~is_known
    is_finite = (is_extreme | (n < EXACT_BELOW)) & is_known & (n > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = wilson_fpc(x, n, size, confidence=confidence)
    low[is_binomial], high[is_binomial] = clopper_pearson(x[is_binomial], n[is_binomial], confidence=confidence)
    low[is_finite], high[is_finite] = hypergeometric(x[is_finite], n[is_finite], size[is_finite], confidence=confidence)
    conditions = [is_binomial, is_finite, is_known]
    methods = [Method.CLOPPER_PEARSON.value, Method.HYPERGEOMETRIC.value, Method.WILSON_FPC.value]
    method = np.select(conditions, methods, Method.WILSON.value)
    shape = arrays[0].shape
    return low.reshape(shape), high.reshape(shape), method.reshape(shape)


def t_interval(
    mean: ArrayLike, sd: ArrayLike, base: ArrayLike, population: ArrayLike, *, confidence: float = 0.95
) -> Bounds:
    """Give mean ± t·s/√n with n − 1 degrees of freedom, s being the sample standard deviation (divisor n − 1).

    In a population of known size the standard error is multiplied by √(1 − n/N), the correction that belongs to that s
    (Cochran 1977, §2.5). ``nan`` on fewer than two answers, and where they are all equal but not everyone's.
    """
    centre, spread, n = (np.asarray(value, np.float64) for value in (mean, sd, base))
    size = np.asarray(population, np.float64)
    if np.any(size < n):
        raise ValueError("a population cannot be smaller than its base")
    with np.errstate(divide="ignore", invalid="ignore"):
        left = np.where(np.isnan(size), 1.0, 1 - n / size)
        half = stdtrit(np.where(n > 1, n - 1, np.nan), (1 + confidence) / 2) * spread * np.sqrt(left / n)
    half = np.where((spread == 0) & (left > 0), np.nan, half)
    return centre - half, centre + half


def _largest_total(x: Integers, n: Integers, size: Integers, tail: float) -> Integers:
    """Find the largest M with P(X ≤ x) > tail when n are drawn from ``size`` of which M succeed, by bisection."""
    low, high = x.copy(), size - n + x
    factorials = _log_factorials(int(size.max(initial=0)))
    while np.any(low < high):
        middle = (low + high + 1) // 2
        is_likely = _lower_tail(x, n, size, middle, factorials) > tail
        low, high = np.where(is_likely, middle, low), np.where(is_likely, high, middle - 1)
    return low


def _lower_tail(x: Integers, n: Integers, size: Integers, total: Integers, factorials: Logarithms) -> Floats:
    """Give P(X ≤ x) for the hypergeometric distribution: (cells,). ``factorials`` gives their logarithms."""
    count = np.arange(int(x.max(initial=0)) + 1)[None, :]
    x, n, size, total = (array[:, None] for array in (x, n, size, total))
    is_possible = (count <= x) & (count <= total) & (n - count <= size - total)
    taken = np.where(is_possible, count, np.maximum(0, n - size + total))

    def ways(of: Integers, some: Integers) -> Floats:
        logarithm: Floats = factorials(of) - factorials(some) - factorials(of - some)
        return logarithm

    log = ways(total, taken) + ways(size - total, n - taken) - ways(size, n)
    tails: Floats = np.sum(np.where(is_possible, np.exp(log), 0.0), axis=1)
    return tails


def _log_factorials(highest: int) -> Logarithms:
    """Give the function of the logarithm of factorials up to ``highest``: looked up unless the table would be long."""
    if highest > LONGEST_TABLE:
        return lambda number: np.asarray(gammaln(number + 1.0))
    table = gammaln(np.arange(highest + 1) + 1.0)
    return lambda number: np.asarray(table[number])


def log_choose(n: Integers, k: Integers) -> Floats:
    """Give the logarithm of the number of ways to choose k from n."""
    logarithm: Floats = gammaln(n + 1.0) - gammaln(k + 1.0) - gammaln(n - k + 1.0)
    return logarithm
