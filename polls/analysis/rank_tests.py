"""Do the answers of one group stand higher on an ordered scale? Tests on ranks, from counts by group and point."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, ndtr

from polls.analysis.crosstab import Counts
from polls.analysis.intervals import Floats, Integers
from polls.analysis.ratio import ratio


@dataclass(frozen=True)
class RankAnova:
    """The outcome of Kruskal and Wallis' test."""

    statistic: float
    df: int
    pvalue: float


@dataclass(frozen=True, eq=False)
class RankSums:
    """Mann and Whitney's U of the first group, arrays (pairs,); ``superiority`` is U over n·m: the chance that one of
    the first stands higher than one of the second, ties halved. ``nan`` where a group is empty or nothing varies."""

    statistic: Floats
    superiority: Floats
    z: Floats
    pvalue: Floats


def counts_by_point(values: ArrayLike, groups: Integers, count: int) -> Counts:
    """Count answers (n,) by group and distinct value, ascending: (count, points). ``nan`` and other groups are out."""
    value = np.asarray(values, np.float64)
    known = ~np.isnan(value) & (groups >= 0) & (groups < count)
    points, place = np.unique(value[known], return_inverse=True)
    joint = groups[known] * len(points) + place
    return np.bincount(joint, minlength=count * len(points)).reshape(count, len(points)).astype(np.int64)


def kruskal_wallis(counts: Counts) -> RankAnova | None:
    """Test whether groups stand alike, ties corrected (Kruskal & Wallis 1952): counts (groups, points).

    None for fewer than two groups with answers, or where all answers are equal.
    """
    used = counts[counts.sum(axis=1) > 0].astype(np.float64)
    points = used.sum(axis=0)
    n = points.sum()
    ties = 1 - ratio(np.sum(points**3 - points), n**3 - n, empty=1.0)
    if len(used) < 2 or not ties > 0:
        return None
    sizes, sums = used.sum(axis=1), used @ midranks(points)
    statistic = float((12 * np.sum(sums**2 / sizes) / (n * (n + 1)) - 3 * (n + 1)) / ties)
    return RankAnova(statistic, len(used) - 1, float(chdtrc(len(used) - 1, statistic)))


def mann_whitney(first: Counts, second: Counts) -> RankSums:
    """Compare pairs of groups, counts (pairs, points), by the normal approximation with continuity correction."""
    a, b = first.astype(np.float64), second.astype(np.float64)
    n, m, points = a.sum(axis=-1), b.sum(axis=-1), a + b
    total = n + m
    statistic = np.sum(a * midranks(points), axis=-1) - n * (n + 1) / 2
    ties = ratio(np.sum(points**3 - points, axis=-1), total * (total - 1))
    error = np.sqrt(np.maximum(n * m / 12 * (total + 1 - ties), 0.0))
    excess = statistic - n * m / 2
    z = ratio(excess - 0.5 * np.sign(excess), error)
    return RankSums(statistic, ratio(statistic, n * m), z, np.minimum(2 * ndtr(-np.abs(z)), 1.0))


def midranks(points: Floats) -> Floats:
    """Give the rank that all answers of a point share, from the counts (…, points)."""
    ranks: Floats = np.cumsum(points, axis=-1) - (points - 1) / 2
    return ranks
