"""Naming the state of a poll's responses, so that numbers can say what they were made of."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Count, Max

from polls.questionnaire.models import Poll

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class DataMovedError(Exception):
    """The responses of the asked state cannot be read any more: others came in or went."""


@dataclass(frozen=True)
class DataState:
    """The state of a poll's responses.

    ``revision`` counts how often its urn was emptied, ``count`` its responses; ``latest`` is when the last one with a
    time was sent, in microseconds since 1970 (0: none has a time, as in an anonymous poll).
    """

    revision: int
    count: int
    latest: int

    @property
    def key(self) -> str:
        return f"{self.revision}-{self.count}-{self.latest}"

    @property
    def latest_at(self) -> datetime | None:
        return EPOCH + self.latest * MICROSECOND if self.latest else None


def read_state(poll: Poll) -> DataState:
    """Read the present state of the poll's responses in one query."""
    found = Poll.objects.filter(pk=poll.pk).aggregate(
        revision=Max("data_revision"), count=Count("responses"), latest=Max("responses__submitted_at")
    )
    latest = (found["latest"] - EPOCH) // MICROSECOND if found["latest"] else 0
    return DataState(found["revision"] or 0, found["count"], latest)


def data_key(poll: Poll) -> str:
    """Name the present state of the poll's responses: equal keys mean equal responses."""
    return read_state(poll).key


def state_of(key: str) -> DataState:
    """Read back ``DataState.key``. Raises ValueError when it is none."""
    revision, count, latest = key.split("-")
    return DataState(int(revision), int(count), int(latest))
