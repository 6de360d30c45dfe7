"""Analysis of variance and the pooled t."""

import numpy as np
import pytest

from polls.analysis.anova import anova, pooled_t
from polls.analysis.describe import Moments

pytestmark = pytest.mark.pure


def moments(*groups: list[float]) -> Moments:
    values = [np.array(group) for group in groups]
    sizes = np.array([len(value) for value in values])
    mean = np.array([value.mean() if len(value) else np.nan for value in values])
    sd = np.array([value.std(ddof=1) if len(value) > 1 else np.nan for value in values])
    return Moments(sizes, mean, sd, mean)


def test_two_groups_give_the_square_of_t() -> None:
    two = moments([1.0, 2, 3], [2.0, 4, 6, 8])
    outcome, pair = anova(two), pooled_t(two, np.array([0]), np.array([1]))
    assert outcome is not None
    assert (outcome.df, outcome.denominator_df) == (1, 5)
    assert outcome.statistic == pytest.approx(pair.statistic[0] ** 2)
    assert outcome.pvalue == pytest.approx(pair.pvalue[0])
    assert 0 < outcome.eta_squared < 1


def test_an_empty_group_takes_no_part_and_one_answer_does() -> None:
    without, with_empty = anova(moments([1.0, 2], [4.0, 5])), anova(moments([1.0, 2], [], [4.0, 5]))
    assert without == with_empty
    single = pooled_t(moments([1.0, 2], [4.0]), np.array([0]), np.array([1]))
    assert single.df.tolist() == [1.0]
    assert np.isfinite(single.pvalue[0])


def test_a_variance_over_all_groups_has_their_degrees_of_freedom() -> None:
    three = moments([1.0, 2], [4.0, 5], [9.0, 12])
    assert pooled_t(three, np.array([0]), np.array([1]), over_all=True).df.tolist() == [3.0]


def test_what_does_not_vary_has_no_test() -> None:
    assert anova(moments([1.0, 1], [2.0, 2])) is None
    assert anova(moments([1.0, 2])) is None
    assert anova(moments([1.0], [2.0])) is None
    outcome = pooled_t(moments([1.0, 1], [2.0, 2], []), np.array([0, 0]), np.array([1, 2]))
    assert np.isnan(outcome.pvalue).all()
