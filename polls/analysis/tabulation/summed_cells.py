"""The cells of tables from the sums by code, and their tests many at once."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from polls.analysis.intervals import Integers
from polls.analysis.sampling.association import Association, CellShares, rao_scott_f
from polls.analysis.sampling.association_sums import CellSums, rao_scott_f_of_sums
from polls.analysis.tabulation.compute import Batch, Computed
from polls.analysis.tabulation.estimates import Strata, cell_covariance
from polls.analysis.tabulation.lines import Measure
from polls.analysis.tabulation.weighing import Weighed

Floats = NDArray[np.float64]
Sums = tuple[Floats, Floats, Floats]
"""Of respondents, weights and squared weights: (tables, strata, rows, columns) each."""


Table = tuple[int, int, list[int]]
"""The place of a variable, the part of the banner, and the groups of the part that are in the table."""


def summed_cells(table: Table, computed: Computed, batch: Batch) -> CellShares | None:
    """Give the cells of a table, without empty rows and columns; None where fewer than two of either are left."""
    strata = _weighed(computed).strata
    for _numbers, sums in _stacked([table], computed, batch):
        return _cell_shares(sums, strata, 0)
    return None


def rao_scott_of_tables(
    tables: Sequence[Table], computed: Computed, batch: Batch
) -> list[tuple[Association | None, float] | None]:
    """Test tables by Rao and Scott, and give Cramér's V of each; None where there is no table to test."""
    strata = _weighed(computed).strata
    found: list[tuple[Association | None, float] | None] = [None] * len(tables)
    for numbers, sums in _stacked(tables, computed, batch):
        has_all = (sums[1].sum(axis=1) > 0).all(axis=(1, 2))
        for place in np.flatnonzero(~has_all).tolist():
            cells = _cell_shares(sums, strata, place)
            found[numbers[place]] = rao_scott_f(cells), cells.cramers_v
        places = np.flatnonzero(has_all)
        if len(places):
            count, weight, square = sums if has_all.all() else (sums[0][places], sums[1][places], sums[2][places])
            n, df = _sizes(count)
            outcomes = rao_scott_f_of_sums(CellSums(weight, square, n, df, strata.sampled, strata.factors))
            for place, outcome in zip(places.tolist(), outcomes, strict=True):
                found[numbers[place]] = outcome
    return found


def _weighed(computed: Computed) -> Weighed:
    if computed.weighed is None:
        raise TypeError("an unweighted table has no design")
    return computed.weighed


def _stacked(tables: Sequence[Table], computed: Computed, batch: Batch) -> Iterator[tuple[list[int], Sums]]:
    """Put tables of the same groups and codes together: their numbers, and their sums without what is empty."""
    alike: dict[tuple[tuple[int, ...], tuple[int, ...]], list[int]] = {}
    for number, (place, part, kept) in enumerate(tables):
        start = computed.columns.slices[part].start
        alike.setdefault((tuple(start + group for group in kept), _codes_of(batch, place)), []).append(number)
    for (groups, codes), numbers in alike.items():
        items = [batch.item_slices[tables[number][0]].start for number in numbers]
        for places, sums in _without_empty(_sums_of(batch, items, groups, codes)):
            yield [numbers[place] for place in places], sums


def _codes_of(batch: Batch, place: int) -> tuple[int, ...]:
    return tuple(int(line.top.argmax()) for line in batch.counted[place].lines if line.measure is Measure.ROW)


def _sums_of(batch: Batch, items: Sequence[int], groups: tuple[int, ...], codes: tuple[int, ...]) -> Sums:
    """Take the sums of some items in some groups and codes, in the order of a table."""
    count, weight, square = (
        np.ascontiguousarray(sums[items][:, :, groups][:, :, :, codes].swapaxes(2, 3))
        for sums in (batch.tally.count, batch.tally.weight, batch.tally.square)
    )
    return count, weight, square


def _without_empty(sums: Sums) -> Iterator[tuple[list[int], Sums]]:
    """Leave out rows and columns in which nobody is: the tables that need nothing of it together, the others alone."""
    used = sums[1].sum(axis=1) > 0
    rows, columns = used.any(axis=2), used.any(axis=1)
    is_full = rows.all(axis=1) & columns.all(axis=1) & (min(used.shape[1:]) >= 2)
    full = np.flatnonzero(is_full)
    if len(full) == len(used):
        yield full.tolist(), sums
        return
    if len(full):
        yield full.tolist(), (sums[0][full], sums[1][full], sums[2][full])
    for place in np.flatnonzero(~is_full & (rows.sum(axis=1) >= 2) & (columns.sum(axis=1) >= 2)).tolist():
        count, weight, square = (
            np.ascontiguousarray(each[[place]][:, :, rows[place]][..., columns[place]]) for each in sums
        )
        yield [place], (count, weight, square)


def _sizes(count: Floats) -> tuple[Integers, Integers]:
    """Count the respondents of each table, and those less the strata that they are in: (tables,) each."""
    respondents = count.sum(axis=(2, 3))
    n = respondents.sum(axis=1).astype(np.int64)
    return n, n - np.count_nonzero(respondents, axis=1)


def _cell_shares(sums: Sums, strata: Strata, place: int) -> CellShares:
    """Give the cells of one of some tables with their covariance."""
    count, weight, square = (each[place] for each in sums)
    covariance = cell_covariance(weight.reshape(len(weight), -1), square.reshape(len(square), -1), strata)
    n, df = _sizes(count[None])
    return CellShares(weight.sum(axis=0) / weight.sum(), covariance, int(n[0]), int(df[0]))
