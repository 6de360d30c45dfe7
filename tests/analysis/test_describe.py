import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.analysis.describe import describe_points, describe_values
from tests.examples import tried

pytestmark = pytest.mark.pure


def test_points_are_described_by_group() -> None:
    moments = describe_points(np.array([[1, 0, 0, 2, 1], [0, 0, 0, 0, 0], [0, 1, 0, 0, 0]]), range(1, 6))
    assert moments.n.tolist() == [4, 0, 1]
    assert moments.mean[[0, 2]].tolist() == [3.5, 2.0]
    assert moments.sd[0] == pytest.approx(3**0.5)
    assert moments.median[[0, 2]].tolist() == [4.0, 2.0]
    assert np.isnan([moments.mean[1], moments.sd[1], moments.median[1], moments.sd[2]]).all()


def test_the_median_lies_between_the_two_middle_answers() -> None:
    assert describe_points(np.array([[1, 1, 0, 1, 1]]), range(1, 6)).median.tolist() == [3.0]
    assert describe_values(np.array([10.0, 1.0, 2.0, 7.0])) == pytest.approx((4, 5.0, 18**0.5, 4.5))


def test_few_values() -> None:
    assert describe_values(np.array([3.0]))[:2] == (1, 3.0)
    assert np.isnan(describe_values(np.array([3.0]))[2])
    assert np.isnan(describe_values(np.array([]))[1:]).all()


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40), st.randoms(use_true_random=False))
@tried(25, 300)
def test_the_order_of_values_changes_not_a_bit(values: list[float], rng: object) -> None:
    shuffled = list(values)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert describe_values(np.array(values)) == describe_values(np.array(shuffled))


@given(st.lists(st.integers(0, 30), min_size=5, max_size=5).filter(lambda counts: sum(counts) > 1))
@tried(25, 300)
def test_counts_and_values_give_the_same(counts: list[int]) -> None:
    by_count = describe_points(np.array([counts]), range(1, 6))
    n, mean, sd, median = describe_values(np.repeat(np.arange(1.0, 6.0), counts))
    assert by_count.n[0] == n
    assert (by_count.mean[0], by_count.sd[0]) == pytest.approx((mean, sd))
    assert by_count.median[0] == median
