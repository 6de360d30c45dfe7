"""Numbers as they are written for people."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.reporting.numbers import (
    largest_remainder,
    number,
    p_value,
    percent,
    percent_range,
    points,
    points_range,
    rounded,
    share_percent,
    sums_to_whole,
    unbroken,
)
from tests.reference.cases import cases

pytestmark = pytest.mark.pure

CASES = [case for dataset in ("poll_a", "poll_b") for case in cases(dataset, "rounding")]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_rounding_equals_r(case: Any) -> None:
    counts, decimals = case["result"]["counts"], case["args"]["decimals"]
    plain = [float(rounded(Fraction(count, sum(counts)) * 100, decimals)) for count in counts]
    fitted = [float(share) for share in largest_remainder(counts, decimals=decimals)]
    assert plain == case["result"]["plain"]
    assert fitted == case["result"]["largest_remainder"]


@pytest.mark.parametrize(
    ("count", "base", "written"),
    [
        (54, 100, "54%"),
        (9, 200, "5%"),
        (109, 200, "55%"),
        (1, 3, "33%"),
        (0, 52, "0%"),
        (52, 52, "100%"),
        (271, 499, "54%"),
        (544_999, 1_000_000, "54,5%"),
        (271, 500, "54,2%"),
    ],
)
def test_a_percentage_is_rounded_half_away_from_zero_on_its_exact_value(count: Any, base: Any, written: Any) -> None:
    assert percent(count, base, "nl") == written


def test_binary_fractions_do_not_decide_the_rounding() -> None:
    # 0.285 * 100 is 28.499999999999996 for a machine that counts in doubles.
    assert percent(57, 200, "nl") == "29%"


def test_a_percentage_of_nobody_is_refused() -> None:
    with pytest.raises(ZeroDivisionError):
        percent(0, 0, "nl")


def test_decimals_are_written_from_a_base_of_five_hundred() -> None:
    assert share_percent(0.5449, 499, "nl") == "54%"
    assert share_percent(0.5449, 500, "nl") == "54,5%"
    assert share_percent(0.5449, 500, "en") == "54.5%"


@pytest.mark.parametrize(
    ("value", "decimals", "dutch", "english"),
    [
        (1234567, 0, "1.234.567", "1,234,567"),
        (1234.56, 1, "1.234,6", "1,234.6"),
        (-0.5, 0, "−1", "−1"),
        (-12.25, 1, "−12,3", "−12.3"),
        (0.04, 1, "0,0", "0.0"),
        (-0.04, 1, "0,0", "0.0"),
    ],
)
def test_numbers_are_written_as_each_language_does(value: Any, decimals: Any, dutch: Any, english: Any) -> None:
    assert number(value, "nl", decimals=decimals) == dutch
    assert number(value, "en", decimals=decimals) == english


def test_intervals() -> None:
    assert percent_range((0.4426, 0.6344), 100, "nl") == "44–63%"
    assert percent_range((0.54, 0.54), 100, "nl") == "54%"
    assert points_range((-0.1212, 0.2712), "nl") == "−12 tot 27"
    assert points_range((-0.1212, 0.2712), "en") == "−12 to 27"
    assert points(Fraction(2, 25), "nl") == "8"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.03, "p = 0,03"),
        (0.0004, "p < 0,001"),
        (0.001, "p = 0,001"),
        (0.004, "p = 0,004"),
        (0.0099, "p = 0,01"),
        (0.4222, "p = 0,42"),
        (0.995, "p > 0,99"),
        (1.0, "p > 0,99"),
    ],
)
def test_p_values(value: Any, written: Any) -> None:
    assert p_value(value, "nl") == written


@pytest.mark.parametrize(("value", "written"), [(0.0496, "p = 0.0496"), (0.0503, "p = 0.0503"), (0.047, "p = 0.047")])
def test_a_p_value_is_never_rounded_onto_the_level(value: Any, written: Any) -> None:
    assert p_value(value, "en") == written


def test_whether_rows_add_up() -> None:
    assert sums_to_whole([1, 1], 2)
    assert not sums_to_whole([1, 1, 1], 3)


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=12).filter(any), st.integers(0, 2))
def test_largest_remainders_add_up_to_a_hundred_and_stay_within_a_step(counts: Any, decimals: Any) -> None:
    shares = largest_remainder(counts, decimals=decimals)
    assert sum(shares) == 100
    step = Fraction(1, 10**decimals)
    assert all(abs(share - Fraction(100 * c, sum(counts))) < step for share, c in zip(shares, counts, strict=True))


@given(st.fractions(-1000, 1000), st.integers(0, 3))
def test_rounding_moves_at_most_half_a_step_and_ties_go_away_from_zero(value: Any, decimals: Any) -> None:
    result, half = rounded(value, decimals), Fraction(1, 2 * 10**decimals)
    assert abs(result - value) <= half
    assert abs(result - value) < half or abs(result) > abs(value)
    assert rounded(-value, decimals) == -result


def test_a_number_stays_on_the_line_of_its_name() -> None:
    assert unbroken("(n = 52; p = 0,04)") == "(n\u00a0=\u00a052; p\u00a0=\u00a00,04)"
