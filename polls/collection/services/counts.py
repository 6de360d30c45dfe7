"""Counts by day: how many started and how many answered. No count says who."""

from datetime import datetime
from random import SystemRandom
from typing import Literal

from django.utils import timezone

from polls.collection.services.prepared import execute

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


def count_one(what: Literal["started", "submitted"], poll_id: int, *, now: datetime) -> None:
    """Add one to the count of the Dutch day of ``now``."""
    day = timezone.localdate(now)
    statement = _STARTED if what == "started" else _SUBMITTED
    execute(statement, [poll_id, day.isoformat(), _random.randrange(SHARDS)])
