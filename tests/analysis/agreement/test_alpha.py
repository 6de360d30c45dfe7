"""Alpha, against the examples of Krippendorff (2011), Computing Krippendorff's Alpha-Reliability."""

from collections.abc import Sequence
from math import isnan

import pytest

from polls.analysis.agreement.alpha import krippendorff_alpha, masi

pytestmark = pytest.mark.pure

FOUR = ("123321412***", "1233224125*3", "*3332342251*", "12332441251*")
"""Section C: four observers, twelve units; a star is not coded."""


def units_of(rows: Sequence[str]) -> list[list[str]]:
    return [[value for value in column if value != "*"] for column in zip(*rows, strict=True)]


def test_two_observers_two_values() -> None:
    """Section A: .095."""
    found = krippendorff_alpha(units_of(["0100000010", "1110010000"]))
    assert round(found.alpha, 3) == 0.095
    assert (found.units, found.values) == (10, 20)


def test_two_observers_many_values() -> None:
    """Section B: .692."""
    assert round(krippendorff_alpha(units_of(["aabbdcccedda", "babbbccceddd"])).alpha, 3) == 0.692


def test_many_observers_with_gaps() -> None:
    """Section C: .743; a unit that one observer saw is left out, 40 values count."""
    found = krippendorff_alpha(units_of(FOUR))
    assert round(found.alpha, 3) == 0.743
    assert (found.units, found.values) == (11, 40)


def test_another_metric_of_the_same_data() -> None:
    """Section C, interval metric: .849."""
    found = krippendorff_alpha(units_of(FOUR), distance=lambda one, other: (int(str(one)) - int(str(other))) ** 2.0)
    assert round(found.alpha, 3) == 0.849


def test_the_interval_holds_the_value_and_is_the_same_in_any_order() -> None:
    units = units_of(FOUR)
    found = krippendorff_alpha(units)
    assert found.low < found.alpha < found.high
    assert krippendorff_alpha(units[::-1]) == found


@pytest.mark.parametrize("units", [[], [["a"]], [["a", "a"], ["a", "a"]]])
def test_there_is_no_alpha_without_two_values(units: list[list[str]]) -> None:
    assert isnan(krippendorff_alpha(units).alpha)


@pytest.mark.parametrize(
    ("first", "second", "distance"),
    [
        (("a", "b"), ("a", "b"), 0.0),
        (("a",), ("b",), 1.0),
        ((), ("b",), 1.0),
        (("a", "b"), ("a", "b", "c", "d"), 1 - 1 / 2 * 2 / 3),
        (("a", "b"), ("b", "c"), 1 - 1 / 3 * 1 / 3),
    ],
)
def test_sets_are_as_far_apart_as_they_share_little(
    first: tuple[str, ...], second: tuple[str, ...], distance: float
) -> None:
    """Passonneau (2006): Jaccard times 2/3 for a subset, 1/3 for an overlap."""
    assert masi(first, second) == pytest.approx(distance)


def test_a_shared_code_counts_for_something() -> None:
    units: list[list[tuple[str, ...]]] = [
        [("a", "b"), ("a",)],
        [("c",), ("c",)],
        [("a",), ("a",)],
        [("b", "c"), ("c",)],
    ]
    assert krippendorff_alpha(units, distance=masi).alpha > krippendorff_alpha(units).alpha
