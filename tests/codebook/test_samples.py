"""Samples: reproducible, as large as asked, and fair."""

import pytest

from polls.codebook.samples import drawn, frame_hash, proportional, stratified

pytestmark = pytest.mark.pure


def test_the_same_seed_draws_the_same_people_in_whatever_order_they_come() -> None:
    assert drawn(range(1000), 5, "zaad") == [271, 717, 390, 147, 363]
    assert drawn(reversed(range(1000)), 5, "zaad") == [271, 717, 390, 147, 363]
    assert drawn(range(1000), 5, "ander") != [271, 717, 390, 147, 363]


def test_a_larger_sample_holds_the_smaller_one() -> None:
    assert drawn(range(100), 20, "x")[:10] == drawn(range(100), 10, "x")


def test_no_more_than_everybody_is_drawn_and_nobody_twice() -> None:
    assert sorted(drawn(range(10), 20, "x")) == list(range(10))
    assert drawn(range(10), 0, "x") == drawn([], 5, "x") == []


def test_everybody_is_drawn_about_as_often() -> None:
    times = [0] * 20
    for seed in range(2_000):
        for key in drawn(range(20), 5, str(seed)):
            times[key] += 1
    assert sum(times) == 10_000
    chi_square = sum((count - 500) ** 2 / 375 for count in times)  # variance of a draw: 2000 * 1/4 * 3/4
    assert chi_square < 43.8  # the 99.9th percentile with 19 degrees of freedom


@pytest.mark.parametrize(
    ("available", "total", "sizes"),
    [
        ({"a": 60, "b": 30, "c": 10}, 10, {"a": 6, "b": 3, "c": 1}),
        ({"a": 1, "b": 1, "c": 1}, 2, {"a": 1, "b": 1, "c": 0}),
        ({"a": 70, "b": 25, "c": 5}, 7, {"a": 5, "b": 2, "c": 0}),
        ({"a": 3, "b": 2}, 99, {"a": 3, "b": 2}),
        ({"a": 3, "b": 0}, 0, {"a": 0, "b": 0}),
        ({}, 5, {}),
    ],
)
def test_proportional_sizes_add_up(available: dict[str, int], total: int, sizes: dict[str, int]) -> None:
    assert proportional(available, total) == sizes


def test_strata_are_drawn_apart() -> None:
    found = stratified({"a": range(10), "b": range(10, 20), "c": range(20, 30)}, {"a": 3, "b": 50}, "x")
    assert [len(keys) for keys in found.values()] == [3, 10, 0]
    assert set(found["a"]) <= set(range(10))


def test_the_frame_is_known_by_its_people() -> None:
    assert frame_hash([3, 1, 2]) == frame_hash([1, 2, 3]) != frame_hash([1, 2])
