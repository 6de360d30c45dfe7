"""A control: the worker with one guard taken out. It sends first and records afterwards, as mailings usually do."""

from datetime import datetime

import django

from ksfsurvey.celery import app

django.setup()  # the worker does so only after it has loaded this module

from polls.invitations.models import Message  # noqa: E402
from polls.invitations.services import outbox  # noqa: E402


def claim(*, now: datetime) -> Message | None:
    """Take a message without writing down that it is under way."""
    message = Message.objects.due_at(now).select_related("poll", "invitation__contact").first()
    if message is not None:
        message.state = Message.State.SENDING
    return message


def _settle(message: Message, changes: dict[str, object], *_what: object, **_options: object) -> None:
    Message.objects.filter(pk=message.pk).update(**changes)
    message.state = Message.State(str(changes["state"]))


outbox.claim = claim
outbox._settle = _settle

__all__ = ["app"]
