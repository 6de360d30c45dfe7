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

from django.db import transaction
from django.db.models import Exists, OuterRef

from polls.invitations import tokens
from polls.invitations.models import Bounce, MailPlan, Message, MessageEvent
from polls.invitations.services.bouncing import mark_refused
from polls.invitations.services.light_commits import committed_lightly
from polls.invitations.services.log import note
from polls.invitations.services.pacing import NotNowError, domain_of, free_to_leave, take_place
from polls.invitations.services.relay import (
    AcceptanceUnknownError,
    PermanentRefusalError,
    Relay,
    TemporaryRefusalError,
)
from polls.invitations.services.stationery import Stationery
from polls.questionnaire.models import Poll

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 6
MOST_UNKNOWNS = 2
BACKOFF = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]
AGAIN_AFTER_UNKNOWN = timedelta(minutes=1)

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
    stationery = Stationery()
    started = clock()

    def instant() -> datetime:
        return now + timedelta(seconds=clock() - started)

    try:
        while delivery.counts.total() < limit and clock() - started <= seconds:
            if not _is_any_due(instant()) or not relay.is_ready():
                break
            message = claim(now=instant())
            if message is None:
                delivery.is_more = _is_any_due(instant())
                break
            if message.state == Message.State.SENDING:
                _send(message, relay, stationery, clock=instant)
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
    try:
        with transaction.atomic():
            message = _next_due(now)
            return None if message is None else _taken(message, now)
    except NotNowError:
        return None


def _taken(message: Message, now: datetime) -> Message | None:
    """Write the claim down, with its line in the log; None when another worker was first."""
    before = {"pk": message.pk, "state": message.state, "attempts": message.attempts}
    was_abandoned = message.state == Message.State.SENDING
    changes = _claimed(message, now)
    if not Message.objects.filter(**before).update(**changes):
        return None
    for name, value in changes.items():
        setattr(message, name, value)
    if was_abandoned:
        note(message, MessageEvent.What.DIED, at=now)
    if message.state == Message.State.CANCELLED:
        note(message, MessageEvent.What.CANCELLED, at=now)
    return message


def _is_any_due(now: datetime) -> bool:
    return free_to_leave(Message.objects.due_at(now), now=now).exists()


def _next_due(now: datetime) -> Message | None:
    """Give a due message, abandoned ones first; on PostgreSQL locked, and passing over those locked by others."""
    of_dead_address = Bounce.objects.of_dead_addresses().filter(email_key=OuterRef("invitation__contact__email_key"))
    messages = (
        free_to_leave(Message.objects.all(), now=now)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("poll__mail_plan", "invitation__contact__organisation")
        .annotate(is_to_dead_address=Exists(of_dead_address))
    )
    abandoned = {"state": Message.State.SENDING, "lease_until__lt": now}
    if Message.objects.filter(**abandoned).exists():  # seldom, and the whole row takes long to ask for
        found = messages.filter(**abandoned).order_by("lease_until").first()
        if found:
            return found
    return messages.filter(state=Message.State.QUEUED, not_before__lte=now).order_by("not_before").first()


def _claimed(message: Message, now: datetime) -> dict[str, Any]:
    """Give the fields that a claim changes. Raises NotNowError when the rate has no place free after all."""
    was_abandoned = message.state == Message.State.SENDING
    unknowns = message.unknowns + was_abandoned
    settled = {"unknowns": unknowns, "lease_until": None}
    if not _may_go(message, now):
        if was_abandoned:
            return {**settled, "state": Message.State.UNKNOWN}
        return {**settled, "state": Message.State.CANCELLED, "cancelled_for": _why_not(message, now) or ""}
    if unknowns >= MOST_UNKNOWNS:
        return {**settled, "state": Message.State.UNKNOWN}
    later = _earliest(message)
    if later and later > now:
        return {**settled, "state": Message.State.QUEUED, "not_before": later}
    contact, plan = message.invitation.contact, _plan_of(message)
    domain = domain_of(contact.email) if contact else ""
    if domain != message.domain:  # made before domains were kept, or the address was corrected: look at its rate
        return {**settled, "state": Message.State.QUEUED, "domain": domain}
    if plan:
        take_place(plan, domain, now=now)
    return {
        **settled,
        "state": Message.State.SENDING,
        "attempts": message.attempts + 1,
        "lease_until": now + LEASE,
    }


def _plan_of(message: Message) -> MailPlan | None:
    return getattr(message.poll, "mail_plan", None)


def _earliest(message: Message) -> datetime | None:
    """Give when the first mail about the poll may leave: after its opening, and not before the plan says so."""
    plan = _plan_of(message)
    planned = plan.invite_at if plan and message.kind == Message.Kind.INVITATION else None
    return max(filter(None, [message.poll.opens_at, planned]), default=None)


def _may_go(message: Message, now: datetime) -> bool:
    return _why_not(message, now) is None


def _why_not(message: Message, now: datetime) -> Message.Reason | None:
    """Say why a mail may not go any more; None where it may."""
    invitation, poll, contact = message.invitation, message.poll, message.invitation.contact
    is_thanks = message.kind == Message.Kind.THANKS
    reason = Message.Reason
    found = {
        reason.REMOVED: contact is None,
        reason.REVOKED: invitation.is_revoked or (is_thanks and not invitation.is_responded),
        reason.OPTED_OUT: invitation.has_opted_out or (contact is not None and contact.opted_out_at is not None),
        reason.ADDRESS: bool(getattr(message, "is_to_dead_address", False)),
        reason.ANSWERED: invitation.is_responded and (poll.is_anonymous if is_thanks else True),
        reason.QUOTA: invitation.is_past_quota and not is_thanks,
        reason.CLOSED: not is_thanks and (poll.state != Poll.State.PUBLISHED or poll.has_closed_at(now)),
    }
    return next((each for each, holds in found.items() if holds), None)


def _send(message: Message, relay: Relay, stationery: Stationery, *, clock: Callable[[], datetime]) -> None:
    """Send a claimed message and record the outcome. What it cannot foresee leaves the lease to run out."""
    what = MessageEvent.What
    try:
        answer = relay.send(stationery.mail_of(message))
    except AcceptanceUnknownError as error:
        _settle(message, _after_unknown(message, str(error), clock()), what.UNKNOWN, at=clock())
    except TemporaryRefusalError as error:
        _settle(message, _after_refusal(message, str(error), clock()), what.REFUSED, at=clock())
    except (PermanentRefusalError, tokens.UnknownKeyError, ValueError) as error:  # the last two: it cannot be written
        _settle(message, {"state": Message.State.FAILED, "last_error": str(error)[:500]}, what.FAILED, at=clock())
        mark_refused(message, str(error), now=clock())
    else:
        sent_at = clock()
        changes = {"state": Message.State.SENT, "sent_at": sent_at, "last_error": ""}
        _settle(message, changes, what.SENT, at=sent_at, detail=answer)


def _settle(
    message: Message, changes: dict[str, Any], what: MessageEvent.What, *, at: datetime, detail: str = ""
) -> None:
    """Record the outcome, unless the lease ran out and the message is another worker's by now.

    The commit does not wait for the disk: the sooner it is there, the fewer mails does a worker that dies leave in
    doubt. A power cut may lose the newest outcomes, and those mails are in doubt then.
    """
    ours = {"pk": message.pk, "state": Message.State.SENDING, "attempts": message.attempts}
    with committed_lightly():
        is_ours = Message.objects.filter(**ours, lease_until=message.lease_until).update(lease_until=None, **changes)
        note(message, what, at=at, detail=detail or str(changes.get("last_error", "")))
    if is_ours:
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
