"""Weights meet their targets, or the reason is named."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.analysis.sampling.design import sample_design
from polls.analysis.sampling.estimates import shares
from polls.analysis.weighting.calibration import Bounds, Distance, calibrate, calibrate_to_margins
from polls.analysis.weighting.cells import post_stratify
from polls.analysis.weighting.outcome import weight_effect
from polls.analysis.weighting.raking import rake
from polls.analysis.weighting.targets import Margin, WeightingError, margin
from polls.analysis.weighting.trimming import rake_trimmed, trim

pytestmark = pytest.mark.pure

SEX = ["m", "m", "f", "f", "f", "m", "f", "f"]
AGE = ["y", "o", "y", "o", "o", "y", "y", "o"]
MARGINS = [margin("sex", SEX, {"m": 50, "f": 50}), margin("age", AGE, {"y": 30, "o": 70})]


def sums(weights: np.ndarray, each: Margin) -> list[float]:
    found: list[float] = np.bincount(each.codes, weights).tolist()
    return found


def test_cells_get_their_totals() -> None:
    outcome = post_stratify(MARGINS[0])
    assert sums(outcome.weights, MARGINS[0]) == pytest.approx([50, 50])
    assert outcome.weights[0] == pytest.approx(50 / 3)


def test_raking_meets_every_margin_and_reports() -> None:
    outcome = rake(MARGINS)
    assert [sums(outcome.weights, each) for each in MARGINS] == [pytest.approx([50, 50]), pytest.approx([30, 70])]
    assert outcome.converged
    assert 1 < outcome.rounds < 200
    assert outcome.deviation <= 1e-10


def test_raking_says_which_margins_contradict() -> None:
    same = ["a", "a", "b", "b"]
    margins = [
        margin("first", same, {"a": 60, "b": 40}),
        margin("fine", ["x", "y", "x", "y"], {"x": 50, "y": 50}),
        margin("second", same, {"a": 50, "b": 50}),
    ]
    outcome = rake(margins)
    assert not outcome.converged
    assert outcome.rounds == 200
    assert outcome.contradicting == ("first", "second")
    assert np.isfinite(outcome.weights).all()


def test_three_margins_may_contradict_where_any_two_do_not() -> None:
    answers = [list("1122"), list("1212"), list("2112")]
    ones = [10, 10, 50]
    margins = [margin(f"m{place}", answers[place], {"1": one, "2": 100 - one}) for place, one in enumerate(ones)]
    outcome = rake(margins)
    assert not outcome.converged
    assert outcome.contradicting == ("m0", "m1", "m2")
    assert rake(margins[:2]).converged


def test_raking_that_is_only_slow_contradicts_nothing() -> None:
    outcome = rake(MARGINS, rounds=1)
    assert not outcome.converged
    assert outcome.contradicting == ()


@pytest.mark.parametrize("distance", list(Distance))
def test_calibration_by_any_distance_meets_the_margins(distance: Distance) -> None:
    outcome = calibrate_to_margins(MARGINS, distance=distance, bounds=Bounds(0.2, 3))
    assert outcome.converged
    assert [sums(outcome.weights, each) for each in MARGINS] == [pytest.approx([50, 50]), pytest.approx([30, 70])]
    factors = outcome.weights / (100 / 8)
    assert factors.min() >= 0.2
    assert factors.max() <= 3


def test_calibration_by_raking_is_raking() -> None:
    assert calibrate_to_margins(MARGINS).weights == pytest.approx(rake(MARGINS).weights)


def test_bounds_that_leave_no_solution_are_reported() -> None:
    outcome = calibrate_to_margins(MARGINS, distance=Distance.LOGIT, bounds=Bounds(0.95, 1.05))
    assert not outcome.converged
    assert outcome.contradicting


def test_a_shown_share_that_was_weighted_to_has_no_error() -> None:
    design = rake(MARGINS).applied(sample_design(np.ones(8)))
    estimates = shares(design, MARGINS[1].codes, 2)
    assert estimates.estimate == pytest.approx([0.3, 0.7])
    assert estimates.error == pytest.approx([0.0, 0.0])
    fixed = sample_design(np.ones(8)).reweighted(rake(MARGINS).weights)
    assert shares(fixed, MARGINS[1].codes, 2).error[0] > 0.1


@pytest.mark.parametrize(
    ("answers", "targets", "message"),
    [
        (["a", "b"], {"a": 1, "b": 0}, "the target of b is 0"),
        (["a", "b"], {"a": 1, "b": float("nan")}, "the target of b is nan"),
        (["a", "c"], {"a": 1, "b": 2}, "respondent 2 is in c, which has no target"),
        (["a", ""], {"a": 1, "b": 2}, "respondent 2 has no category"),
        (["a", None], {"a": 1, "b": 2}, "respondent 2 has no category"),
    ],
)
def test_targets_cover_every_respondent(answers: list[object], targets: dict[str, float], message: str) -> None:
    with pytest.raises(WeightingError, match=message):
        margin("region", answers, targets)


def test_an_empty_target_cell_is_named() -> None:
    empty = margin("region", ["a", "a"], {"a": 1, "b": 2})
    with pytest.raises(WeightingError, match="region: nobody in b, whose target is 2"):
        post_stratify(empty)
    with pytest.raises(WeightingError, match="region: nobody in b"):
        rake([empty])


def test_margins_of_different_populations_are_named() -> None:
    other = margin("age", AGE, {"y": 30, "o": 60})
    with pytest.raises(WeightingError, match="the targets of sex add up to 100, those of age to 90"):
        rake([MARGINS[0], other])


@pytest.mark.parametrize(
    ("base", "message"),
    [
        ([1.0] * 7, "7 base weights for 8 respondents"),
        ([1.0] * 7 + [-2.0], "the base weight of respondent 8 is -2"),
        ([0.0] * 8, "all base weights are 0"),
    ],
)
def test_base_weights_are_checked(base: list[float], message: str) -> None:
    with pytest.raises(WeightingError, match=message):
        rake(MARGINS, base)


def test_no_margin_is_an_error() -> None:
    with pytest.raises(WeightingError, match="no margin"):
        rake([])


def test_auxiliaries_are_checked() -> None:
    with pytest.raises(WeightingError, match="respondent 2 has an auxiliary without a value"):
        calibrate([[1.0], [np.nan]], [4.0])
    with pytest.raises(WeightingError, match="as many totals"):
        calibrate([[1.0], [1.0]], [4.0, 5.0])
    with pytest.raises(WeightingError, match="needs two bounds"):
        calibrate([[1.0], [1.0]], [4.0], distance=Distance.LOGIT)
    with pytest.raises(WeightingError, match="do not lie around 1"):
        calibrate([[1.0], [1.0]], [4.0], bounds=Bounds(1.2, 3))


def test_trimming_keeps_the_total() -> None:
    weights = np.array([0.1, 1.0, 1.0, 1.0, 6.9])
    cut = trim(weights, high=4)
    assert cut == pytest.approx([0.1 + 2.9 / 4, 1 + 2.9 / 4, 1 + 2.9 / 4, 1 + 2.9 / 4, 4])
    strict = trim(weights, low=0.9, high=2.2, strict=True)
    assert strict.sum() == pytest.approx(10)
    assert strict.min() >= 0.9
    assert strict.max() <= 2.2


def test_trimming_needs_room() -> None:
    with pytest.raises(WeightingError, match="the mean weight 2 lies outside"):
        trim([1.0, 3.0], high=1.5)
    assert trim([1.0, 3.0]).tolist() == [1.0, 3.0]


def test_raking_again_after_trimming_holds_both() -> None:
    many_sex, many_age = SEX * 5, AGE * 5
    many_age[0] = "y"
    margins = [margin("sex", many_sex, {"m": 50, "f": 50}), margin("age", many_age, {"y": 20, "o": 80})]
    free = rake(margins)
    ratio = free.weights.max() / np.median(free.weights)
    outcome = rake_trimmed(margins, times_median=ratio * 1.01)
    assert outcome.converged
    assert outcome.weights == pytest.approx(free.weights)
    impossible = rake_trimmed(margins, times_median=1.0001, cycles=3)
    assert not impossible.converged
    assert sums(impossible.weights, margins[1]) == pytest.approx([20, 80])
    with pytest.raises(WeightingError, match="must be above 1"):
        rake_trimmed(margins, times_median=0.5)


def test_the_effect_of_weights() -> None:
    effect = weight_effect([1.0, 1.0, 2.0, 0.0, np.nan])
    assert (effect.n, effect.total, effect.squares) == (3, 4.0, 6.0)
    assert effect.effective == pytest.approx(16 / 6)
    assert effect.design_effect == pytest.approx(3 * 6 / 16)
    assert (effect.smallest, effect.largest) == (1.0, 2.0)
    assert np.isnan(weight_effect([]).effective)


@given(st.lists(st.floats(0.1, 50), min_size=8, max_size=8))
def test_unit_targets_change_nothing_but_the_scale(base: list[float]) -> None:
    each = margin("sex", SEX, {"m": 1.0, "f": 1.0})
    people = np.bincount(each.codes, base)
    own = margin("sex", SEX, {"m": people[0], "f": people[1]})
    assert post_stratify(own, base).weights == pytest.approx(np.array(base))
    assert rake([own], base).weights == pytest.approx(np.array(base))
