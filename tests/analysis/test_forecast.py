"""The forecast of the final number of answers, against numbers worked out by hand."""

import numpy as np
import pytest

from polls.analysis.forecast import Forecast, assumed_share, forecast, growth, margin_of_error

pytestmark = pytest.mark.pure


def test_the_assumed_round() -> None:
    assert [round(assumed_share(day), 3) for day in (0, 1, 3, 7)] == [0.4, 0.7, 0.85, 0.925]


def test_without_any_round_the_assumed_curve_holds() -> None:
    assert growth([], elapsed=1, until=1) == pytest.approx(0.7 / 0.4)
    assert growth([], elapsed=1, until=7) == pytest.approx(0.925 / 0.4)


def test_rounds_are_chained_from_day_to_day() -> None:
    # day 0 to 1: (60 + 90 + 14) / (40 + 60 + 8); day 1 to 2, one round only: (70 + 16) / (60 + 14)
    rounds = [[40, 20, 10], [60, 30]]
    assert growth(rounds, elapsed=1, until=1) == pytest.approx(164 / 108)
    assert growth(rounds, elapsed=1, until=2) == pytest.approx(164 / 108 * 86 / 74)


def test_half_a_day_leaves_half_of_its_growth() -> None:
    assert growth([], elapsed=1.5, until=1) == pytest.approx((0.7 / 0.4) ** 0.5)


def test_after_the_last_day_nothing_grows() -> None:
    assert growth([[10, 5]], elapsed=3, until=2) == 1.0


def test_on_the_day_of_the_mailing_there_is_nothing_to_read_off() -> None:
    with pytest.raises(ValueError, match="before the day of the mailing is over"):
        growth([], elapsed=0.5, until=3)


def test_what_is_to_come_has_a_negative_binomial_distribution() -> None:
    # Size 80.5, probability 0.8: mean 80.5 * 0.25 = 20.125; the 5th and 95th percentile are 12 and 29.
    assert forecast(120, recent=80, pending=500, factor=1.25) == Forecast(140.125, 132, 149)


def test_no_more_answer_than_still_can() -> None:
    assert forecast(120, recent=80, pending=5, factor=1.25) == Forecast(125.0, 125, 125)
    assert forecast(120, recent=80, pending=0, factor=1.25) == Forecast(120.0, 120, 120)


def test_a_round_without_an_answer_is_not_hopeless() -> None:
    assert forecast(0, recent=0, pending=50, factor=1.5) == Forecast(0.25, 0, 1)


def test_nine_in_ten_forecasts_hold_when_the_curve_does() -> None:
    rng = np.random.default_rng(20260105)
    rates = rng.uniform(20, 300, 1000)
    held = 0
    for now, later in zip(rng.poisson(rates), rng.poisson(rates * 0.25), strict=True):
        told = forecast(int(now), recent=float(now), pending=10_000, factor=1.25)
        held += told.low <= now + later <= told.high
    assert 0.88 <= held / 1000 <= 0.95


def test_the_margin_of_error_is_half_of_wilsons_interval() -> None:
    assert margin_of_error(100) == pytest.approx(0.0961685, abs=1e-6)
    assert margin_of_error(400) == pytest.approx(0.0487645, abs=1e-6)
    assert margin_of_error(0) is None
