"""Emptying the outbox: every message leaves once, except one whose acceptance could not be known.

The row is the record. A worker claims one row, checks once more that the mail may go, commits, sends, and commits the
outcome, fenced by what it claimed. It may die at any of these moments: the lease runs out and another takes over.
"""

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from polls.codebook.schema import Questionnaire
from polls.invitations import mail, tokens
from polls.invitations.models import Message
from polls.invitations.services.relay import (
    AcceptanceUnknownError,
    PermanentRefusalError,
    Relay,
    TemporaryRefusalError,
)
from polls.questionnaire.models import Poll

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 6
MOST_UNKNOWNS = 2
BACKOFF = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]
AGAIN_AFTER_UNKNOWN = timedelta(minutes=1)

MAIL_BY_KIND: dict[str, Callable[[mail.Letter], EmailMultiAlternatives]] = {
    Message.Kind.INVITATION: mail.invitation,
    Message.Kind.REMINDER: mail.reminder,
}

logger = logging.getLogger(__name__)


@dataclass
class Delivery:
    """What one round did: messages by the state they got, and whether more are due now."""

    counts: Counter[str] = field(default_factory=Counter)
    is_more: bool = False


def deliver_waiting(
    *, now: datetime, clock: Callable[[], float], limit: int = 50, seconds: float = 5.0, relay: Relay | None = None
) -> Delivery:
    """Send due messages one by one, at most ``limit`` and for about ``seconds``. Any number may run at once.

    ``now`` is the moment of starting and ``clock`` counts seconds from any zero.
    """
    relay = relay or Relay()
    delivery = Delivery()
    questionnaires: dict[int, Questionnaire] = {}
    started = clock()

    def instant() -> datetime:
        return now + timedelta(seconds=clock() - started)

    try:
        while delivery.counts.total() < limit and clock() - started <= seconds:
            if not _is_any_due(instant()) or not relay.is_ready():
                break
            message = claim(now=instant())
            if message is None:
                break
            if message.state == Message.State.SENDING:
                _send(message, relay, questionnaires, clock=instant)
            delivery.counts[message.state] += 1
        else:
            delivery.is_more = _is_any_due(instant())
    finally:
        relay.close()
    return delivery


def claim(*, now: datetime) -> Message | None:
    """Take one due message, and decide in the same transaction whether its mail may still go.

    Gives the message as it is from now on: ``sending`` under a lease, ``cancelled``, or ``unknown``; None when there is
    none, or when another worker was first.
    """
    with transaction.atomic():
        message = _next_due(now)
        if message is None:
            return None
        before = {"pk": message.pk, "state": message.state, "attempts": message.attempts}
        changes = _claimed(message, now)
        if not Message.objects.filter(**before).update(**changes):
            return None
    for name, value in changes.items():
        setattr(message, name, value)
    return message


def _is_any_due(now: datetime) -> bool:
    return Message.objects.due_at(now).exists()


def _next_due(now: datetime) -> Message | None:
    """Give a due message, abandoned ones first; on PostgreSQL locked, and passing over those locked by others."""
    messages = Message.objects.select_for_update(skip_locked=True, of=("self",)).select_related(
        "poll", "invitation__contact"
    )
    abandoned = messages.filter(state=Message.State.SENDING, lease_until__lt=now).order_by("lease_until")[:1]
    waiting = messages.filter(state=Message.State.QUEUED, not_before__lte=now).order_by("not_before")[:1]
    return next(iter(abandoned), None) or next(iter(waiting), None)


def _claimed(message: Message, now: datetime) -> dict[str, Any]:
    """Give the fields that a claim changes."""
    was_abandoned = message.state == Message.State.SENDING
    unknowns = message.unknowns + was_abandoned
    settled = {"unknowns": unknowns, "lease_until": None}
    if not _may_go(message, now):
        return {**settled, "state": Message.State.UNKNOWN if was_abandoned else Message.State.CANCELLED}
    if unknowns >= MOST_UNKNOWNS:
        return {**settled, "state": Message.State.UNKNOWN}
    if message.poll.opens_at and message.poll.opens_at > now:
        return {**settled, "state": Message.State.QUEUED, "not_before": message.poll.opens_at}
    return {
        **settled,
        "state": Message.State.SENDING,
        "attempts": message.attempts + 1,
        "lease_until": now + LEASE,
    }


def _may_go(message: Message, now: datetime) -> bool:
    invitation, poll = message.invitation, message.poll
    return (
        poll.state == Poll.State.PUBLISHED
        and not poll.has_closed_at(now)
        and not (invitation.is_responded or invitation.is_revoked or invitation.has_opted_out)
        and invitation.contact is not None
        and invitation.contact.opted_out_at is None
    )


def _send(
    message: Message, relay: Relay, questionnaires: dict[int, Questionnaire], *, clock: Callable[[], datetime]
) -> None:
    """Send a claimed message and record the outcome. What it cannot foresee leaves the lease to run out."""
    try:
        relay.send(_mail_of(message, questionnaires))
    except AcceptanceUnknownError as error:
        _settle(message, _after_unknown(message, str(error), clock()))
    except TemporaryRefusalError as error:
        _settle(message, _after_refusal(message, str(error), clock()))
    except (PermanentRefusalError, tokens.UnknownKeyError, ValueError) as error:  # the last two: it cannot be written
        _settle(message, {"state": Message.State.FAILED, "last_error": str(error)[:500]})
    else:
        _settle(message, {"state": Message.State.SENT, "sent_at": clock(), "last_error": ""})


def _settle(message: Message, changes: dict[str, Any]) -> None:
    """Record the outcome, unless the lease ran out and the message is another worker's by now."""
    ours = {"pk": message.pk, "state": Message.State.SENDING, "attempts": message.attempts}
    if Message.objects.filter(**ours, lease_until=message.lease_until).update(lease_until=None, **changes):
        message.state = changes["state"]
    else:
        logger.warning("message %s: the outcome %s came after its lease", message.pk, changes["state"])


def _after_unknown(message: Message, error: str, now: datetime) -> dict[str, Any]:
    unknowns = message.unknowns + 1
    if unknowns >= MOST_UNKNOWNS:
        return {"state": Message.State.UNKNOWN, "unknowns": unknowns, "last_error": error}
    again = {"state": Message.State.QUEUED, "not_before": now + AGAIN_AFTER_UNKNOWN}
    return {**again, "unknowns": unknowns, "last_error": error}


def _after_refusal(message: Message, error: str, now: datetime) -> dict[str, Any]:
    if message.attempts >= MOST_ATTEMPTS:
        return {"state": Message.State.FAILED, "last_error": error[:500]}
    pause = BACKOFF[message.attempts - 1]
    return {"state": Message.State.QUEUED, "not_before": now + pause, "last_error": error[:500]}


def _mail_of(message: Message, questionnaires: dict[int, Questionnaire]) -> EmailMultiAlternatives:
    if message.poll_id not in questionnaires:
        version = message.poll.latest_version
        if version is None:
            raise ValueError("the poll has no published version")
        questionnaires[message.poll_id] = version.questionnaire
    return MAIL_BY_KIND[message.kind](letter_of(message, questionnaires[message.poll_id]))


def letter_of(message: Message, questionnaire: Questionnaire) -> mail.Letter:
    """Give what the mail of ``message`` says. Raises ValueError or UnknownKeyError when it cannot be written."""
    invitation, contact = message.invitation, message.invitation.contact
    if contact is None:
        raise ValueError("the contact was removed")
    token = tokens.derive_again(
        invitation.pk, invitation.poll_id, invitation.generation, token_hash=invitation.token_hash
    )
    return mail.Letter(
        email=contact.email,
        name=contact.name,
        language=invitation.language,
        questionnaire=questionnaire,
        closes_at=message.poll.closes_at,
        answer_url=tokens.answer_url(token),
        opt_out_url=tokens.opt_out_url(token),
        message_id=message.message_id,
    )
