"""Tests of a weighted table at their edges; their numbers are checked against R in tests/reference."""

import numpy as np
import pytest

from polls.analysis.contingency import pearson
from polls.analysis.sampling.association import (
    cell_shares,
    rao_scott_chi_square,
    rao_scott_f,
    rao_scott_saddlepoint,
    wald_association,
)
from polls.analysis.sampling.design import sample_design

pytestmark = pytest.mark.pure

COUNTS = np.array([[20, 10, 12], [8, 25, 5]])
ROWS, COLUMNS = (np.repeat(index.ravel(), COUNTS.ravel()) for index in np.indices(COUNTS.shape))
DESIGN = sample_design(np.full(80, 3.0))


def test_with_equal_weights_the_first_order_test_is_nearly_pearsons() -> None:
    cells = cell_shares(DESIGN, ROWS, COLUMNS, df=79)
    assert cells is not None
    outcome, plain = rao_scott_chi_square(cells), pearson(COUNTS)
    assert outcome is not None
    assert outcome.statistic == pytest.approx(plain.statistic)
    assert outcome.df == plain.df
    assert outcome.pvalue == pytest.approx(plain.pvalue, rel=0.2)


def test_an_empty_row_is_dropped() -> None:
    one, other = cell_shares(DESIGN, ROWS, COLUMNS, df=79), cell_shares(DESIGN, 2 * ROWS, COLUMNS, df=79)
    assert one is not None
    assert other is not None
    assert rao_scott_f(one) == rao_scott_f(other)


def test_one_row_is_no_table() -> None:
    assert cell_shares(DESIGN, 0 * ROWS, COLUMNS, df=79) is None
    assert wald_association(DESIGN, ROWS, 0 * COLUMNS, df=79) is None


def test_rows_that_are_the_columns_differ_beyond_any_test() -> None:
    cells = cell_shares(DESIGN, COLUMNS, COLUMNS, df=79)
    assert cells is not None
    outcome = rao_scott_f(cells)
    assert outcome is None or outcome.pvalue < 1e-6


def test_a_population_that_was_asked_in_full_has_no_test() -> None:
    cells = cell_shares(sample_design(np.ones(80), population=80), ROWS, COLUMNS, df=79)
    assert cells is not None
    assert rao_scott_f(cells) is None
    assert rao_scott_saddlepoint(cells) is None


def test_too_few_clusters_have_no_wald_test() -> None:
    clustered = sample_design(np.ones(80), clusters=np.arange(80) % 3)
    assert wald_association(clustered, ROWS, COLUMNS, df=1) is None
