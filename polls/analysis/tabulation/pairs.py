"""Comparing the columns of a table two by two: on every line all pairs of groups of one part of the banner."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri, stdtr

from polls.analysis.adjustment import adjust
from polls.analysis.freeman_halton import fisher_2x2
from polls.analysis.intervals import effective_base, newcombe, normal_quantile
from polls.analysis.sampling.share_intervals import mean_interval
from polls.analysis.significance import LEVEL, POWER, detectable_difference, two_proportion_z
from polls.analysis.tabulation.cells import Cells
from polls.analysis.tabulation.spec import PairTest, Tests

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Names = NDArray[np.str_]
Places = NDArray[np.intp]

SMALL_EXPECTED = 5.0


@dataclass(frozen=True, eq=False)
class Pairs:
    """First less second, all (lines, pairs); ``nan`` where there is no number, "" where there was no test.

    ``first`` and ``second`` (pairs,) are places among the columns. ``inner_low`` and ``inner_high`` are the interval
    of two one-sided tests at 5 %.
    """

    first: Places
    second: Places
    test: Names
    difference: Floats
    error: Floats
    statistic: Floats
    df: Floats
    pvalue: Floats
    low: Floats
    high: Floats
    inner_low: Floats
    inner_high: Floats
    detectable: Floats
    interval_method: Names


def all_pairs(groups: Sequence[int]) -> tuple[Places, Places]:
    """Give all pairs of groups, in order: places of the first and of the second."""
    pairs = np.array(list(combinations(groups, 2)), np.intp).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def plain_share_pairs(
    cells: Cells, populations: Floats, first: Places, second: Places, tests: Tests, confidence: float
) -> Pairs:
    """Compare unweighted shares of groups that share nobody."""
    count, base = cells.estimated.count, cells.estimated.base
    x, n, y, m = count[:, first], base[:, first], count[:, second], base[:, second]
    with np.errstate(divide="ignore", invalid="ignore"):
        p, q = x / n, y / m
        pooled = (x + y) / (n + m)
        sizes = effective_base(n, populations[first]), effective_base(m, populations[second])
        statistic, error, pvalue, names = _plain_tests(x, n, y, m, sizes, tests.pair_test)
        low, high = newcombe(p, sizes[0], q, sizes[1], confidence=confidence)
        inner_low, inner_high = newcombe(p, sizes[0], q, sizes[1], confidence=1 - 2 * LEVEL)
        smallest = detectable_difference(pooled, *sizes)
    is_testable = np.minimum(n, m) >= max(tests.least_base, 1)
    has_base = (n > 0) & (m > 0)
    return Pairs(
        first=first,
        second=second,
        test=np.where(is_testable, names, ""),
        difference=p - q,
        error=error,
        statistic=np.where(is_testable, statistic, np.nan),
        df=np.full(p.shape, np.nan),
        pvalue=np.where(is_testable, pvalue, np.nan),
        low=low,
        high=high,
        inner_low=inner_low,
        inner_high=inner_high,
        detectable=np.where((pooled > 0) & (pooled < 1), smallest, np.nan),
        interval_method=np.where(has_base, "newcombe", ""),
    )


def _plain_tests(
    x: Floats, n: Floats, y: Floats, m: Floats, sizes: tuple[Floats, Floats], chosen: PairTest
) -> tuple[Floats, Floats, Floats, Names]:
    """Give statistic, standard error, p-value and the name of the test."""
    p, q, pooled = x / n, y / m, (x + y) / (n + m)
    error = np.sqrt(pooled * (1 - pooled) * (1 / sizes[0] + 1 / sizes[1]))
    if chosen is PairTest.Z_UNPOOLED:
        error = np.sqrt(p * (1 - p) / sizes[0] + q * (1 - q) / sizes[1])
        statistic = np.where(error > 0, (p - q) / error, np.nan)
        return statistic, error, 2 * ndtr(-np.abs(statistic)), np.full(p.shape, "two_proportion_z_unpooled")
    if chosen is PairTest.Z_CONTINUITY:
        shift = np.minimum(0.5, np.abs(p - q) / (1 / n + 1 / m))
        reduced = np.maximum(np.abs(p - q) - shift * (1 / n + 1 / m), 0) * np.sign(p - q)
        statistic = np.where(error > 0, reduced / error, np.nan)
        return statistic, error, 2 * ndtr(-np.abs(statistic)), np.full(p.shape, "two_proportion_z_continuity")
    statistic, pvalue = two_proportion_z(x, n, y, m, *sizes)
    names = np.full(p.shape, "two_proportion_z", "U32")
    is_exact = np.full(p.shape, chosen is PairTest.FISHER)
    if chosen is PairTest.AUTO:
        is_exact = np.minimum(n, m) * np.minimum(pooled, 1 - pooled) < SMALL_EXPECTED
    is_exact &= (n > 0) & (m > 0)
    pvalue[is_exact] = fisher_2x2(*(values[is_exact].astype(np.int64) for values in (x, n, y, m)))
    statistic[is_exact] = np.nan
    names[is_exact] = "fisher_exact"
    return statistic, error, pvalue, names


def kish_pairs(cells: Cells, first: Places, second: Places, tests: Tests, confidence: float) -> Pairs:
    """Compare weighted shares on Kish's effective bases, as banner software does: z with pooled variance."""
    shares, bases = cells.estimated.estimate, cells.estimated.effective_base
    plain = replace(cells.estimated, count=shares * bases, base=bases)
    unknown = np.full(shares.shape[1], np.nan)
    chosen = replace(tests, pair_test=PairTest.Z_POOLED)
    found = plain_share_pairs(replace(cells, estimated=plain), unknown, first, second, chosen, confidence)
    is_testable = np.minimum(cells.estimated.base[:, first], cells.estimated.base[:, second]) >= tests.least_base
    return replace(
        found,
        test=np.where(is_testable, "two_proportion_z_effective_base", ""),
        pvalue=np.where(is_testable, found.pvalue, np.nan),
    )


def design_pairs(
    cells: Cells, covariance: Floats, first: Places, second: Places, df: float, tests: Tests, confidence: float
) -> Pairs:
    """Compare shares or means under a design: t on its degrees of freedom. ``covariance`` is (lines, pairs)."""
    estimate, error = cells.estimated.estimate, cells.error
    difference = estimate[:, first] - estimate[:, second]
    variance = error[:, first] ** 2 + error[:, second] ** 2 - 2 * covariance
    return _by_t(cells, np.sqrt(np.maximum(variance, 0)), difference, np.full(difference.shape, df), first, second,
                 "design_t", tests, confidence)  # fmt: skip


def plain_mean_pairs(cells: Cells, first: Places, second: Places, tests: Tests, confidence: float) -> Pairs:
    """Compare unweighted means: Welch's t, or t with the variance pooled over all groups of the variable."""
    estimated = cells.estimated
    n, m = estimated.base[:, first], estimated.base[:, second]
    one, two = estimated.simple[:, first], estimated.simple[:, second]
    difference = estimated.estimate[:, first] - estimated.estimate[:, second]
    with np.errstate(divide="ignore", invalid="ignore"):
        if tests.means == "pooled":
            groups = np.unique(np.concatenate([first, second]))
            base, simple = estimated.base[:, groups], estimated.simple[:, groups]
            df = np.broadcast_to((base - 1).sum(axis=1, keepdims=True), difference.shape)
            within = np.nansum(simple * base * (base - 1), axis=1, keepdims=True) / df
            error = np.sqrt(within * (1 / n + 1 / m))
        else:
            error = np.sqrt(one + two)
            df = (one + two) ** 2 / (one**2 / (n - 1) + two**2 / (m - 1))
    name = "pooled_t" if tests.means == "pooled" else "welch_t"
    return _by_t(cells, error, difference, df, first, second, name, tests, confidence)


def _by_t(
    cells: Cells,
    error: Floats,
    difference: Floats,
    df: Floats,
    first: Places,
    second: Places,
    name: str,
    tests: Tests,
    confidence: float,
) -> Pairs:
    base = cells.estimated.base
    is_testable = np.minimum(base[:, first], base[:, second]) >= max(tests.least_base, 1)
    is_testable &= error > 0
    statistic = np.divide(difference, error, out=np.full(difference.shape, np.nan), where=is_testable)
    low, high = mean_interval(difference, error, df, confidence=confidence)
    inner_low, inner_high = mean_interval(difference, error, df, confidence=1 - 2 * LEVEL)
    pvalue = 2 * stdtr(np.where(df > 0, df, np.nan), -np.abs(statistic))
    detectable = float(ndtri(1 - LEVEL / 2) + ndtri(POWER)) * error
    return Pairs(
        first=first,
        second=second,
        test=np.where(is_testable, name, ""),
        difference=difference,
        error=error,
        statistic=statistic,
        df=np.where(is_testable, df, np.nan),
        pvalue=pvalue,
        low=low,
        high=high,
        inner_low=inner_low,
        inner_high=inner_high,
        detectable=detectable,
        interval_method=np.where(np.isnan(low), "", name),
    )


def overlapping_share_pairs(
    cells: Cells,
    shared: tuple[Floats, Floats],
    first: Places,
    second: Places,
    tests: Tests,
    confidence: float,
) -> Pairs:
    """Compare unweighted shares of groups that share people: z with the covariance of those in both.

    ``shared`` are the count and the base of those in both, (lines, pairs). The variance is pooled over the people of
    either group, which for disjoint groups is the ordinary z; ``z_pooled`` pools over the bases, as SPSS does.
    """
    count, base = cells.estimated.count, cells.estimated.base
    x, n, y, m = count[:, first], base[:, first], count[:, second], base[:, second]
    both_count, both = shared
    with np.errstate(divide="ignore", invalid="ignore"):
        p, q = x / n, y / m
        factor = 1 / n + 1 / m - 2 * both / (n * m)
        pooled = (x + y) / (n + m)
        union = (x + y - both_count) / (n + m - both)
        covariance = (both_count - both_count * (p + q) + both * p * q) / (n * m)
        unpooled = np.sqrt(np.maximum(p * (1 - p) / n + q * (1 - q) / m - 2 * covariance, 0))
        middle = pooled if tests.pair_test is PairTest.Z_POOLED else union
        error = np.sqrt(np.maximum(middle * (1 - middle) * factor, 0))
        error = unpooled if tests.pair_test is PairTest.Z_UNPOOLED else error
    is_testable = (np.minimum(n, m) >= max(tests.least_base, 1)) & (error > 0)
    statistic = np.divide(p - q, error, out=np.full(p.shape, np.nan), where=is_testable)
    half, inner = normal_quantile(confidence) * unpooled, normal_quantile(1 - 2 * LEVEL) * unpooled
    quantiles = float(ndtri(1 - LEVEL / 2) + ndtri(POWER))
    return Pairs(
        first=first,
        second=second,
        test=np.where(is_testable, "overlapping_z", ""),
        difference=p - q,
        error=error,
        statistic=statistic,
        df=np.full(p.shape, np.nan),
        pvalue=2 * ndtr(-np.abs(statistic)),
        low=p - q - half,
        high=p - q + half,
        inner_low=p - q - inner,
        inner_high=p - q + inner,
        detectable=quantiles * error,
        interval_method=np.where(np.isnan(unpooled), "", "overlapping_z"),
    )


def adjusted(pairs: Sequence[Pairs], tests: Tests) -> list[Floats]:
    """Correct the p-values of each line over the family that the tests name: (lines, pairs) for each of ``pairs``."""
    if not pairs:
        return []
    if tests.family.value == "banner":
        together = adjust(np.concatenate([each.pvalue for each in pairs], axis=1), tests.correction)
        ends = np.cumsum([each.pvalue.shape[1] for each in pairs])[:-1]
        return np.split(together, ends, axis=1)
    return [adjust(each.pvalue, tests.correction) for each in pairs]
