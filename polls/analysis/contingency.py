"""Tests of a whole table of counts: is the question related to the segment variable?"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from scipy.special import chdtrc, xlogy

from polls.analysis.crosstab import Counts
from polls.analysis.freeman_halton import exact_pvalue, monte_carlo_error, monte_carlo_pvalue, tables_to_simulate
from polls.analysis.intervals import Floats

SMALL_EXPECTED = 5.0
"""Cochran's rule (1954): at most a fifth of the expected counts under this, and none under 1."""

QUICK = 2_000
"""So many parts of tables are made in some milliseconds."""

TableTestName = Literal["pearson_chi_square", "fisher_freeman_halton", "fisher_freeman_halton_monte_carlo"]


@dataclass(frozen=True)
class TableTest:
    """Outcome for one table. ``pvalue_error`` is the standard error of a simulated p-value, else None.

    ``statistic`` and ``df`` belong to the chi-square test only.
    """

    test: TableTestName
    statistic: float | None
    df: int | None
    pvalue: float
    pvalue_error: float | None
    cramers_v: float


@dataclass(frozen=True)
class ChiSquare:
    """Pearson's chi-square without Yates' correction."""

    statistic: float
    df: int
    pvalue: float


def without_empty(counts: Counts) -> Counts:
    """Drop the rows and columns in which nobody is."""
    used: Counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    return used


def expected_counts(counts: Counts) -> Floats:
    """Give the counts that independence would lead to, of the same shape."""
    rows, columns = counts.sum(axis=1, dtype=np.float64), counts.sum(axis=0, dtype=np.float64)
    expected: Floats = np.outer(rows, columns) / rows.sum()
    return expected


def pearson(counts: Counts) -> ChiSquare:
    """Test the independence of rows and columns (Pearson 1900); neither may be empty."""
    expected = expected_counts(counts)
    statistic = float(np.sum((counts - expected) ** 2 / expected))
    df = (counts.shape[0] - 1) * (counts.shape[1] - 1)
    return ChiSquare(statistic, df, float(chdtrc(df, statistic)))


def yates(counts: Counts) -> ChiSquare:
    """Test a table of two by two with Yates' correction (1934), which is never more than the difference itself."""
    expected = expected_counts(counts)
    excess = np.abs(counts - expected)
    statistic = float(np.sum((excess - min(0.5, float(excess.min()))) ** 2 / expected))
    return ChiSquare(statistic, 1, float(chdtrc(1, statistic)))


def likelihood_ratio(counts: Counts) -> ChiSquare:
    """Test independence by the likelihood ratio G (Wilks 1935); neither a row nor a column may be empty."""
    expected = expected_counts(counts)
    statistic = float(2 * np.sum(xlogy(counts, counts / expected)))
    df = (counts.shape[0] - 1) * (counts.shape[1] - 1)
    return ChiSquare(statistic, df, float(chdtrc(df, statistic)))


def cramers_v(counts: Counts) -> float:
    """Give Cramér's V (1946), 0 for no relation and 1 for a complete one."""
    return float(np.sqrt(pearson(counts).statistic / counts.sum() / (min(counts.shape) - 1)))


def is_large_enough(counts: Counts) -> bool:
    """Say whether the expected counts allow Pearson's test."""
    expected = expected_counts(counts)
    return bool(np.mean(expected < SMALL_EXPECTED) <= 0.2 and expected.min() >= 1.0)


def table_test(counts: Counts, *, is_quick: bool = False) -> TableTest | None:
    """Test a table of counts (rows, columns) by the rule of the house; None where fewer than two of either are used.

    Pearson's chi-square where the expected counts allow it, else the exact test, else its simulation. ``is_quick``:
    None as well where that takes more than a moment.
    """
    used = without_empty(counts)
    if min(used.shape) < 2:
        return None
    if is_quick and not is_large_enough(used) and exact_pvalue(used, limit=QUICK) is None:
        return None
    return _cached_test(tuple(map(tuple, used.tolist())))


@lru_cache(maxsize=2048)
def _cached_test(table: tuple[tuple[int, ...], ...]) -> TableTest:
    """Test a table that may have been tested before: the slow tests come back when only a filter changes."""
    counts = np.array(table, np.int64)
    strength = cramers_v(counts)
    if is_large_enough(counts):
        outcome = pearson(counts)
        return TableTest("pearson_chi_square", outcome.statistic, outcome.df, outcome.pvalue, None, strength)
    exact = exact_pvalue(counts)
    if exact is not None:
        return TableTest("fisher_freeman_halton", None, None, exact, None, strength)
    tables = tables_to_simulate(counts)
    pvalue = monte_carlo_pvalue(counts, tables=tables)
    error = monte_carlo_error(pvalue, tables=tables)
    return TableTest("fisher_freeman_halton_monte_carlo", None, None, pvalue, error, strength)
