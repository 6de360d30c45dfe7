"""Suspicious waves at the links of a poll, in numbers by hour: what staff sees before they pause a link."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import SystemRandom
from typing import Literal

from django.db.models import Sum

from polls.collection.models import WaveCount
from polls.collection.services.counts import SHARDS
from polls.collection.services.prepared import execute
from polls.questionnaire.models import Poll

What = Literal["asked", "worked", "waited"]
RECENT = timedelta(hours=24)
KEPT = timedelta(days=90)

_COUNT = """
    INSERT INTO polls_wavecount (poll_id, door, hour, shard, asked, worked, waited) VALUES (%s, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (poll_id, door, hour, shard) DO UPDATE SET
        asked = polls_wavecount.asked + excluded.asked,
        worked = polls_wavecount.worked + excluded.worked,
        waited = polls_wavecount.waited + excluded.waited
"""
_random = SystemRandom()


@dataclass(frozen=True)
class Wave:
    """How many newcomers at one link were asked for work or to wait, and how many of them came in after it."""

    asked: int
    came_in: int


def count_wave(poll_id: int, door: int, what: What, *, now: datetime) -> None:
    """Add one to the count of the hour of ``now`` at the link (0: the main one)."""
    hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    numbers = [int(what == name) for name in ("asked", "worked", "waited")]
    execute(_COUNT, [poll_id, door, hour, _random.randrange(SHARDS), *numbers])


def recent_waves(poll: Poll, *, now: datetime) -> Mapping[int, Wave]:
    """Give the wave of the last day at each link of the poll that had one."""
    rows = WaveCount.objects.filter(poll=poll, hour__gte=now - RECENT).values("door")
    sums = rows.annotate(asked_=Sum("asked"), came_in=Sum("worked") + Sum("waited"))
    return {row["door"]: Wave(row["asked_"], row["came_in"]) for row in sums.order_by("door")}


def remove_old_waves(*, now: datetime) -> int:
    return WaveCount.objects.filter(hour__lt=now - KEPT).delete()[0]
