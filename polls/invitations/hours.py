"""Local time and office hours: when mail may leave. Plain Python; the clock is always passed in.

Days and times are those of a place, instants are aware. Twice a year the two do not fit together: a local time does
not exist, or comes twice. What staff type must then be said otherwise; office hours open at the first instant there is.
"""

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WORKING_DAYS = frozenset(range(5))
"""Monday is 0."""


class NoSuchTimeError(ValueError):
    """The local time does not exist: the clock is put forward over it."""


class TwiceError(ValueError):
    """The local time comes twice: the clock is put back over it."""


def to_instant(local: datetime, zone: ZoneInfo = AMSTERDAM) -> datetime:
    """Give the instant of a local time without zone. Raises NoSuchTimeError and TwiceError."""
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local:
        raise NoSuchTimeError(f"{local:%Y-%m-%d %H:%M} does not exist in {zone}")
    raise TwiceError(f"{local:%Y-%m-%d %H:%M} comes twice in {zone}")


def days_later(instant: datetime, days: int, at: time, zone: ZoneInfo = AMSTERDAM) -> datetime:
    """Give the instant ``days`` calendar days after that of ``instant``, at a local time.

    A time that does not exist that day is the first instant after the gap; one that comes twice is the first.
    """
    return _instant_of(instant.astimezone(zone).date() + timedelta(days=days), at, zone)


@dataclass(frozen=True)
class OfficeHours:
    """The days of the week (Monday 0) and the local times between which mail may leave; ``until`` is no longer one."""

    days: frozenset[int] = WORKING_DAYS
    start: time = time(9)
    until: time = time(17)
    zone: ZoneInfo = AMSTERDAM

    def __post_init__(self) -> None:
        if not self.days or not self.days <= frozenset(range(7)):
            raise ValueError("office hours need at least one day of the week")
        if self.start >= self.until:
            raise ValueError("office hours begin before they end")

    def include(self, instant: datetime) -> bool:
        local = instant.astimezone(self.zone)
        return local.weekday() in self.days and self.start <= local.time().replace(tzinfo=None) < self.until

    def next_from(self, instant: datetime) -> datetime:
        """Give the first instant, from this one on, at which mail may leave."""
        if self.include(instant):
            return instant
        day = instant.astimezone(self.zone).date()
        for later in range(9):  # a week, and one more for a day whose hours fall in a gap of the clock
            opening = self._opening(day + timedelta(days=later))
            if opening is not None and opening >= instant:
                return opening
        raise AssertionError("a week has a day on which mail may leave")

    def end_of(self, instant: datetime) -> datetime:
        """Give the end of the office hours in which the instant lies."""
        return _instant_of(instant.astimezone(self.zone).date(), self.until, self.zone)

    def _opening(self, day: date) -> datetime | None:
        opening = _instant_of(day, self.start, self.zone)
        return opening if self.include(opening) else None


def expected_end(start: datetime, count: int, *, per_hour: int | None, hours: OfficeHours | None) -> datetime:
    """Give when the last of ``count`` mails will have left at this rate and within these hours."""
    now = hours.next_from(start) if hours else start
    if not per_hour or count <= 0:
        return now
    needed = timedelta(hours=count / per_hour)
    if hours is None:
        return now + needed
    for _day in range(math.ceil(count / per_hour * 3600) + 1):
        left = hours.end_of(now) - now
        if needed <= left:
            return now + needed
        needed -= left
        now = hours.next_from(hours.end_of(now))
    return now


def _instant_of(day: date, at: time, zone: ZoneInfo) -> datetime:
    local = datetime.combine(day, at)
    try:
        return to_instant(local, zone)
    except TwiceError:
        return local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    except NoSuchTimeError:
        return _end_of_gap(local, zone)


def _end_of_gap(local: datetime, zone: ZoneInfo) -> datetime:
    """Give the instant at which the clock is put forward over ``local``."""
    # Read with the offset of before the gap, the time lies after the change by as much as it lies inside the gap.
    late = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    while late.astimezone(zone).utcoffset() == (late - timedelta(minutes=1)).astimezone(zone).utcoffset():
        late -= timedelta(minutes=1)
    return late
