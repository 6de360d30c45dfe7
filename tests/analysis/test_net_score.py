"""NPS and nets of a scale."""

import numpy as np
import pytest

from polls.analysis.net_score import net_score, nps_values

pytestmark = pytest.mark.pure


def test_promoters_less_detractors() -> None:
    score = net_score(40, 25, 100)
    values = np.repeat([1.0, 0.0, -1.0], [40, 35, 25])
    assert score.score == pytest.approx(0.15)
    assert score.error == pytest.approx(values.std(ddof=1) / 10)
    assert score.error_n == pytest.approx(values.std() / 10)
    assert score.low < score.low_n < 0.15 < score.high_n < score.high


def test_small_bases() -> None:
    score = net_score([0, 1, 3], [0, 0, 0], [0, 1, 3])
    assert np.isnan(score.score[0])
    assert score.score[1:].tolist() == [1.0, 1.0]
    assert np.isnan(score.low[1])
    assert score.error[2] == 0.0


def test_ratings_become_100_0_and_minus_100() -> None:
    found = nps_values([0, 6, 7, 8, 9, 10, np.nan])
    assert found[:6].tolist() == [-100, -100, 0, 0, 100, 100]
    assert np.isnan(found[6])
