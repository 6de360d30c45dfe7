"""Differences of estimates under a design, tested by t on the design's degrees of freedom."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, stdtr

from polls.analysis.intervals import Floats, Integers
from polls.analysis.ratio import ratio
from polls.analysis.sampling.estimates import Estimates
from polls.analysis.sampling.share_intervals import mean_interval


@dataclass(frozen=True, eq=False)
class Differences:
    """First less second, arrays (pairs,). ``nan`` where a group is empty, or where nothing varies.

    ``pvalue`` is that of t, ``normal_pvalue`` that of z.
    """

    difference: Floats
    error: Floats
    statistic: Floats
    pvalue: Floats
    normal_pvalue: Floats
    low: Floats
    high: Floats


def t_differences(difference: ArrayLike, error: ArrayLike, df: ArrayLike, *, confidence: float = 0.95) -> Differences:
    """Test differences (pairs,) with their standard errors on ``df`` degrees of freedom."""
    d, se = (np.atleast_1d(np.asarray(value, np.float64)) for value in (difference, error))
    freedom = np.where(np.asarray(df, np.float64) > 0, df, np.nan)
    statistic = ratio(d, se)
    low, high = mean_interval(d, se, freedom, confidence=confidence)
    pvalue = 2 * stdtr(freedom, -np.abs(statistic))
    return Differences(d, se, statistic, pvalue, 2 * ndtr(-np.abs(statistic)), low, high)


def pair_differences(
    estimates: Estimates, first: Integers, second: Integers, df: ArrayLike, *, confidence: float = 0.95
) -> Differences:
    """Test the estimates at positions ``first`` less those at ``second`` (pairs,), with their covariance.

    The groups may share people: the covariance is that of the design.
    """
    covariance = estimates.covariance
    variance = covariance[first, first] + covariance[second, second] - 2 * covariance[first, second]
    difference = estimates.estimate[first] - estimates.estimate[second]
    return t_differences(difference, np.sqrt(np.maximum(variance, 0.0)), df, confidence=confidence)
