"""The exact test of Fisher (1935), for tables of any size by Freeman & Halton (1951), and its simulation.

The p-value is the probability, with all margins fixed, of the tables that are no more probable than the one observed.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln

from polls.analysis.crosstab import Counts
from polls.analysis.intervals import Floats, Integers, log_choose
from polls.analysis.table_sums import tail_share

ENUMERABLE = 16_000_000
"""How many parts of tables are made at most, which takes seconds; beyond that tables are simulated."""

SIMULATED_TABLES = 200_000
SIMULATED_CELLS = 20_000_000
"""How many cells are drawn at most: of tables of more than a hundred cells fewer are made, with a larger error."""

SEED = 20_111
"""Any fixed number will do: with it the same table always gets the same p-value."""

TIE = 1e-7
"""Probabilities that differ by less than this share are equal, as in R's ``fisher.test``."""

CELLS_AT_ONCE = 1_000_000


def fisher_2x2(first: ArrayLike, first_base: ArrayLike, second: ArrayLike, second_base: ArrayLike) -> Floats:
    """Give two-sided exact p-values for pairs of shares: counts and bases (pairs,) give (pairs,)."""
    a, n1, b, n2 = (np.atleast_1d(np.asarray(value, np.int64)) for value in (first, first_base, second, second_base))
    pvalues = np.ones(len(a))
    margins = np.column_stack([n1, n2, a + b, n1 + n2 - a - b])
    smallest = margins.min(axis=1)
    order = np.argsort(smallest, kind="stable")
    for part in _parts(order, smallest):
        pvalues[part] = _fisher_part(a[part], b[part], n1[part], margins[part])
    return pvalues


def exact_pvalue(counts: Counts, *, limit: int = ENUMERABLE) -> float | None:
    """Give the exact p-value of a table, or None where more than ``limit`` parts of tables would have to be made."""
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    return tail_share(rows, columns, _log_weight(counts) + TIE, limit)


def tables_to_simulate(counts: Counts) -> int:
    """Give how many random tables are made of a table of this size."""
    return min(SIMULATED_TABLES, max(1, SIMULATED_CELLS // counts.size))


def monte_carlo_pvalue(counts: Counts, *, tables: int = SIMULATED_TABLES, seed: int = SEED) -> float:
    """Estimate the p-value from random tables with the same margins; the observed one counts among them."""
    table = _largest_last(counts)
    rng = np.random.default_rng(seed)
    logs = _simulate(table.sum(axis=1), table.sum(axis=0), tables, rng)
    return float((1 + np.count_nonzero(logs <= _log_weight(table) + TIE)) / (tables + 1))


def monte_carlo_error(pvalue: float, *, tables: int = SIMULATED_TABLES) -> float:
    """Give the standard error of a simulated p-value."""
    return float(np.sqrt(pvalue * (1 - pvalue) / tables))


def _parts(order: Integers, smallest: Integers) -> list[Integers]:
    """Cut the pairs, ordered by the number of their tables, so that each part fits in a small matrix."""
    parts, start = [], 0
    while start < len(order):
        end = len(order)
        while end - start > 1 and (end - start) * (smallest[order[end - 1]] + 1) > CELLS_AT_ONCE:
            end = start + (end - start) // 2
        parts.append(order[start:end])
        start = end
    return parts


def _fisher_part(a: Integers, b: Integers, n1: Integers, margins: Integers) -> Floats:
    """Put the smallest margin m in front: the cell in it then takes every value from 0 to m."""
    which, total = margins.argmin(axis=1), margins[:, 0] + margins[:, 1]
    m = margins.min(axis=1)
    other = np.where(which < 2, a + b, n1)
    cell = np.choose(which, [a, b, a, n1 - a])
    value = np.arange(int(m.max()) + 1)[None, :]
    inside = value <= m[:, None]
    taken = np.where(inside, value, 0)
    logs = log_choose(other[:, None], taken) + log_choose((total - other)[:, None], m[:, None] - taken)
    logs = np.where(inside, logs, -np.inf)
    observed = logs[np.arange(len(m)), cell]
    weights = np.exp(logs - logs.max(axis=1, keepdims=True))
    counted = np.where(logs <= observed[:, None] + TIE, weights, 0.0)
    pvalues: Floats = np.minimum(1.0, counted.sum(axis=1) / weights.sum(axis=1))
    return pvalues


def _largest_last(counts: Counts) -> Counts:
    """Order rows and columns by size, so that the part which the margins leave no choice in is the largest."""
    by_row = counts[np.argsort(counts.sum(axis=1), kind="stable")]
    return by_row[:, np.argsort(counts.sum(axis=0), kind="stable")]


def _log_weight(table: Counts) -> float:
    """Give the logarithm of the probability of a table, up to a constant of its margins."""
    return float(-_log_factorials(int(table.max()))[table].sum())


def _log_factorials(highest: int) -> Floats:
    logarithms: Floats = gammaln(np.arange(highest + 1) + 1.0)
    return logarithms


def _simulate(rows: Integers, columns: Integers, tables: int, rng: np.random.Generator) -> Floats:
    """Give the log weights of random tables, cell by cell from the hypergeometric distribution."""
    factorials = _log_factorials(int(rows.sum()))
    left, logs = [np.full(tables, row) for row in rows], np.zeros(tables)
    rest = int(rows.sum())
    for column in columns[:-1].tolist():
        need, others = np.full(tables, column), np.full(tables, rest)
        for row in range(len(rows) - 1):
            others -= left[row]
            value = rng.hypergeometric(left[row], others, need)
            left[row] -= value
            need -= value
            logs -= factorials[value]
        left[-1] -= need
        logs -= factorials[need]
        rest -= column
    for last in left:
        logs -= factorials[last]
    return logs
