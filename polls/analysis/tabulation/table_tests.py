"""Is a question related to a segment variable? The test of the whole table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from polls.analysis.contingency import cramers_v, expected_counts, pearson, table_test, without_empty
from polls.analysis.freeman_halton import exact_pvalue, monte_carlo_error, monte_carlo_pvalue, tables_to_simulate
from polls.analysis.joint import STATUSES
from polls.analysis.sampling.association import (
    Association,
    CellShares,
    cell_shares,
    rao_scott_chi_square,
    rao_scott_f,
    rao_scott_saddlepoint,
    wald_association,
)
from polls.analysis.sampling.design import degrees_of_freedom
from polls.analysis.tabulation.compute import Batch, Computed
from polls.analysis.tabulation.lines import Counted, Measure
from polls.analysis.tabulation.summed_cells import rao_scott_of_tables, summed_cells
from polls.analysis.tabulation.variables import ONE_CODE

Counts = NDArray[np.int64]
Outcome = dict[str, Any]

SMALL_EXPECTED = 5


@dataclass(frozen=True, eq=False)
class _Table:
    """One variable by one part of the banner: ``kept`` are the groups that take part, ``counts`` (rows, kept)."""

    place: int
    part: int
    kept: list[int]
    counts: Counts


def table_outcomes(computed: Computed, batch: Batch) -> dict[tuple[int, int], Outcome]:
    """Test the variables of a batch by the parts of the banner: outcomes by the places of both.

    Only where the answers exclude one another (a single choice, a scale or a grade), over groups that share nobody.
    """
    parts = range(len(computed.columns.slices))
    counts = np.rint(batch.cells.estimated.count).astype(np.int64)
    laid = [_laid_out(computed, batch, counts, place, part) for place in range(len(batch.counted)) for part in parts]
    tables = [table for table in laid if table is not None]
    statistic = computed.spec.tests.table_statistic
    if computed.weighed is not None and computed.weighed.is_countable and statistic in ("auto", "F"):
        outcomes = _rao_scott_of_many(batch, tables, computed)
    else:
        outcomes = [_single(computed, batch, table, statistic) for table in tables]
    found = {}
    for table, outcome in zip(tables, outcomes, strict=True):
        if outcome is not None:
            start = computed.columns.slices[table.part].start
            codes = [str(computed.columns.headings[start + group].segment) for group in table.kept]
            found[table.place, table.part] = {"segments": codes, **outcome}
    return found


def _laid_out(computed: Computed, batch: Batch, counted_cells: Counts, place: int, part: int) -> _Table | None:
    counted, segments = batch.counted[place], computed.columns.slices[part]
    if counted.variable.kind not in ONE_CODE or computed.columns.is_overlapping[part]:
        return None
    first = batch.line_slices[place].start
    rows = slice(first, first + sum(line.measure is Measure.ROW for line in counted.lines))
    base = batch.cells.estimated.base[first, segments]
    tests = computed.spec.tests
    least = tests.least_base if tests.table_statistic == "auto" else 1
    kept = np.flatnonzero(base >= max(least, 1))
    counts = counted_cells[rows, segments]
    if len(kept) < counts.shape[1]:
        counts = counts[:, kept]
    if len(kept) < 2 or np.count_nonzero(counts.any(axis=1)) < 2 or np.count_nonzero(counts.any(axis=0)) < 2:
        return None
    return _Table(place, part, kept.tolist(), counts)


def _single(computed: Computed, batch: Batch, table: _Table, statistic: str) -> Outcome | None:
    if computed.weighed is None:
        return PLAIN[statistic](table.counts)
    return _under_design(computed, batch, table.place, table.part, table.kept, statistic)


def _rao_scott_of_many(batch: Batch, tables: Sequence[_Table], computed: Computed) -> list[Outcome | None]:
    """Test many tables by Rao and Scott at once, those of one shape together."""
    written: list[Outcome | None] = []
    for tested in rao_scott_of_tables([(table.place, table.part, table.kept) for table in tables], computed, batch):
        outcome, strength = tested or (None, None)
        written.append(None if outcome is None else _written("rao_scott_f", outcome, strength))
    return written


def _auto(counts: Counts) -> Outcome | None:
    tested = table_test(counts)
    if tested is None:
        return None
    return {
        "test": tested.test,
        "statistic": tested.statistic,
        "df": tested.df,
        "pvalue": tested.pvalue,
        "pvalue_error": tested.pvalue_error,
        "cramers_v": tested.cramers_v,
        **_expected(counts),
    }


def _pearson(counts: Counts) -> Outcome:
    used = without_empty(counts)
    outcome = pearson(used)
    return {
        "test": "pearson_chi_square",
        "statistic": outcome.statistic,
        "df": outcome.df,
        "pvalue": outcome.pvalue,
        "cramers_v": cramers_v(used),
        **_expected(counts),
    }


def _yates(counts: Counts) -> Outcome:
    """Take half off each deviation, or all of it where it is smaller, as R does on two by two."""
    used = without_empty(counts)
    expected = expected_counts(used)
    less = min(0.5, float(np.abs(used - expected).min())) if used.shape == (2, 2) else 0.0
    statistic = float(np.sum((np.abs(used - expected) - less) ** 2 / expected))
    df = (used.shape[0] - 1) * (used.shape[1] - 1)
    return {
        "test": "pearson_chi_square_yates",
        "statistic": statistic,
        "df": df,
        "pvalue": float(chdtrc(df, statistic)),
        "cramers_v": cramers_v(used),
        **_expected(counts),
    }


def _g(counts: Counts) -> Outcome:
    used = without_empty(counts).astype(np.float64)
    expected = expected_counts(without_empty(counts))
    statistic = float(2 * np.sum(used * np.log(np.where(used > 0, used / expected, 1.0))))
    df = (used.shape[0] - 1) * (used.shape[1] - 1)
    return {"test": "g_test", "statistic": statistic, "df": df, "pvalue": float(chdtrc(df, statistic)),
            **_expected(counts)}  # fmt: skip


def _fisher(counts: Counts) -> Outcome:
    used = without_empty(counts)
    exact = exact_pvalue(used)
    if exact is not None:
        return {"test": "fisher_freeman_halton", "statistic": None, "df": None, "pvalue": exact, **_expected(counts)}
    tables = tables_to_simulate(used)
    simulated = monte_carlo_pvalue(used, tables=tables)
    return {
        "test": "fisher_freeman_halton_monte_carlo",
        "statistic": None,
        "df": None,
        "pvalue": simulated,
        "pvalue_error": monte_carlo_error(simulated, tables=tables),
        **_expected(counts),
    }


def _expected(counts: Counts) -> Outcome:
    expected = expected_counts(without_empty(counts))
    return {
        "expected": expected.tolist(),
        "smallest_expected": float(expected.min()),
        "share_of_small_expected": float(np.mean(expected < SMALL_EXPECTED)),
    }


PLAIN: Mapping[str, Callable[[Counts], Outcome | None]] = {
    "auto": _auto,
    "pearson": _pearson,
    "yates": _yates,
    "g": _g,
    "fisher": _fisher,
} | dict.fromkeys(("F", "Chisq", "Wald", "adjWald", "lincom", "saddlepoint"), _auto)


def _under_design(
    computed: Computed, batch: Batch, place: int, part: int, kept: list[int], statistic: str
) -> Outcome | None:
    """Test the table of weighted shares by Rao and Scott, or by Wald."""
    weighed, columns, counted = computed.weighed, computed.columns, batch.counted[place]
    if weighed is None:
        return None
    if weighed.is_countable and statistic not in ("Wald", "adjWald"):
        summed = summed_cells((place, part, kept), computed, batch)
        return None if summed is None else _rao_scott(summed, statistic)
    rows = _row_numbers(counted)
    start = columns.slices[part].start
    column = columns.numbered(tuple(start + group for group in kept))
    domain = (rows >= 0) & (column >= 0)
    # A calibrated sample keeps everybody, so that all of them count.
    df = degrees_of_freedom(weighed.design, None if weighed.design.calibrations else domain)
    cells = cell_shares(weighed.design, rows, column, domain, df=df)
    if cells is None:
        return None
    if statistic in ("Wald", "adjWald"):
        found = wald_association(weighed.design, rows, column, domain, df=df, is_adjusted=statistic == "adjWald")
        name = f"{'adjusted_' * (statistic == 'adjWald')}wald_f"
        return None if found is None else _written(name, found, cells.cramers_v)
    return _rao_scott(cells, statistic)


def _rao_scott(cells: CellShares, statistic: str) -> Outcome | None:
    name, test = RAO_SCOTT.get(statistic, ("rao_scott_f", rao_scott_f))
    found = test(cells)
    return None if found is None else _written(name, found, cells.cramers_v)


def _row_numbers(counted: Counted) -> Counts:
    """Number the row of each respondent from 0; don't know after the options where it is a row; -1 for none."""
    codes = counted.items[0].codes.astype(np.int64)
    rows = [line for line in counted.lines if line.measure is Measure.ROW]
    number = np.full(counted.items[0].width, -1, np.int64)
    for place, line in enumerate(rows):
        number[np.flatnonzero(line.top)] = place
    return number[codes + STATUSES]


def _written(name: str, found: Association, v: float | None) -> Outcome:
    return {
        "test": name,
        "statistic": found.statistic,
        "df": found.df,
        "denominator_df": found.denominator_df,
        "pvalue": found.pvalue,
        "cramers_v": v,
    }


RAO_SCOTT: Mapping[str, tuple[str, Callable[[CellShares], Association | None]]] = {
    "auto": ("rao_scott_f", rao_scott_f),
    "F": ("rao_scott_f", rao_scott_f),
    "Chisq": ("rao_scott_chi_square", rao_scott_chi_square),
    "saddlepoint": ("rao_scott_saddlepoint", rao_scott_saddlepoint),
    "lincom": ("rao_scott_saddlepoint", rao_scott_saddlepoint),
}
