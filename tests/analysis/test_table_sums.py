"""The tail of all tables with given margins, against all of them one by one."""

from itertools import product
from math import lgamma

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.analysis.table_sums import tail_share
from tests.examples import tried

pytestmark = pytest.mark.pure


def log_weight(table: np.ndarray) -> float:
    return -sum(lgamma(count + 1) for count in table.ravel())


@tried(15, 200)
@given(st.sampled_from([(2, 2), (2, 3), (3, 3), (2, 4)]), st.randoms(use_true_random=False))
def test_the_share_is_that_of_all_tables(shape: tuple[int, int], random: object) -> None:
    size = shape[0] * shape[1]
    table = np.array([random.randint(0, 4) for _ in range(size)]).reshape(shape)  # type: ignore[attr-defined]
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    free = [
        range(int(min(rows[row], columns[column])) + 1) for row in range(shape[0] - 1) for column in range(shape[1] - 1)
    ]
    total = tail = 0.0
    for cells in product(*free):
        candidate = np.zeros(shape, np.int64)
        candidate[:-1, :-1] = np.array(cells).reshape(shape[0] - 1, shape[1] - 1)
        candidate[:-1, -1] = rows[:-1] - candidate[:-1].sum(axis=1)
        candidate[-1] = columns - candidate[:-1].sum(axis=0)
        if candidate.min() >= 0:
            weight = np.exp(log_weight(candidate))
            total += weight
            tail += weight if log_weight(candidate) <= log_weight(table) + 1e-7 else 0.0
    assert tail_share(rows, columns, log_weight(table) + 1e-7, 10**6) == pytest.approx(tail / total)


def test_a_share_that_would_take_too_long_is_not_computed() -> None:
    margins = np.full(6, 30)
    assert tail_share(margins, margins, -100.0, 10**5) is None


def test_many_columns_are_given_up_early() -> None:
    assert tail_share(np.full(3, 80), np.full(40, 6), -100.0, 10**5) is None


def test_many_columns_of_few_are_added_up() -> None:
    """All ways to give one each to seven of fifteen columns are equally probable: none is more so than another."""
    assert tail_share(np.array([7, 8]), np.ones(15, np.int64), 1e-7, 10**7) == pytest.approx(1.0)
