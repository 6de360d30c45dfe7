"""Two groups that may share people: their difference has a covariance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from polls.analysis.intervals import Floats, normal_quantile
from polls.analysis.ratio import ratio


@dataclass(frozen=True, eq=False)
class OverlappingGroups:
    """Counts of an answer in pairs of groups, arrays (pairs,), and the bases: in the first, the second, and both."""

    first: Floats
    first_base: Floats
    second: Floats
    second_base: Floats
    both: Floats
    both_base: Floats


@dataclass(frozen=True, eq=False)
class OverlapTest:
    """First share less second, arrays (pairs,), by three variances under a simple random sample.

    Pooled over the two groups (as SPSS does), pooled over the people who are in either (for a part and its whole: the
    test of the part against the rest), and unpooled, with which the interval is made. ``nan`` without variance.
    """

    difference: Floats
    error: Floats
    statistic: Floats
    pvalue: Floats
    union_error: Floats
    union_statistic: Floats
    union_pvalue: Floats
    unpooled_error: Floats
    unpooled_statistic: Floats
    unpooled_pvalue: Floats
    low: Floats
    high: Floats


def overlap_z(groups: OverlappingGroups, *, confidence: float = 0.95) -> OverlapTest:
    """Test the difference of the shares of two groups with people in common, by z with the overlap taken out."""
    n, m, shared = groups.first_base, groups.second_base, groups.both_base
    p, q = ratio(groups.first, n), ratio(groups.second, m)
    factor = ratio(1, n) + ratio(1, m) - 2 * ratio(shared, n * m)
    pooled = ratio(groups.first + groups.second, n + m)
    union = ratio(groups.first + groups.second - groups.both, n + m - shared)
    covariance = ratio(groups.both * (1 - p) * (1 - q) + (shared - groups.both) * p * q, n * m)
    unpooled = np.maximum(ratio(p * (1 - p), n) + ratio(q * (1 - q), m) - 2 * covariance, 0.0)
    error, union_error = (np.sqrt(np.maximum(each * (1 - each) * factor, 0.0)) for each in (pooled, union))
    unpooled_error = np.sqrt(unpooled)
    half = normal_quantile(confidence) * unpooled_error
    return OverlapTest(
        p - q,
        *(error, *_z(p - q, error)),
        *(union_error, *_z(p - q, union_error)),
        *(unpooled_error, *_z(p - q, unpooled_error)),
        low=p - q - half,
        high=p - q + half,
    )


def groups_of_masks(
    answered: ArrayLike, in_first: ArrayLike, in_second: ArrayLike, gave: ArrayLike
) -> OverlappingGroups:
    """Count one pair of groups from masks (n,): who answered at all, who is in each group, who gave the answer."""
    known, a, b, yes = (np.asarray(mask, np.bool_) for mask in (answered, in_first, in_second, gave))
    counts = [
        np.array([float(np.count_nonzero(known & group & mask))])
        for group in (a, b, a & b)
        for mask in (yes, np.ones_like(yes))
    ]
    return OverlappingGroups(*counts)


def _z(difference: Floats, error: Floats) -> tuple[Floats, Floats]:
    z = ratio(difference, error)
    return z, 2 * ndtr(-np.abs(z))
