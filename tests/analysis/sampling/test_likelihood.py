"""The likelihood interval; its numbers are checked against R in tests/reference."""

import numpy as np
import pytest

from polls.analysis.sampling.design import sample_design
from polls.analysis.sampling.likelihood import likelihood_interval
from polls.analysis.sampling.share_intervals import logit_interval

pytestmark = pytest.mark.pure

DESIGN = sample_design(np.ones(400))
EVERYONE = np.ones(400, np.bool_)


def test_it_is_near_the_logit_interval_in_a_large_sample() -> None:
    answers = np.arange(400) % 4 == 0
    low, high = likelihood_interval(DESIGN, answers, EVERYONE, 399)
    expected = logit_interval(0.25, np.sqrt(0.25 * 0.75 / 399), 399)
    assert (low, high) == pytest.approx((float(expected[0]), float(expected[1])), abs=0.002)


@pytest.mark.parametrize("answer", [0.0, 1.0])
def test_none_and_all_have_no_such_interval(answer: float) -> None:
    assert np.isnan(likelihood_interval(DESIGN, np.full(400, answer), EVERYONE, 399)).all()
