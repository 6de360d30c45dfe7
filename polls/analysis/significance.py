"""Is one share, or one mean, different from another? And if not shown to differ: how large a difference could hide?"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import fdtrc, ndtr, ndtri, stdtr, stdtrit

from polls.analysis.adjustment import Correction, adjust
from polls.analysis.contingency import SMALL_EXPECTED
from polls.analysis.describe import Moments
from polls.analysis.freeman_halton import fisher_2x2
from polls.analysis.intervals import Floats, effective_base, newcombe

LEVEL = 0.05
"""The level at which a difference is called significant, after correction."""

POWER = 0.80
TESTABLE_BASE = 10
"""A pair with a smaller base is not tested: a third verdict, which is never "no difference"."""

Flags = NDArray[np.bool_]


class Verdict(StrEnum):
    """What may be said about a pair of groups."""

    DIFFERENT = "different"
    SIMILAR = "similar"
    NOT_SHOWN_TO_DIFFER = "not_shown_to_differ"
    NOT_TESTABLE = "not_testable"


@dataclass(frozen=True, eq=False)
class Pairs:
    """Pairs of independent shares, all arrays (pairs,). ``family`` numbers the tests that are corrected together.

    ``first_population`` and ``second_population`` are ``nan`` where they are not known.
    """

    first: NDArray[np.int64]
    first_base: NDArray[np.int64]
    first_population: Floats
    second: NDArray[np.int64]
    second_base: NDArray[np.int64]
    second_population: Floats
    family: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class ShareComparisons:
    """Outcomes, all arrays (pairs,). ``nan`` stands for what was not tested or has no finite value."""

    statistic: Floats
    pvalue: Floats
    adjusted: Floats
    is_exact: Flags
    is_corrected: Flags
    difference: Floats
    low: Floats
    high: Floats
    detectable: Floats
    verdict: NDArray[np.str_]


def two_proportion_z(
    first: ArrayLike,
    first_base: ArrayLike,
    second: ArrayLike,
    second_base: ArrayLike,
    first_weight: ArrayLike | None = None,
    second_weight: ArrayLike | None = None,
) -> tuple[Floats, Floats]:
    """Give z and the two-sided p-value for the difference of two shares with the variance pooled.

    The weights are the effective bases that set the standard error: the bases themselves unless stated. Where that
    error is zero, z is ``nan`` and p is 1 for equal shares, else 0: both populations were asked in full.
    """
    x, n, y, m = (np.asarray(value, np.float64) for value in (first, first_base, second, second_base))
    first_size = n if first_weight is None else np.asarray(first_weight, np.float64)
    second_size = m if second_weight is None else np.asarray(second_weight, np.float64)
    pooled = (x + y) / (n + m)
    error = np.sqrt(pooled * (1 - pooled) * (1 / first_size + 1 / second_size))
    difference = x / n - y / m
    z = np.divide(difference, error, out=np.full_like(error, np.nan), where=error > 0)
    certain = np.where(difference == 0, 1.0, 0.0)
    return z, np.where(np.isnan(z), certain, 2 * ndtr(-np.abs(z)))


def detectable_difference(
    share: ArrayLike, first_base: ArrayLike, second_base: ArrayLike, *, level: float = LEVEL, power: float = POWER
) -> Floats:
    """Give the smallest difference that two bases show with this power around ``share`` (Cohen 1988, §6)."""
    p, n, m = (np.asarray(value, np.float64) for value in (share, first_base, second_base))
    quantiles = float(ndtri(1 - level / 2) + ndtri(power))
    smallest: Floats = quantiles * np.sqrt(p * (1 - p) * (1 / n + 1 / m))
    return smallest


def compare_shares(
    pairs: Pairs, *, confidence: float, margin: float, correction: Correction = Correction.HOLM
) -> ShareComparisons:
    """Test all pairs at once: z with pooled variance, Fisher's exact test where an expected count is below 5.

    ``margin`` is the difference (a share) within which two one-sided tests at 5 % call two groups similar (Schuirmann
    1987): the 90 % interval of the difference lies inside it.
    """
    p, q = pairs.first / pairs.first_base, pairs.second / pairs.second_base
    first_weight = effective_base(pairs.first_base, pairs.first_population)
    second_weight = effective_base(pairs.second_base, pairs.second_population)
    pooled = (pairs.first + pairs.second) / (pairs.first_base + pairs.second_base)
    statistic, pvalue = two_proportion_z(
        pairs.first, pairs.first_base, pairs.second, pairs.second_base, first_weight, second_weight
    )
    is_testable = np.minimum(pairs.first_base, pairs.second_base) >= TESTABLE_BASE
    is_exact = _is_sparse(pairs, pooled)
    pvalue[is_exact] = fisher_2x2(
        *(values[is_exact] for values in (pairs.first, pairs.first_base, pairs.second, pairs.second_base))
    )
    statistic[is_exact | ~is_testable] = np.nan
    pvalue[~is_testable] = np.nan
    adjusted = _by_family(pvalue, pairs.family, correction)
    low, high = newcombe(p, first_weight, q, second_weight, confidence=confidence)
    inner_low, inner_high = newcombe(p, first_weight, q, second_weight, confidence=1 - 2 * LEVEL)
    is_similar = (inner_low > -margin) & (inner_high < margin)
    smallest = detectable_difference(pooled, first_weight, second_weight)
    return ShareComparisons(
        statistic=statistic,
        pvalue=pvalue,
        adjusted=adjusted,
        is_exact=is_exact,
        is_corrected=~np.isnan(pairs.first_population) | ~np.isnan(pairs.second_population),
        difference=p - q,
        low=low,
        high=high,
        detectable=np.where((pooled > 0) & (pooled < 1), smallest, np.nan),
        verdict=verdicts(adjusted, is_similar),
    )


def verdicts(adjusted: Floats, is_similar: Flags) -> NDArray[np.str_]:
    """Give the value of the ``Verdict`` of each pair; ``nan`` is a pair that was not tested."""
    conditions = [np.isnan(adjusted), adjusted < LEVEL, is_similar]
    found = [Verdict.NOT_TESTABLE.value, Verdict.DIFFERENT.value, Verdict.SIMILAR.value]
    return np.select(conditions, found, Verdict.NOT_SHOWN_TO_DIFFER.value)


def _is_sparse(pairs: Pairs, pooled: Floats) -> Flags:
    smallest_base = np.minimum(pairs.first_base, pairs.second_base)
    sparse: Flags = smallest_base * np.minimum(pooled, 1 - pooled) < SMALL_EXPECTED
    return sparse


def _by_family(pvalues: Floats, family: NDArray[np.int64], correction: Correction) -> Floats:
    """Correct within each family. Families are numbered from 0 and stand together."""
    if len(pvalues) == 0:
        return pvalues
    sizes = np.bincount(family)
    position = np.arange(len(family)) - (np.cumsum(sizes) - sizes)[family]
    padded = np.full((len(sizes), int(sizes.max())), np.nan)
    padded[family, position] = pvalues
    return adjust(padded, correction)[family, position]


@dataclass(frozen=True, eq=False)
class MeanComparisons:
    """Differences of two means, arrays (pairs,): Welch's t, degrees of freedom, p, interval, smallest detectable."""

    statistic: Floats
    df: Floats
    pvalue: Floats
    difference: Floats
    low: Floats
    high: Floats
    detectable: Floats


def welch_t(
    moments: Moments, first: NDArray[np.int64], second: NDArray[np.int64], *, confidence: float = 0.95
) -> MeanComparisons:
    """Compare the groups at positions ``first`` and ``second`` (pairs,) without assuming equal variances (Welch 1947).

    ``nan`` where a group has fewer than two answers or neither group varies.
    """
    error = moments.sd**2 / np.where(moments.n > 1, moments.n, np.nan)
    one, two = error[first], error[second]
    total = np.where(one + two > 0, one + two, np.nan)
    difference = moments.mean[first] - moments.mean[second]
    statistic = difference / np.sqrt(total)
    df = total**2 / (one**2 / (moments.n[first] - 1) + two**2 / (moments.n[second] - 1))
    half = stdtrit(df, (1 + confidence) / 2) * np.sqrt(total)
    detectable = float(ndtri(1 - LEVEL / 2) + ndtri(POWER)) * np.sqrt(total)
    pvalue = 2 * stdtr(df, -np.abs(statistic))
    return MeanComparisons(statistic, df, pvalue, difference, difference - half, difference + half, detectable)


@dataclass(frozen=True)
class WelchAnova:
    """Welch's one-way analysis of variance: F with its two degrees of freedom."""

    statistic: float
    df: int
    denominator_df: float
    pvalue: float


def welch_anova(moments: Moments) -> WelchAnova | None:
    """Test whether the means of all groups are equal, variances free (Welch 1951); None where a group does not vary."""
    if len(moments.n) < 2 or np.any(moments.n < 2) or not np.all(moments.sd > 0):
        return None
    groups, weight = len(moments.n), moments.n / moments.sd**2
    mean = np.sum(weight * moments.mean) / weight.sum()
    spread = np.sum((1 - weight / weight.sum()) ** 2 / (moments.n - 1)) / (groups**2 - 1)
    numerator = np.sum(weight * (moments.mean - mean) ** 2) / (groups - 1)
    statistic = float(numerator / (1 + 2 * (groups - 2) * spread))
    denominator_df = float(1 / (3 * spread))
    return WelchAnova(statistic, groups - 1, denominator_df, float(fdtrc(groups - 1, denominator_df, statistic)))
