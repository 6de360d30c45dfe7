"""Tests on ranks."""

import numpy as np
import pytest

from polls.analysis.rank_tests import counts_by_point, kruskal_wallis, mann_whitney

pytestmark = pytest.mark.pure


def test_answers_are_counted_by_group_and_point() -> None:
    counts = counts_by_point([3, 1, 3, np.nan, 2, 3], np.array([0, 0, 1, 1, -1, 0]), 2)
    assert counts.tolist() == [[1, 2], [0, 1]]


def test_two_groups_give_the_square_of_mann_and_whitney_without_its_correction() -> None:
    counts = np.array([[5, 9, 4], [1, 6, 11]])
    ranks, pair = kruskal_wallis(counts), mann_whitney(counts[:1], counts[1:])
    assert ranks is not None
    assert ranks.df == 1
    uncorrected = pair.z[0] * (abs(pair.statistic[0] - 18 * 18 / 2)) / (abs(pair.statistic[0] - 18 * 18 / 2) - 0.5)
    assert ranks.statistic == pytest.approx(uncorrected**2)


def test_the_chance_to_stand_higher() -> None:
    assert mann_whitney(np.array([[0, 3]]), np.array([[3, 0]])).superiority.tolist() == [1.0]
    equal = mann_whitney(np.array([[2, 2]]), np.array([[2, 2]]))
    assert (equal.superiority.tolist(), equal.pvalue.tolist()) == ([0.5], [1.0])


def test_without_variation_or_without_groups_there_is_no_test() -> None:
    assert kruskal_wallis(np.array([[5, 0], [7, 0]])) is None
    assert kruskal_wallis(np.array([[5, 2], [0, 0]])) is None
    assert np.isnan(mann_whitney(np.array([[5, 0]]), np.array([[7, 0]])).pvalue[0])
    assert np.isnan(mann_whitney(np.array([[5, 1]]), np.array([[0, 0]])).superiority[0])
