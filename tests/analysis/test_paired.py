"""Two answers of the same people."""

import numpy as np
import pytest

from polls.analysis.paired import mcnemar, paired_t, sign_test

pytestmark = pytest.mark.pure


def test_few_changes_get_the_exact_test_and_many_do_not() -> None:
    outcome = mcnemar([3, 30], [9, 10], [200, 200])
    assert outcome.pvalue.tolist() == [outcome.exact_pvalue[0], outcome.asymptotic_pvalue[1]]
    assert outcome.exact_pvalue[0] == pytest.approx(2 * (1 + 12 + 66 + 220) / 2**12)
    assert outcome.statistic[1] == 400 / 40
    assert outcome.corrected_statistic[1] == 19**2 / 40
    assert outcome.difference.tolist() == [-0.03, 0.1]


def test_nobody_who_changed_is_not_testable() -> None:
    outcome = mcnemar(0, 0, 50)
    assert np.isnan(outcome.pvalue[0])
    assert (outcome.difference[0], outcome.low[0], outcome.high[0]) == (0.0, 0.0, 0.0)


def test_nobody_at_all_has_no_difference() -> None:
    assert np.isnan(mcnemar(0, 0, 0).difference[0])


def test_a_draw_is_certain_to_be_a_draw() -> None:
    assert sign_test([5, 0, 10, 0], [10, 10, 10, 0]).tolist()[:3] == pytest.approx([1.0, 2 / 2**10, 2 / 2**10])
    assert np.isnan(sign_test(0, 0))


def test_the_mean_change_of_those_with_both_answers() -> None:
    outcome = paired_t([1.0, 2, 3, np.nan], [2.0, 4, 3, 9])
    assert outcome is not None
    assert (outcome.n, outcome.df, outcome.difference) == (3, 2, -1.0)
    assert outcome.statistic == pytest.approx(-np.sqrt(3))
    assert outcome.low < -1 < outcome.high


@pytest.mark.parametrize(("first", "second"), [([1.0], [2.0]), ([1.0, 2.0], [2.0, 3.0]), ([np.nan], [1.0])])
def test_without_variation_there_is_no_test(first: list[float], second: list[float]) -> None:
    assert paired_t(first, second) is None
