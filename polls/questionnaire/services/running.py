"""Closing and reopening the fieldwork of a poll."""

from datetime import datetime

from django.db import transaction

from polls.questionnaire.models import Announcement, Poll, PollEvent
from polls.questionnaire.services.acting import Actor, NotNow, give_urn, hold, record
from polls.questionnaire.services.announcing import announce


@transaction.atomic
def close(poll: Poll, *, by: Actor, now: datetime) -> None:
    """Let nobody start any more. Who is under way has the grace period; then the results stage ends the fieldwork.

    Raises ``NotNow`` when the poll is not in the field or is closing already.
    """
    locked = hold(poll)
    if locked.state != Poll.State.PUBLISHED or locked.has_closed_at(now):
        raise NotNow(f"{locked.slug} is not open")
    locked.closes_at = now
    locked.save(update_fields=["closes_at"])
    record(locked, PollEvent.Action.CLOSED, by=by, now=now)
    poll.refresh_from_db()


@transaction.atomic
def reopen(poll: Poll, *, by: Actor, now: datetime, closes_at: datetime | None = None) -> None:
    """Take answers again, until ``closes_at`` if given.

    Raises ``NotNow`` when the poll is open or never was, and when the day on which answers are cut loose from
    invitations would come first.
    """
    locked = hold(poll)
    if locked.state == Poll.State.DRAFT or not (locked.state == Poll.State.CLOSED or locked.has_closed_at(now)):
        raise NotNow(f"{locked.slug} is not closed")
    if closes_at is not None and closes_at <= now:
        raise NotNow(f"{closes_at} has passed")
    if not locked.is_anonymous and locked.is_link_cut_before(closes_at or now):
        raise NotNow(f"answers are cut loose on {locked.linked_until}, as respondents were told")
    locked.state = Poll.State.PUBLISHED
    locked.closes_at = closes_at
    give_urn(locked)
    locked.save(update_fields=["state", "closes_at", "urn_public_key", "urn_private_key"])
    until = closes_at.isoformat() if closes_at else None
    record(locked, PollEvent.Action.REOPENED, by=by, now=now, closes_at=until)
    announce(locked, Announcement.Kind.REOPENED, now=now)
    poll.refresh_from_db()
