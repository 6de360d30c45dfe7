"""Two coders, against worked examples from print."""

from math import isnan

import numpy as np
import pytest

from polls.analysis.agreement.kappa import cohen_kappa, kappa_of_ticks, pooled_kappa

pytestmark = pytest.mark.pure


def test_cohens_own_example() -> None:
    """Cohen (1960), table 1: 200 patients, agreement .29 where chance gives .35."""
    found = cohen_kappa([[50, 26, 24], [24, 4, 32], [6, 30, 4]])
    assert found.n == 200
    assert found.agreement == pytest.approx(0.29)
    assert found.expected == pytest.approx(0.35)
    assert found.kappa == pytest.approx(-0.06 / 0.65)


def test_the_psychiatrists_of_cohen_1968() -> None:
    """Cohen (1968), and R's psych::cohen.kappa on the same shares: 0.4915."""
    found = cohen_kappa(np.array([[0.44, 0.07, 0.09], [0.05, 0.20, 0.05], [0.01, 0.03, 0.06]]) * 200)
    assert found.kappa == pytest.approx(0.29 / 0.59)


def test_the_standard_error_of_fleiss() -> None:
    """Fleiss (1981), Statistical Methods for Rates and Proportions, table 13.1: .68, .087 from the rounded kappa.

    With the kappa at full precision the delta method gives, in R (numDeriv::grad), 0.0877029534708.
    """
    found = cohen_kappa([[75, 1, 4], [5, 4, 1], [0, 0, 10]])
    assert round(found.kappa, 2) == 0.68
    assert found.standard_error == pytest.approx(0.0877029534708, abs=1e-10)
    assert (round(found.low, 2), round(found.high, 2)) == (0.50, 0.85)


def test_the_interval_of_the_agreement_is_wilsons() -> None:
    found = cohen_kappa([[45, 5], [5, 45]])
    assert (round(found.agreement_low, 4), round(found.agreement_high, 4)) == (0.8256, 0.9448)


@pytest.mark.parametrize("table", [[[0, 0], [0, 0]], [[0, 0], [0, 30]]])
def test_there_is_no_kappa_without_answers_or_without_two_values(table: list[list[int]]) -> None:
    assert isnan(cohen_kappa(table).kappa)


def test_full_agreement_is_one_with_no_room() -> None:
    found = kappa_of_ticks([True, False, True, False], [True, False, True, False])
    assert (found.kappa, found.standard_error, found.low, found.high) == (1.0, 0.0, 1.0, 1.0)


def test_a_code_is_compared_answer_by_answer() -> None:
    found = kappa_of_ticks([True] * 25 + [False] * 25, [True] * 20 + [False] * 5 + [True] * 10 + [False] * 15)
    assert found.agreement == 0.7
    assert found.kappa == pytest.approx(0.4)


def test_pooling_takes_means_before_it_divides() -> None:
    rare, common = cohen_kappa([[1, 1], [1, 97]]), cohen_kappa([[40, 10], [10, 40]])
    expected = ((0.98 - rare.expected) + (0.8 - 0.5)) / ((1 - rare.expected) + 0.5)
    assert pooled_kappa([rare, common]) == pytest.approx(expected)
    assert pooled_kappa([rare, common]) > (rare.kappa + common.kappa) / 2
    assert isnan(pooled_kappa([]))
