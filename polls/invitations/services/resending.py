"""What staff decide about mails that did not arrive, or of which nobody knows."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Q, QuerySet

from polls.invitations.models import Message, MessageEvent
from polls.invitations.services.bouncing import trust_again
from polls.invitations.services.inviting import new_message_id
from polls.invitations.services.log import note
from polls.invitations.services.pacing import domain_of

MAY_BE_SENT_AGAIN = [
    Message.State.SENT,
    Message.State.FAILED,
    Message.State.UNKNOWN,
    Message.State.RETURNED,
]
KNOWN_TO_MAIL_PROGRAMS = [Message.State.SENT, Message.State.RETURNED]

Person = AbstractBaseUser | AnonymousUser | None


def resend(messages: QuerySet[Message], *, now: datetime, by: Person = None) -> int:
    """Put messages that failed, or that did not arrive, in the outbox again; give how many.

    One that was sent gets a new Message-ID, since mail programs pass over one that they know. An address that did not
    exist is mailed again, because somebody asked for it.
    """
    renewed = 0
    with transaction.atomic():
        chosen = messages.filter(may_be_sent_again()).select_related("poll", "invitation__contact")
        for message in chosen.select_for_update(of=("self",)):
            _renew(message, now)
            note(message, MessageEvent.What.RESENT, at=now, by=by)
            renewed += 1
    return renewed


def may_be_sent_again() -> Q:
    """Match what may go in the outbox once more: also what waited when its poll closed, should that open again."""
    return Q(state__in=MAY_BE_SENT_AGAIN) | Q(state=Message.State.CANCELLED, cancelled_for=Message.Reason.CLOSED)


def settle_unknown(messages: QuerySet[Message], *, now: datetime, by: Person = None) -> int:
    """Take messages of which nobody knows as arrived; give how many."""
    settled = 0
    with transaction.atomic():
        unknown = messages.filter(state=Message.State.UNKNOWN).select_related("poll")
        for message in unknown.select_for_update(of=("self",)):
            message.state, message.sent_at = Message.State.SENT, message.sent_at or message.not_before
            message.save(update_fields=["state", "sent_at"])
            note(message, MessageEvent.What.SETTLED, at=now, by=by)
            settled += 1
    return settled


def _renew(message: Message, now: datetime) -> None:
    if message.state in KNOWN_TO_MAIL_PROGRAMS:
        message.message_id = new_message_id()
    contact = message.invitation.contact
    if contact is not None:
        trust_again(contact)
        message.domain = domain_of(contact.email)
    message.state, message.not_before, message.last_error = Message.State.QUEUED, now, ""
    message.attempts, message.unknowns, message.cancelled_for = 0, 0, ""
    message.save(
        update_fields=[
            "message_id", "domain", "state", "not_before", "last_error", "attempts", "unknowns", "cancelled_for",
        ]
    )  # fmt: skip
