"""What else is hidden is enough, and as little as can be: an attacker program and exhaustive search try."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.analysis.suppression import Fewest, LinkedCells, Protection, hide_fewest, is_protected, linked_cells
from tests.examples import tried

pytestmark = pytest.mark.pure


def table(counts: list[list[int]]) -> LinkedCells:
    """Make a table (rows, columns) with its margins: cells by row, rows' totals, columns', the whole."""
    inner = np.array(counts)
    rows, columns = inner.shape
    cell = np.arange(rows * columns).reshape(rows, columns)
    row_totals, column_totals = rows * columns + np.arange(rows), rows * columns + rows + np.arange(columns)
    whole = rows * columns + rows + columns
    sums = [(int(row_totals[row]), cell[row].tolist()) for row in range(rows)]
    sums += [(int(column_totals[column]), cell[:, column].tolist()) for column in range(columns)]
    sums += [(whole, row_totals.tolist())]
    values = [*inner.ravel().tolist(), *inner.sum(axis=1).tolist(), *inner.sum(axis=0).tolist(), int(inner.sum())]
    return linked_cells(values, sums)


def test_a_pair_of_groups_beside_their_total() -> None:
    line = linked_cells([3, 20, 7, 30], [(3, [0, 1, 2])])
    assert hide_fewest(line, [0], [1, 2]) == [2]
    assert hide_fewest(line, [], [1, 2]) == []


def test_fewest_respondents_or_fewest_cells() -> None:
    """The total of two groups and of two more: one large group, or two small ones, could be hidden besides."""
    counts = [3, 10, 60, 5, 15, 13, 63, 20]
    cells = linked_cells(counts, [(5, [0, 1]), (6, [0, 2]), (7, [3, 4])])
    assert hide_fewest(cells, [0], [1, 2, 5, 6], fewest=Fewest.RESPONDENTS) == [1, 2]
    few = linked_cells([3, 9, 9, 50, 12, 53], [(4, [0, 1]), (5, [0, 3])])
    assert hide_fewest(few, [0], [1, 3, 4, 5], fewest=Fewest.CELLS) == [1, 3]


def test_what_cannot_be_protected_is_said() -> None:
    line = linked_cells([3, 20, 23], [(2, [0, 1])])
    assert hide_fewest(line, [0], []) is None
    assert hide_fewest(line, [0], [1], protection=Protection.THRESHOLD, threshold=30) is None


def test_a_sum_that_does_not_hold_is_an_error() -> None:
    with pytest.raises(ValueError, match="the parts of sum 1 do not add up"):
        linked_cells([1, 2, 4], [(2, [0, 1])])


@tried(5, 40)
@given(
    st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=2, max_size=3),
    st.sampled_from(list(Protection)),
    st.sampled_from(list(Fewest)),
)
def test_nothing_cheaper_would_do(counts: list[list[int]], protection: Protection, fewest: Fewest) -> None:
    cells, size = table(counts), sum(len(row) for row in counts)
    primary = [cell for cell in range(size) if 0 < cells.counts[cell] < 5]
    others = [cell for cell in range(size) if cells.counts[cell] >= 5]

    def is_safe(extra: tuple[int, ...]) -> bool:
        hidden = np.zeros(len(cells.counts), np.bool_)
        hidden[[*primary, *extra]] = True
        return all(is_protected(cells, hidden, cell, protection=protection, threshold=5) for cell in primary)

    def cost(extra: tuple[int, ...]) -> tuple[int, int]:
        respondents = int(cells.counts[list(extra)].sum())
        return (len(extra), respondents) if fewest is Fewest.CELLS else (respondents, len(extra))

    chosen = hide_fewest(cells, primary, others, protection=protection, threshold=5, fewest=fewest)
    if chosen is None:
        assert not is_safe(tuple(others))
        return
    assert is_safe(tuple(chosen))
    best = cost(tuple(chosen))
    cheaper = [
        extra
        for number in range(min(len(others), 3) + 1)
        for extra in combinations(others, number)
        if cost(extra) < best
    ]
    assert not any(is_safe(extra) for extra in cheaper[:40])
