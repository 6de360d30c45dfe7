import numpy as np
import pytest

from polls.analysis.contingency import pearson, table_test
from polls.analysis.freeman_halton import exact_pvalue, fisher_2x2, monte_carlo_error, monte_carlo_pvalue

pytestmark = pytest.mark.pure


def test_pearson_has_no_continuity_correction() -> None:
    outcome = pearson(np.array([[20, 30], [30, 20]]))
    assert (outcome.statistic, outcome.df) == (4.0, 1)
    assert outcome.pvalue == pytest.approx(0.04550026389635842)


def test_a_large_table_gets_pearson_s_test() -> None:
    outcome = table_test(np.array([[20, 30], [30, 20]]))
    assert outcome is not None
    assert (outcome.test, outcome.statistic, outcome.df) == ("pearson_chi_square", 4.0, 1)
    assert outcome.pvalue_error is None
    assert outcome.cramers_v == pytest.approx(0.2)


def test_one_expected_count_below_one_is_enough_for_the_exact_test() -> None:
    outcome = table_test(np.array([[9, 6], [6, 9], [9, 6], [6, 9], [7, 8], [1, 0]]))
    assert outcome is not None
    assert (outcome.statistic, outcome.df) == (None, None)
    assert outcome.test != "pearson_chi_square"


def test_a_fifth_of_the_cells_may_be_small_but_no_more() -> None:
    one_in_six = table_test(np.array([[30, 30], [30, 30], [4, 5]]))
    two_in_four = table_test(np.array([[30, 30], [4, 5]]))
    assert one_in_six is not None
    assert two_in_four is not None
    assert one_in_six.test == "fisher_freeman_halton"  # 2 of 6 cells
    assert two_in_four.test == "fisher_freeman_halton"


def test_a_table_too_large_to_enumerate_is_simulated() -> None:
    rng = np.random.default_rng(1)
    counts = np.bincount(rng.integers(0, 40, 90), minlength=40).reshape(8, 5)
    outcome = table_test(counts)
    assert outcome is not None
    assert outcome.test == "fisher_freeman_halton_monte_carlo"
    assert outcome.pvalue_error == monte_carlo_error(outcome.pvalue)
    assert outcome.pvalue_error < 0.0012


def test_empty_rows_and_columns_are_left_out() -> None:
    assert table_test(np.array([[20, 0, 30], [0, 0, 0], [30, 0, 20]])) == table_test(np.array([[20, 30], [30, 20]]))


@pytest.mark.parametrize("counts", [[[5, 6], [0, 0]], [[5, 0], [6, 0]], [[0, 0], [0, 0]], [[3, 4]]])
def test_a_table_of_one_row_or_column_is_no_table(counts: list[list[int]]) -> None:
    assert table_test(np.array(counts)) is None


def test_fisher_s_tea() -> None:
    assert fisher_2x2(3, 4, 1, 4) == pytest.approx([0.4857142857142857])
    assert exact_pvalue(np.array([[3, 1], [1, 3]])) == pytest.approx(0.4857142857142857)


def test_fisher_for_many_pairs_is_fisher_for_each() -> None:
    rng = np.random.default_rng(2)
    n, m = rng.integers(1, 400, 300), rng.integers(1, 400, 300)
    x, y = rng.binomial(n, 0.05), rng.binomial(m, 0.9)
    together = fisher_2x2(x, n, y, m)
    for pair in range(0, 300, 17):
        table = np.array([[x[pair], n[pair] - x[pair]], [y[pair], m[pair] - y[pair]]])
        assert together[pair] == pytest.approx(exact_pvalue(table), rel=1e-9)


def test_exact_gives_up_beyond_its_limit() -> None:
    assert exact_pvalue(np.array([[3, 1], [1, 3]]), limit=4) is None


def test_the_same_table_gets_the_same_simulated_pvalue() -> None:
    counts = np.array([[5, 2, 1], [1, 6, 3], [2, 2, 7]])
    assert monte_carlo_pvalue(counts, tables=1000) == monte_carlo_pvalue(counts, tables=1000)
    assert monte_carlo_pvalue(counts, tables=1000) != monte_carlo_pvalue(counts, tables=1000, seed=1)


def test_simulation_comes_near_the_exact_pvalue() -> None:
    counts = np.array([[5, 2, 1], [1, 6, 3], [2, 2, 7]])
    exact = exact_pvalue(counts)
    assert exact is not None
    error = monte_carlo_error(exact, tables=20_000)
    assert abs(monte_carlo_pvalue(counts, tables=20_000) - exact) < 4 * error
