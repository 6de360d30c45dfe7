"""Intervals of shares under a design at their edges."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.analysis.intervals import clopper_pearson
from polls.analysis.sampling.share_intervals import ShareMethod, design_share_interval

pytestmark = pytest.mark.pure


def test_at_none_and_all_the_interval_is_exact_on_the_effective_base() -> None:
    low, high, method = design_share_interval([0.0, 1.0], [0.0, 0.0], 20, 30, 21.5)
    expected = clopper_pearson([0.0, 21.5], 21.5)
    assert low == pytest.approx(expected[0])
    assert high == pytest.approx(expected[1])
    assert method.tolist() == ["clopper_pearson_effective"] * 2


def test_in_a_known_population_none_means_few_at_most() -> None:
    low, high, method = design_share_interval(0.0, 0.0, 20, 30, 30, population=40)
    assert method == "hypergeometric"
    assert (float(low), float(high)) == (0.0, 2 / 40)
    low, high, _ = design_share_interval(1.0, 0.0, 20, 30, 30, population=30)
    assert (float(low), float(high)) == (1.0, 1.0)


def test_a_share_that_was_weighted_to_its_target_is_known() -> None:
    low, high, method = design_share_interval(0.3, 1e-17, 20, 30, 25)
    assert (float(low), float(high), str(method)) == (0.3, 0.3, "known")


def test_a_base_of_nobody_gives_no_interval() -> None:
    low, high, _ = design_share_interval(np.nan, np.nan, 0, 0, np.nan)
    assert np.isnan(low)
    assert np.isnan(high)


@given(st.floats(0.001, 0.999), st.floats(0.001, 0.1), st.sampled_from(["logit", "beta"]))
def test_an_interval_contains_its_share_and_stays_within_0_and_1(share: float, error: float, method: str) -> None:
    low, high, _ = design_share_interval(share, error, 50, 60, 55, method=ShareMethod(method))
    assert 0 <= low <= share <= high <= 1
