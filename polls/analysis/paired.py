"""Two answers of the same people: options of one question, or waves of a panel."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, chdtrc, stdtr, stdtrit

from polls.analysis.intervals import Floats, normal_quantile
from polls.analysis.ratio import ratio

EXACT_BELOW = 25
"""Fewer people than this who changed get the exact test."""


@dataclass(frozen=True, eq=False)
class PairedShares:
    """The change of a share among the same people, arrays (pairs,): first less second.

    ``statistic`` is McNemar's chi-square without and ``corrected_statistic`` with continuity correction, each with its
    p-value; ``exact_pvalue`` is that of the sign test; ``pvalue`` the one that the house shows. ``nan`` where nobody
    answered the two differently.
    """

    difference: Floats
    error: Floats
    low: Floats
    high: Floats
    statistic: Floats
    asymptotic_pvalue: Floats
    corrected_statistic: Floats
    corrected_pvalue: Floats
    exact_pvalue: Floats
    pvalue: Floats


def mcnemar(
    only_first: ArrayLike, only_second: ArrayLike, base: ArrayLike, *, confidence: float = 0.95
) -> PairedShares:
    """Compare two shares of the same ``base`` from those who are in one of them only (McNemar 1947).

    The house shows the exact test where they are under 25. Arrays of one shape.
    """
    b, c, n = (np.atleast_1d(np.asarray(value, np.float64)) for value in (only_first, only_second, base))
    changed, difference = b + c, ratio(b - c, n)
    error = np.sqrt(np.maximum(ratio(changed, n**2) - ratio(difference**2, n), 0.0))
    half = normal_quantile(confidence) * error
    statistic = ratio((b - c) ** 2, changed)
    corrected = ratio(np.maximum(np.abs(b - c) - 1, 0.0) ** 2, changed)
    asymptotic, exact = chdtrc(1, statistic), sign_test(b, changed)
    return PairedShares(
        difference=difference,
        error=error,
        low=difference - half,
        high=difference + half,
        statistic=statistic,
        asymptotic_pvalue=asymptotic,
        corrected_statistic=corrected,
        corrected_pvalue=chdtrc(1, corrected),
        exact_pvalue=exact,
        pvalue=np.where(changed < EXACT_BELOW, exact, asymptotic),
    )


def sign_test(wins: ArrayLike, trials: ArrayLike) -> Floats:
    """Give the two-sided exact p-value that a win is as likely as a loss; ``nan`` without trials."""
    x, n = np.broadcast_arrays(np.asarray(wins, np.float64), np.asarray(trials, np.float64))
    fewer = np.minimum(x, n - x)
    # P(X ≤ fewer) of the binomial distribution; the two tails meet where wins and losses are equal.
    tail = betainc(np.maximum(n - fewer, 1e-300), fewer + 1, 0.5)
    return np.where(n > 0, np.minimum(2 * tail, 1.0), np.nan)


@dataclass(frozen=True)
class PairedMeans:
    """The change of a mean among the same people: Student's t on n-1 degrees of freedom."""

    n: int
    difference: float
    error: float
    statistic: float
    df: int
    pvalue: float
    low: float
    high: float


def paired_t(first: ArrayLike, second: ArrayLike, *, confidence: float = 0.95) -> PairedMeans | None:
    """Compare two values (n,) of the same people, first less second, of those with both (not ``nan``).

    None for fewer than two people, or where all changed alike.
    """
    change = np.asarray(first, np.float64) - np.asarray(second, np.float64)
    change = change[~np.isnan(change)]
    n = len(change)
    error = float(change.std(ddof=1) / np.sqrt(n)) if n > 1 else 0.0
    if not error > 0:
        return None
    difference = float(change.mean())
    half = float(stdtrit(n - 1, (1 + confidence) / 2)) * error
    pvalue = 2 * float(stdtr(n - 1, -abs(difference / error)))
    return PairedMeans(n, difference, error, difference / error, n - 1, pvalue, difference - half, difference + half)
