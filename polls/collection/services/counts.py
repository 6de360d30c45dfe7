"""Counts by day: how many started and how many answered. No count says who."""

from datetime import datetime
from random import SystemRandom
from typing import Literal

from django.db.models import F
from django.utils import timezone

from polls.collection.models import DailyCount
from polls.collection.services.prepared import execute
from polls.questionnaire.models import Poll

SHARDS = 16
"""Rows per poll and day, so that respondents who come in together do not wait for one row."""

_STARTED = """
    INSERT INTO polls_dailycount (poll_id, day, shard, started, submitted) VALUES (%s, %s, %s, 1, 0)
    ON CONFLICT (poll_id, day, shard) DO UPDATE SET started = polls_dailycount.started + 1
"""
_SUBMITTED = """
    INSERT INTO polls_dailycount (poll_id, day, shard, started, submitted) VALUES (%s, %s, %s, 0, 1)
    ON CONFLICT (poll_id, day, shard) DO UPDATE SET submitted = polls_dailycount.submitted + 1
"""
_random = SystemRandom()

ROUNDING = 5
"""In steps of this many an open anonymous poll tells how many have answered."""


def told_count(poll: Poll, count: int) -> int:
    """Round down while an anonymous poll is open: the exact number would tell when somebody answered."""
    return count - count % ROUNDING if is_rounding(poll) else count


def is_rounding(poll: Poll) -> bool:
    """Whether the poll's counts of answers are rounded down at present."""
    return poll.is_anonymous and poll.state != Poll.State.CLOSED


def count_one(what: Literal["started", "submitted"], poll_id: int, *, now: datetime) -> None:
    """Add one to the count of the Dutch day of ``now``."""
    day = timezone.localdate(now)
    statement = _STARTED if what == "started" else _SUBMITTED
    execute(statement, [poll_id, day.isoformat(), _random.randrange(SHARDS)])


def uncount_one(poll: Poll) -> None:
    """Take one withdrawn response off the counts, on the last day that has any: which day it came is not known."""
    last = DailyCount.objects.filter(poll=poll, submitted__gt=0).order_by("-day").first()
    if last is not None:
        DailyCount.objects.filter(pk=last.pk).update(submitted=F("submitted") - 1)
