"""The worker as it is, which also prints when it began the claim of each mail that it sends, and to whom it goes.

The moments are on the clock of ``time.monotonic``, which all processes of a machine share.
"""

import os
import time
from datetime import datetime

import django

from ksfsurvey.celery import app

django.setup()  # the worker does so only after it has loaded this module

from polls.invitations.models import Message  # noqa: E402
from polls.invitations.services import outbox  # noqa: E402

take = outbox.claim


def claim(*, now: datetime) -> Message | None:
    began = time.monotonic()
    message = take(now=now)
    if message is not None and message.state == Message.State.SENDING and message.invitation.contact:
        os.write(1, f"begun {began} {message.invitation.contact.email}\n".encode())  # the worker keeps sys.stdout
    return message


outbox.claim = claim

__all__ = ["app"]
