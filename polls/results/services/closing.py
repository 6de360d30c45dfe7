"""Ending the fieldwork of a poll: what was received is counted, and the final results are made."""

from datetime import datetime

from django.db import transaction

from polls.collection.services.urn import finish
from polls.questionnaire.models import Poll, PollEvent
from polls.results.models import Run
from polls.results.services.runs import refresh


def close_poll(poll: Poll, *, now: datetime) -> Run | None:
    """Close the poll for good and queue its final run, in one transaction; None when its results are final already.

    Whoever was told that the answers are received is in the final results: ``finish`` waits for every submit.
    """
    with transaction.atomic():
        finish(poll, now=now)
        poll.refresh_from_db()
        _record_closing(poll, now)
        return refresh(poll, by=None, now=now)


def close_due(*, now: datetime) -> int:
    """Close every poll whose closing time and grace period have passed; give how many."""
    due = list(Poll.objects.due_to_close(now))
    for poll in due:
        close_poll(poll, now=now)
    return len(due)


def _record_closing(poll: Poll, now: datetime) -> None:
    """Leave an event, unless somebody closed the poll by hand and so left one."""
    opened = [PollEvent.Action.PUBLISHED, PollEvent.Action.REOPENED]
    turns = poll.events.filter(action__in=[PollEvent.Action.CLOSED, *opened])
    last = turns.order_by("-at", "-pk").first()
    if last is None or last.action in opened:
        PollEvent.objects.create(poll=poll, at=now, by=None, action=PollEvent.Action.CLOSED)
