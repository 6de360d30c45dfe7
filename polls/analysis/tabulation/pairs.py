"""Comparing the columns of a table two by two: on every line all pairs of groups of one part of the banner."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtr

from polls.analysis.adjustment import adjust
from polls.analysis.anova import pooled_t
from polls.analysis.describe import Moments
from polls.analysis.freeman_halton import fisher_2x2
from polls.analysis.intervals import effective_base, newcombe
from polls.analysis.overlap import OverlappingGroups, overlap_z
from polls.analysis.sampling.share_intervals import mean_interval
from polls.analysis.share_tests import corrected_chi_square, unpooled_z
from polls.analysis.significance import LEVEL, POWER, detectable_difference, two_proportion_z
from polls.analysis.student import two_sided
from polls.analysis.tabulation.cells import Cells
from polls.analysis.tabulation.spec import PairTest, Tests

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Names = NDArray[np.str_] | NDArray[np.object_]
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

    def of(self, pairs: slice) -> "Pairs":
        """Give some of the pairs."""
        found: dict[str, Any] = {each.name: getattr(self, each.name)[..., pairs] for each in fields(self)}
        return Pairs(**found)


@lru_cache(maxsize=256)
def all_pairs(start: int, stop: int) -> tuple[Places, Places]:
    """Give all pairs of neighbouring groups, in order: places of the first and of the second."""
    pairs = np.array(list(combinations(range(start, stop), 2)), np.intp).reshape(-1, 2)
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
        error, statistic, pvalue = unpooled_z(p, sizes[0], q, sizes[1])
        return statistic, error, pvalue, np.full(p.shape, "two_proportion_z_unpooled")
    if chosen is PairTest.Z_CONTINUITY:
        square, pvalue = corrected_chi_square(x, n, y, m)
        return np.sqrt(square) * np.sign(p - q), error, pvalue, np.full(p.shape, "two_proportion_z_continuity")
    statistic, pvalue = two_proportion_z(x, n, y, m, *sizes)
    if chosen is PairTest.Z_POOLED:
        pvalue[np.isnan(statistic)] = np.nan  # as in R, where nothing varies there is no test
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
    cells: Cells,
    covariance: Floats,
    first: Places,
    second: Places,
    df: float | Floats,
    tests: Tests,
    confidence: float,
) -> Pairs:
    """Compare shares or means under a design: t on its degrees of freedom. ``covariance`` is (lines, pairs)."""
    estimate, squares = cells.estimated.estimate, cells.error**2
    difference = estimate.take(first, 1) - estimate.take(second, 1)
    variance = squares.take(first, 1) + squares.take(second, 1) - 2 * covariance
    freedom = np.atleast_2d(np.asarray(df, np.float64))
    errors = np.sqrt(np.maximum(variance, 0))
    return _by_t(cells, errors, difference, freedom, first, second, "design_t", tests, confidence)


def plain_mean_pairs(cells: Cells, first: Places, second: Places, tests: Tests, confidence: float) -> Pairs:
    """Compare unweighted means: Welch's t, or t with the variance pooled over all groups of the variable."""
    estimated = cells.estimated
    n, m = estimated.base[:, first], estimated.base[:, second]
    one, two = estimated.simple[:, first], estimated.simple[:, second]
    difference = estimated.estimate[:, first] - estimated.estimate[:, second]
    if tests.means != "welch":
        error, df = _pooled(cells, first, second, over_all=tests.means == "pooled")
        return _by_t(cells, error, difference, df, first, second, "pooled_t", tests, confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.sqrt(one + two)
        df = (one + two) ** 2 / (one**2 / (n - 1) + two**2 / (m - 1))
    return _by_t(cells, error, difference, df, first, second, "welch_t", tests, confidence)


def _pooled(cells: Cells, first: Places, second: Places, *, over_all: bool) -> tuple[Floats, Floats]:
    """Give standard errors and degrees of freedom with one variance for both groups, or for all of the variable."""
    start = int(first.min()) if len(first) else 0
    groups = slice(start, int(second.max()) + 1 if len(second) else start)
    errors, freedoms = [], []
    for n, mean, simple in zip(*(part[:, groups] for part in _moments(cells)), strict=True):
        moments = Moments(n.astype(np.int64), mean, np.sqrt(simple * n), mean)
        found = pooled_t(moments, first - start, second - start, over_all=over_all)
        errors.append(found.error)
        freedoms.append(found.df)
    return np.array(errors), np.array(freedoms)


def _moments(cells: Cells) -> tuple[Floats, Floats, Floats]:
    return cells.estimated.base, cells.estimated.estimate, cells.estimated.simple


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
    is_large = cells.estimated.base >= max(tests.least_base, 1)
    is_testable = is_large.take(first, 1) & is_large.take(second, 1)
    is_testable &= error > 0
    statistic = np.divide(difference, error, out=np.full(difference.shape, np.nan), where=is_testable)
    low, high = mean_interval(difference, error, df, confidence=confidence)
    inner_low, inner_high = mean_interval(difference, error, df, confidence=1 - 2 * LEVEL)
    pvalue = _two_sided(statistic, df)
    detectable = float(ndtri(1 - LEVEL / 2) + ndtri(POWER)) * error
    return Pairs(
        first=first,
        second=second,
        test=_named(is_testable, name),
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
        interval_method=_named(~np.isnan(low), name),
    )


def _two_sided(statistic: Floats, df: Floats) -> Floats:
    if df.size == 1:
        return two_sided(statistic, float(df.flat[0]))
    found: Floats = 2 * stdtr(np.where(df > 0, df, np.nan), -np.abs(statistic))
    return found


def _named(is_made: Flags, name: str) -> Names:
    """Give the name where something was made, else ""; one text for all, because copies of texts are slow."""
    return np.array(["", name], object).take(is_made)


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
    tested = overlap_z(OverlappingGroups(x, n, y, m, both_count, both), confidence=confidence)
    inner = overlap_z(OverlappingGroups(x, n, y, m, both_count, both), confidence=1 - 2 * LEVEL)
    error, statistic, pvalue = {
        PairTest.Z_POOLED: (tested.error, tested.statistic, tested.pvalue),
        PairTest.Z_UNPOOLED: (tested.unpooled_error, tested.unpooled_statistic, tested.unpooled_pvalue),
    }.get(tests.pair_test, (tested.union_error, tested.union_statistic, tested.union_pvalue))
    is_testable = (np.minimum(n, m) >= max(tests.least_base, 1)) & (error > 0)
    quantiles = float(ndtri(1 - LEVEL / 2) + ndtri(POWER))
    return Pairs(
        first=first,
        second=second,
        test=np.where(is_testable, "overlapping_z", ""),
        difference=tested.difference,
        error=error,
        statistic=np.where(is_testable, statistic, np.nan),
        df=np.full(error.shape, np.nan),
        pvalue=np.where(is_testable, pvalue, np.nan),
        low=tested.low,
        high=tested.high,
        inner_low=inner.low,
        inner_high=inner.high,
        detectable=quantiles * error,
        interval_method=np.where(np.isnan(tested.low), "", "overlapping_z"),
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
