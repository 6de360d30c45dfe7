"""Groups that share people."""

import numpy as np
import pytest

from polls.analysis.overlap import groups_of_masks, overlap_z
from polls.analysis.significance import two_proportion_z

pytestmark = pytest.mark.pure

GAVE = np.array([True] * 30 + [False] * 70)
PART = np.arange(100) % 3 == 0
EVERYONE = np.ones(100, np.bool_)


def test_groups_without_common_people_have_the_ordinary_z() -> None:
    outcome = overlap_z(groups_of_masks(EVERYONE, PART, ~PART, GAVE))
    z, pvalue = two_proportion_z(GAVE[PART].sum(), PART.sum(), GAVE[~PART].sum(), (~PART).sum())
    assert outcome.statistic == pytest.approx([float(z)])
    assert outcome.union_pvalue == pytest.approx([float(pvalue)])


def test_a_part_against_the_whole_is_the_part_against_the_rest() -> None:
    whole = overlap_z(groups_of_masks(EVERYONE, PART, EVERYONE, GAVE))
    rest = overlap_z(groups_of_masks(EVERYONE, PART, ~PART, GAVE))
    assert whole.union_statistic == pytest.approx(rest.union_statistic)


def test_the_same_group_twice_and_an_empty_one() -> None:
    same = overlap_z(groups_of_masks(EVERYONE, PART, PART, GAVE))
    assert same.difference.tolist() == [0.0]
    assert same.unpooled_error == pytest.approx([0.0], abs=1e-8)
    empty = overlap_z(groups_of_masks(EVERYONE, PART, np.zeros(100, np.bool_), GAVE))
    assert np.isnan(empty.difference[0])
    assert np.isnan(empty.pvalue[0])


def test_only_those_who_answered_count() -> None:
    groups = groups_of_masks(GAVE, PART, EVERYONE, GAVE)
    assert (groups.first[0], groups.first_base[0], groups.second_base[0], groups.both_base[0]) == (10, 10, 30, 10)
