"""Rankings, whole and partial."""

import numpy as np
import pytest

from polls.analysis.rankings import compare_items, friedman, summarise_rankings

pytestmark = pytest.mark.pure

RANKS = np.array([[1, 2, 3], [1, 3, 2], [2, 1, 3], [1, np.nan, np.nan], [np.nan] * 3], np.float64)


def test_where_the_items_stand() -> None:
    found = summarise_rankings(RANKS)
    assert found.n == 4
    assert found.ranked.tolist() == [4, 3, 3]
    assert found.mean_rank == pytest.approx([1.25, 2.0, 8 / 3])
    assert found.borda == pytest.approx([11 / 4, 6 / 4, 4 / 4])
    assert found.first == pytest.approx([0.75, 0.25, 0.0])
    assert found.preferred[0, 1] == 0.75
    assert found.preferred[1, 2] == pytest.approx(2 / 3)
    assert np.isnan(found.preferred[0, 0])


def test_an_item_that_was_not_ranked_stands_below_those_that_were() -> None:
    pairs = compare_items(RANKS)
    assert list(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)) == [(0, 1), (0, 2), (1, 2)]
    assert pairs.wins.tolist() == [3, 4, 2]
    assert pairs.trials.tolist() == [4, 4, 3]
    assert pairs.pvalue == pytest.approx([0.625, 0.125, 1.0])
    assert pairs.adjusted == pytest.approx([1.0, 0.375, 1.0])


def test_one_ranking_by_all_is_full_agreement() -> None:
    agreement = friedman(np.tile([1.0, 2, 3], (5, 1)))
    assert agreement is not None
    assert (agreement.n, agreement.df) == (5, 2)
    assert agreement.kendall_w == pytest.approx(1.0)


def test_opposite_rankings_are_no_agreement() -> None:
    agreement = friedman(np.array([[1.0, 2, 3], [3, 2, 1]]))
    assert agreement is not None
    assert (agreement.statistic, agreement.pvalue) == (0.0, 1.0)


def test_without_anybody_there_is_no_number() -> None:
    nobody = np.full((2, 3), np.nan)
    assert friedman(nobody) is None
    assert summarise_rankings(nobody).n == 0
    assert np.isnan(summarise_rankings(nobody).mean_rank).all()
    assert np.isnan(compare_items(nobody).pvalue).all()
    assert friedman(np.ones((4, 3))) is None
