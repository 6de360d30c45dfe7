"""Estimates under a design, on numbers that can be checked by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.analysis.sampling.design import sample_design
from polls.analysis.sampling.differences import pair_differences
from polls.analysis.sampling.estimates import design_effects, group_means, means, ratios, shares, totals

pytestmark = pytest.mark.pure

VALUES = np.array([1.0, 2.0, 3.0, 6.0])


def test_a_mean_with_equal_weights_has_the_textbook_error() -> None:
    estimates = means(sample_design(np.full(4, 7.0)), VALUES)
    assert estimates.estimate == pytest.approx([3.0])
    assert estimates.error == pytest.approx([VALUES.std(ddof=1) / 2])


def test_the_finite_population_shrinks_the_variance_to_nothing_when_all_were_asked() -> None:
    half = means(sample_design(np.full(4, 2.0), population=8), VALUES)
    assert half.variance == pytest.approx([VALUES.var(ddof=1) / 4 / 2])
    assert means(sample_design(np.ones(4), population=4), VALUES).error == pytest.approx([0.0])


def test_clusters_count_as_one_unit() -> None:
    twice = means(sample_design(np.ones(8), clusters=[1, 1, 2, 2, 3, 3, 4, 4]), np.repeat(VALUES, 2))
    assert twice.error == pytest.approx(means(sample_design(np.ones(4)), VALUES).error)


def test_strata_take_out_what_differs_between_them() -> None:
    design = sample_design(np.ones(4), strata=["low", "low", "high", "high"])
    assert means(design, [1.0, 1.0, 9.0, 9.0]).error == pytest.approx([0.0])


def test_a_missing_value_and_a_domain_are_the_same() -> None:
    design = sample_design([1.0, 2, 3, 4])
    missing = means(design, [1.0, np.nan, 3.0, 6.0])
    domain = means(design, VALUES, np.array([True, False, True, True]))
    assert missing.estimate == domain.estimate == pytest.approx([(1 + 9 + 24) / 8])
    assert missing.error == domain.error


def test_shares_are_means_of_indicators() -> None:
    estimates = shares(sample_design([1.0, 1, 2, 4]), np.array([0, 1, 1, -1]), 3)
    assert estimates.estimate == pytest.approx([0.25, 0.75, 0.0])
    assert estimates.error[2] == 0.0


def test_nobody_in_the_domain_gives_no_number() -> None:
    estimates = means(sample_design(np.ones(4)), VALUES, np.zeros(4, np.bool_))
    assert np.isnan(estimates.estimate).all()


def test_one_respondent_has_a_share_without_an_error() -> None:
    estimates = means(sample_design([3.0]), [1.0])
    assert estimates.estimate.tolist() == [1.0]
    assert np.isnan(estimates.error[0])
    assert means(sample_design([3.0], population=1), [1.0]).error.tolist() == [0.0]


def test_huge_weights_change_nothing_but_totals() -> None:
    weights = np.array([1.0, 2, 3, 4])
    small, large = (means(sample_design(scale * weights), VALUES) for scale in (1e-6, 1e12))
    assert large.estimate == pytest.approx(small.estimate)
    assert large.error == pytest.approx(small.error)


def test_totals_and_ratios() -> None:
    design = sample_design(np.full(4, 10.0))
    assert totals(design, VALUES).estimate == pytest.approx([120.0])
    halves = ratios(design, VALUES, 2 * VALUES)
    assert halves.estimate == pytest.approx([0.5])
    assert halves.error == pytest.approx([0.0])


def test_the_design_effect_of_equal_weights_is_one() -> None:
    assert design_effects(sample_design(np.full(4, 3.0)), VALUES) == pytest.approx([1.0])


def test_disjoint_groups_and_their_difference() -> None:
    design = sample_design(np.ones(6))
    groups = group_means(design, [1.0, 3, 5, 7, 9, 20], np.array([0, 0, 1, 1, 1, -1]), 3)
    assert groups.estimate[:2] == pytest.approx([2.0, 7.0])
    assert np.isnan(groups.estimate[2])
    outcome = pair_differences(groups, np.array([1]), np.array([0]), 5)
    assert outcome.difference == pytest.approx([5.0])
    assert outcome.error == pytest.approx([np.sqrt(groups.variance[:2].sum())])


def test_groups_that_share_people_have_a_covariance() -> None:
    design = sample_design(np.ones(4))
    all_of_them = means(design, VALUES)
    some = means(design, VALUES, np.array([True, True, True, False]))
    difference = some.minus(all_of_them)
    assert difference.error[0] < np.sqrt(some.variance[0] + all_of_them.variance[0])
    assert all_of_them.minus(all_of_them).error == pytest.approx([0.0])


@given(
    st.lists(st.tuples(st.floats(0.1, 9), st.integers(0, 3)), min_size=3, max_size=30),
    st.floats(0.5, 100),
)
def test_neither_the_order_nor_the_scale_of_weights_matters(people: list[tuple[float, int]], scale: float) -> None:
    weights, answers = (np.array(column) for column in zip(*people, strict=True))
    order = np.argsort(weights * 7919 % 1)
    first = shares(sample_design(weights), answers, 4)
    second = shares(sample_design(scale * weights[order]), answers[order], 4)
    assert second.estimate == pytest.approx(first.estimate)
    assert second.error == pytest.approx(first.error)
    assert first.estimate.sum() == pytest.approx(1.0)


@given(st.lists(st.integers(0, 3), min_size=2, max_size=40))
def test_equal_weights_give_the_shares_of_the_counts(answers: list[int]) -> None:
    estimates = shares(sample_design(np.full(len(answers), 2.5)), np.array(answers), 4)
    p, n = np.bincount(answers, minlength=4) / len(answers), len(answers)
    assert estimates.estimate == pytest.approx(p)
    assert estimates.error == pytest.approx(np.sqrt(p * (1 - p) / (n - 1)), abs=1e-12)


@given(st.lists(st.tuples(st.floats(0.1, 9), st.integers(0, 2)), min_size=4, max_size=30))
def test_groups_add_up_to_the_total(people: list[tuple[float, int]]) -> None:
    weights, groups = (np.array(column) for column in zip(*people, strict=True))
    design = sample_design(weights)
    parts = totals(design, (groups[:, None] == np.arange(3)).astype(np.float64))
    whole = parts.combined([1.0, 1.0, 1.0])
    everyone = totals(design, np.ones(len(people)))
    assert whole.estimate == pytest.approx(everyone.estimate)
    assert whole.error == pytest.approx(everyone.error)
