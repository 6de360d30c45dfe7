"""The cells of tables and their covariance from the sums by code, many tables at once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from polls.analysis.sampling.association import CellShares
from polls.analysis.tabulation.compute import Batch, Computed
from polls.analysis.tabulation.estimates import cell_covariance
from polls.analysis.tabulation.lines import Measure

Floats = NDArray[np.float64]
Sums = tuple[Floats, Floats, Floats]
"""Of respondents, weights and squared weights: (strata, rows, columns) each."""


def summed_cells(
    tables: Sequence[tuple[int, int, list[int]]], computed: Computed, batch: Batch
) -> list[CellShares | None]:
    """Give the cells of tables, without empty rows and columns; None where fewer than two of either are left.

    A table is the place of a variable, the part of the banner, and the groups of the part that are in it.
    """
    weighed = computed.weighed
    if weighed is None:
        raise TypeError("an unweighted table has no design")
    sums = [_sums_of(batch, place, [computed.columns.slices[part].start + group for group in kept])
            for place, part, kept in tables]  # fmt: skip
    found: list[CellShares | None] = [None] * len(tables)
    shapes: dict[tuple[int, ...], list[int]] = {}
    for number, each in enumerate(sums):
        if each is not None:
            shapes.setdefault(each[1].shape[1:], []).append(number)
    for shape, numbers in shapes.items():
        count, weight, square = (np.stack([_part(sums[number], part) for number in numbers]) for part in range(3))
        strata = weight.shape[1]
        covariance = cell_covariance(
            weight.reshape(len(numbers), strata, -1), square.reshape(len(numbers), strata, -1), weighed.strata
        )
        respondents = count.sum(axis=(2, 3))
        shares = weight.sum(axis=1) / weight.sum(axis=(1, 2, 3))[:, None, None]
        for place, number in enumerate(numbers):
            n = int(respondents[place].sum())
            df = n - int(np.count_nonzero(respondents[place]))
            found[number] = CellShares(shares[place].reshape(shape), covariance[place], n, df)
    return found


def _part(sums: Sums | None, part: int) -> Floats:
    if sums is None:
        raise TypeError("there is no such table")
    return sums[part]


def _sums_of(batch: Batch, place: int, groups: list[int]) -> Sums | None:
    codes = [int(line.top.argmax()) for line in batch.counted[place].lines if line.measure is Measure.ROW]
    item = batch.item_slices[place].start
    count, weight, square = (
        sums[item][:, groups][:, :, codes].transpose(0, 2, 1)
        for sums in (batch.tally.count, batch.tally.weight, batch.tally.square)
    )
    used = weight.sum(axis=0) > 0
    rows, columns = used.any(axis=1), used.any(axis=0)
    if rows.sum() < 2 or columns.sum() < 2:
        return None
    if rows.all() and columns.all():
        return count, weight, square
    return count[:, rows][:, :, columns], weight[:, rows][:, :, columns], square[:, rows][:, :, columns]
