"""Office hours and local times, through both changes of the clock."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.invitations.hours import (
    AMSTERDAM,
    NoSuchTimeError,
    OfficeHours,
    TwiceError,
    days_later,
    expected_end,
    to_instant,
)

HOURS = OfficeHours()


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=AMSTERDAM)  # type: ignore[misc,arg-type]


def test_a_local_time_is_an_instant_in_summer_and_in_winter() -> None:
    assert to_instant(datetime(2026, 7, 1, 9)) == datetime(2026, 7, 1, 7, tzinfo=UTC)  # noqa: DTZ001
    assert to_instant(datetime(2026, 12, 1, 9)) == datetime(2026, 12, 1, 8, tzinfo=UTC)  # noqa: DTZ001


@pytest.mark.parametrize("minute", [0, 1, 30, 59])
def test_a_time_that_the_clock_passes_over_is_refused(minute: int) -> None:
    with pytest.raises(NoSuchTimeError):
        to_instant(datetime(2026, 3, 29, 2, minute))  # noqa: DTZ001


@pytest.mark.parametrize("minute", [0, 1, 30, 59])
def test_a_time_that_comes_twice_is_refused(minute: int) -> None:
    with pytest.raises(TwiceError):
        to_instant(datetime(2026, 10, 25, 2, minute))  # noqa: DTZ001


def test_the_minutes_beside_the_changes_are_good() -> None:
    assert to_instant(datetime(2026, 3, 29, 1, 59)) == datetime(2026, 3, 29, 0, 59, tzinfo=UTC)  # noqa: DTZ001
    assert to_instant(datetime(2026, 3, 29, 3, 0)) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)  # noqa: DTZ001
    assert to_instant(datetime(2026, 10, 25, 3, 0)) == datetime(2026, 10, 25, 2, 0, tzinfo=UTC)  # noqa: DTZ001


def test_days_are_those_of_the_calendar_and_not_of_24_hours() -> None:
    before = local(2026, 3, 27, 9)
    assert days_later(before, 3, time(9)) == local(2026, 3, 30, 9)
    assert days_later(before, 3, time(9)) - before == timedelta(hours=71)
    assert days_later(local(2026, 10, 23, 9), 3, time(9)) - local(2026, 10, 23, 9).astimezone(UTC) == timedelta(
        hours=73
    )


def test_days_later_in_the_gap_is_the_end_of_the_gap_and_in_the_double_hour_its_first_pass() -> None:
    assert days_later(local(2026, 3, 28, 9), 1, time(2, 30)) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert days_later(local(2026, 10, 24, 9), 1, time(2, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        (local(2026, 9, 1, 8, 59), local(2026, 9, 1, 9)),  # a Tuesday
        (local(2026, 9, 1, 9), local(2026, 9, 1, 9)),
        (local(2026, 9, 1, 16, 59), local(2026, 9, 1, 16, 59)),
        (local(2026, 9, 1, 17), local(2026, 9, 2, 9)),
        (local(2026, 9, 4, 17), local(2026, 9, 7, 9)),  # Friday evening: Monday
        (local(2026, 10, 24, 12), local(2026, 10, 26, 9)),  # the weekend in which the clock is put back
        (local(2026, 3, 28, 12), local(2026, 3, 30, 9)),
    ],
)
def test_outside_office_hours_mail_waits_for_the_next_opening(at: datetime, opens: datetime) -> None:
    assert HOURS.next_from(at) == opens
    assert HOURS.include(at) is (at == opens)


def test_hours_in_the_gap_open_when_the_clock_goes_on() -> None:
    night = OfficeHours(days=frozenset({6}), start=time(2, 30), until=time(4))
    assert night.next_from(local(2026, 3, 29, 1)) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    only_in_the_gap = OfficeHours(days=frozenset({6}), start=time(2, 10), until=time(2, 50))
    assert only_in_the_gap.next_from(local(2026, 3, 29, 1)) == local(2026, 4, 5, 2, 10)


@pytest.mark.parametrize("wrong", [{"days": frozenset()}, {"days": frozenset({7})}, {"start": time(17)}])
def test_hours_in_which_nothing_could_leave_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        OfficeHours(**wrong)  # type: ignore[arg-type]


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001
def test_the_next_opening_is_inside_and_nothing_earlier_is(at: datetime) -> None:
    opens = HOURS.next_from(at)
    assert opens >= at
    assert HOURS.include(opens)
    if opens > at:
        assert not HOURS.include(opens - timedelta(seconds=1))
        assert opens - at < timedelta(days=3, hours=1)


@pytest.mark.parametrize(
    ("count", "per_hour", "hours", "ends"),
    [
        (100, None, None, local(2026, 9, 1, 16)),
        (100, 100, None, local(2026, 9, 1, 17)),
        (100, 100, HOURS, local(2026, 9, 1, 17)),
        (150, 100, HOURS, local(2026, 9, 2, 9, 30)),
        (1000, 100, HOURS, local(2026, 9, 3, 10)),
    ],
)
def test_the_end_of_a_mailing_follows_from_rate_and_hours(
    count: int, per_hour: int | None, hours: OfficeHours | None, ends: datetime
) -> None:
    assert expected_end(local(2026, 9, 1, 16), count, per_hour=per_hour, hours=hours) == ends
