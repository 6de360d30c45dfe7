"""Comparing groups under a design at the edges; the numbers are checked against R in tests/reference."""

import numpy as np
import pytest

from polls.analysis.sampling.design import sample_design
from polls.analysis.sampling.estimates import group_means
from polls.analysis.sampling.mean_tests import Ties, groups_wald, rank_scores

pytestmark = pytest.mark.pure

VALUES = np.array([1.0, 2, 2, 3, 5, 4, 6, 7, 9])
GROUPS = np.array([0, 0, 0, 1, 1, 1, 2, 2, 2])
DESIGN = sample_design([1.0, 2, 1, 3, 1, 2, 1, 1, 4])


def test_groups_without_people_are_left_out() -> None:
    three = groups_wald(group_means(DESIGN, VALUES, GROUPS, 3), 8)
    four = groups_wald(group_means(DESIGN, VALUES, 2 * GROUPS, 6), 8)
    assert three is not None
    assert (three.df, three.denominator_df) == (2, 6)
    assert four is not None
    assert four.statistic == pytest.approx(three.statistic)


def test_what_cannot_be_tested() -> None:
    assert groups_wald(group_means(DESIGN, VALUES, 0 * GROUPS, 3), 8) is None
    assert groups_wald(group_means(DESIGN, VALUES, GROUPS, 3), 2) is None
    assert groups_wald(group_means(DESIGN, 1.0 * GROUPS, GROUPS, 3), 8) is None


def test_equal_answers_share_a_rank_whatever_their_order() -> None:
    turned = np.argsort(-np.arange(9))
    other = sample_design(DESIGN.weights[turned])
    scores = rank_scores(DESIGN, VALUES, GROUPS, 3)
    assert rank_scores(other, VALUES[turned], GROUPS[turned], 3)[turned] == pytest.approx(scores)
    assert scores[1] == scores[2] == pytest.approx((1 + 3 / 2) / 16)
    assert rank_scores(DESIGN, VALUES, GROUPS, 3, ties=Ties.SEQUENTIAL)[1] == pytest.approx((2 + 3.5) / 2 / 16)


def test_those_in_no_group_have_no_rank() -> None:
    scores = rank_scores(DESIGN, np.where(VALUES == 9, np.nan, VALUES), np.where(GROUPS == 0, -1, GROUPS), 3)
    assert np.isnan(scores).tolist() == [True, True, True, False, False, False, False, False, True]
