"""Means of groups that are taken to vary alike: analysis of variance and the pooled t-test, from moments."""

from dataclasses import dataclass

import numpy as np
from scipy.special import fdtrc, stdtr, stdtrit

from polls.analysis.describe import Moments
from polls.analysis.intervals import Floats, Integers
from polls.analysis.ratio import ratio


@dataclass(frozen=True)
class Anova:
    """Fisher's F with its degrees of freedom between and within groups; ``eta_squared`` is the share explained."""

    statistic: float
    df: int
    denominator_df: int
    pvalue: float
    eta_squared: float


@dataclass(frozen=True, eq=False)
class PooledT:
    """Differences of pairs of means, arrays (pairs,), first less second. ``nan`` where nothing varies."""

    difference: Floats
    error: Floats
    statistic: Floats
    df: Floats
    pvalue: Floats
    low: Floats
    high: Floats


def anova(moments: Moments) -> Anova | None:
    """Test whether the means of all groups with answers are equal, variances alike; None where that has no meaning."""
    n, mean, within = _used(moments)
    df = int(n.sum()) - len(n)
    if len(n) < 2 or df < 1 or not within.sum() > 0:
        return None
    grand = n @ mean / n.sum()
    between, inside = float(n @ (mean - grand) ** 2), float(within.sum())
    statistic = between / (len(n) - 1) / (inside / df)
    pvalue = float(fdtrc(len(n) - 1, df, statistic))
    return Anova(statistic, len(n) - 1, df, pvalue, between / (between + inside))


def pooled_t(
    moments: Moments, first: Integers, second: Integers, *, over_all: bool = False, confidence: float = 0.95
) -> PooledT:
    """Compare the groups at positions ``first`` and ``second`` (pairs,) with one variance for both, or ``over_all``."""
    within = np.where(moments.n > 1, moments.n - 1, 0) * np.nan_to_num(moments.sd) ** 2
    degrees = np.maximum(moments.n - 1, 0)
    if over_all:
        spread, df = np.full(len(first), within.sum()), np.full(len(first), float(degrees.sum()))
    else:
        spread, df = within[first] + within[second], (degrees[first] + degrees[second]).astype(np.float64)
    df = np.where((moments.n[first] > 0) & (moments.n[second] > 0) & (df > 0), df, np.nan)
    error = np.sqrt(spread / df * (ratio(1, moments.n[first]) + ratio(1, moments.n[second])))
    difference = moments.mean[first] - moments.mean[second]
    statistic = ratio(difference, error)
    half = stdtrit(df, (1 + confidence) / 2) * error
    pvalue = 2 * stdtr(df, -np.abs(statistic))
    return PooledT(difference, error, statistic, df, pvalue, difference - half, difference + half)


def _used(moments: Moments) -> tuple[Floats, Floats, Floats]:
    """Give n, mean and sum of squares of the groups with answers."""
    has_answers = moments.n > 0
    n, mean = moments.n[has_answers].astype(np.float64), moments.mean[has_answers]
    return n, mean, np.where(n > 1, n - 1, 0) * np.nan_to_num(moments.sd[has_answers]) ** 2
