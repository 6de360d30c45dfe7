"""The log of a message: one line for each thing that happened to it."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from polls.invitations.models import Message, MessageEvent

LONGEST = 500


def note(
    message: Message,
    what: MessageEvent.What,
    *,
    at: datetime,
    detail: str = "",
    by: AbstractBaseUser | AnonymousUser | None = None,
) -> None:
    """Write a line. That a mail of an anonymous poll was not needed any more is not written: it would tell when.

    When a poll closed is no secret.
    """
    is_when_answered = message.cancelled_for != Message.Reason.CLOSED
    if what == MessageEvent.What.CANCELLED and message.poll.is_anonymous and is_when_answered:
        return
    MessageEvent.objects.create(message=message, what=what, at=at, detail=detail[:LONGEST], by_id=by.pk if by else None)
