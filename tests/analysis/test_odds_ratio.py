"""The odds ratio of a table of two by two."""

import numpy as np
import pytest

from polls.analysis.odds_ratio import odds_ratio

pytestmark = pytest.mark.pure


def test_fishers_tea() -> None:
    """The lady took three of four for what they were (Fisher 1935); R finds 6.408309 between 0.2117329 and 622."""
    ratio = odds_ratio(np.array([[3, 1], [1, 3]]))
    assert (ratio.estimate, ratio.low, ratio.high) == pytest.approx((6.40832, 0.211736, 626.2435), rel=1e-5)


def test_turning_the_table_turns_the_ratio() -> None:
    ratio, turned = odds_ratio(np.array([[12, 5], [7, 9]])), odds_ratio(np.array([[5, 12], [9, 7]]))
    assert ratio.estimate * turned.estimate == pytest.approx(1.0)
    assert ratio.low * turned.high == pytest.approx(1.0)


def test_an_empty_cell_leaves_one_side_open() -> None:
    ratio = odds_ratio(np.array([[0, 5], [4, 6]]))
    assert (ratio.estimate, ratio.low) == (0.0, 0.0)
    assert np.isfinite(ratio.high)
    assert odds_ratio(np.array([[5, 0], [4, 6]])).high == np.inf


def test_an_empty_row_tells_nothing() -> None:
    ratio = odds_ratio(np.array([[0, 0], [4, 6]]))
    assert np.isnan(ratio.estimate)
    assert (ratio.low, ratio.high) == (0.0, np.inf)
