"""Times in bands and the pace of a respondent, against values worked out by hand."""

import pytest

from polls.codebook.pace import (
    BOUNDS,
    Pace,
    added,
    band_of,
    median_seconds,
    pace_of,
    paces,
    relative_speed,
    seconds_of,
    shared_paces,
)

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(("seconds", "band"), [(0, 0), (1, 0), (1.5, 1), (20, 8), (21, 9), (1280, 18), (99_999, 19)])
def test_a_time_falls_into_a_band(seconds: float, band: int) -> None:
    assert band_of(seconds) == band


def test_a_band_stands_for_the_middle_of_its_bounds() -> None:
    assert seconds_of(8) == pytest.approx((15 * 20) ** 0.5)
    assert seconds_of(8.5) == pytest.approx((15 * 20 * 20 * 28) ** 0.25)
    assert all(band_of(seconds_of(band)) == band for band in range(len(BOUNDS) + 1))


def test_times_are_counted_by_page_and_band() -> None:
    assert added({"one": {"3": 2}}, [{"one": 3, "two": 5}, {"two": 6}]) == {"one": {"3": 3}, "two": {"5": 1, "6": 1}}


def test_the_median_of_a_page() -> None:
    assert median_seconds({"8": 5, "10": 6}) == pytest.approx(seconds_of(10))
    assert median_seconds({"8": 5, "9": 5}) == pytest.approx(seconds_of(8.5))
    assert median_seconds({"8": 9}) is None


def test_the_index_is_the_mean_over_the_pages_of_median_by_time() -> None:
    medians = {"one": 2 * seconds_of(8), "two": seconds_of(10), "three": None}
    assert relative_speed({"one": 8, "two": 10, "three": 0}, medians) == pytest.approx(1.5)
    assert relative_speed({"one": 0, "two": 10}, medians) == pytest.approx((3 + 1) / 2)
    assert relative_speed({"one": 8}, medians) is None


@pytest.mark.parametrize(
    ("speed", "pace"), [(None, None), (0.4, Pace.USUAL), (1.49, Pace.USUAL), (1.5, Pace.QUICK), (2.0, Pace.FAST)]
)
def test_from_two_on_somebody_is_too_fast(speed: float | None, pace: Pace | None) -> None:
    assert pace_of(speed) is pace


def test_somebody_who_clicks_through_is_fast_beside_the_others() -> None:
    usual = [{"one": 10, "two": 11}] * 12
    clicking = {"one": 3, "two": 4}
    found = paces([*usual, clicking], added({}, [*usual, clicking]))
    assert found == [Pace.USUAL] * 12 + [Pace.FAST]


def test_nobody_stands_alone_with_a_pace() -> None:
    found = [Pace.FAST] * 2 + [Pace.QUICK] * 3 + [Pace.USUAL] * 9
    assert shared_paces(found, minimum=5) == [Pace.QUICK] * 5 + [Pace.USUAL] * 9
    assert shared_paces(found, minimum=2) == found
    assert shared_paces([Pace.FAST, *[Pace.USUAL] * 9], minimum=5) == [Pace.USUAL] * 10
    assert shared_paces([Pace.FAST], minimum=5) == [None]
    assert shared_paces([None, *[Pace.USUAL] * 9], minimum=5) == [None] * 10
