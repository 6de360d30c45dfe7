"""The tail of a weighted sum of chi-squares."""

import numpy as np
import pytest
from scipy.special import fdtrc

from polls.analysis.sampling.quadratic_form import ratio_tail

pytestmark = pytest.mark.pure


@pytest.mark.parametrize("statistic", [6.0, 12.0, 30.0])
def test_equal_effects_are_nearly_an_f(statistic: float) -> None:
    expected = float(fdtrc(3, 200, statistic / 3 / 1.5))
    assert ratio_tail(statistic, np.full(3, 1.5), 200.0) == pytest.approx(expected, rel=0.02)


def test_where_the_approximation_breaks_down_satterthwaite_stands_in() -> None:
    effects = np.array([1.0, 1.0])
    assert ratio_tail(2.0, effects, 50.0) == pytest.approx(float(fdtrc(2, 50, 1.0)), rel=0.01)


def test_a_larger_statistic_is_less_likely() -> None:
    tails = [ratio_tail(statistic, np.array([0.5, 1.0, 2.5]), 40.0) for statistic in (1.0, 5.0, 10.0, 40.0)]
    assert tails == sorted(tails, reverse=True)
    assert 0 < tails[-1] < tails[0] < 1
