"""Sending the mails that ask to confirm a registration, as the outbox sends: the row is the record.

A worker claims one row for a while, commits, sends over the relay of the outbox, and commits the outcome. It may die at
any moment: the lease runs out and another takes over. Asking twice costs the reader a moment and changes nothing, so
that a mail whose acceptance nobody knows is sent once more.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from polls.codebook.schema import in_language
from polls.collection.models import Registration
from polls.collection.services.registering import KEPT, link_of
from polls.invitations.mail import site_host
from polls.invitations.services import Relay
from polls.invitations.services.relay import AcceptanceUnknownError, PermanentRefusalError, TemporaryRefusalError
from polls.invitations.tokens import UnknownKeyError

LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 4
PAUSE = timedelta(minutes=5)
MOST_AT_ONCE = 50


def deliver_confirmations(*, now: Callable[[], datetime], relay: Relay | None = None) -> int:
    """Send what is due, at most fifty; give how many were accepted. Any number may run at once."""
    relay, sent = relay or Relay(), 0
    try:
        for _turn in range(MOST_AT_ONCE):
            registration = _claim(now())
            if registration is None or not relay.is_ready():
                break
            sent += _send(registration, relay, now())
    finally:
        relay.close()
    return sent


def _claim(now: datetime) -> Registration | None:
    waiting = Q(state=Registration.State.QUEUED, not_before__lte=now)
    abandoned = Q(state=Registration.State.SENDING, lease_until__lt=now)
    due = Registration.objects.filter(waiting | abandoned, confirmed_at__isnull=True)
    found = due.select_related("page__poll").order_by("not_before").first()
    if found is None:
        return None
    ours = {"pk": found.pk, "state": found.state, "attempts": found.attempts}
    if found.attempts >= MOST_ATTEMPTS:
        Registration.objects.filter(**ours).update(state=Registration.State.FAILED)
        return None
    changes = {"state": Registration.State.SENDING, "attempts": F("attempts") + 1, "lease_until": now + LEASE}
    if not Registration.objects.filter(**ours).update(**changes):
        return None
    found.refresh_from_db(fields=["state", "attempts", "lease_until"])
    return found


def _send(registration: Registration, relay: Relay, now: datetime) -> bool:
    try:
        relay.send(write_confirmation(registration))
    except (PermanentRefusalError, UnknownKeyError):
        _settle(registration, state=Registration.State.FAILED)
    except (TemporaryRefusalError, AcceptanceUnknownError):
        _settle(registration, state=Registration.State.QUEUED, not_before=now + PAUSE)
    else:
        _settle(registration, state=Registration.State.SENT, not_before=now)
        return True
    return False


def _settle(registration: Registration, **changes: object) -> None:
    ours = {"pk": registration.pk, "state": Registration.State.SENDING, "attempts": registration.attempts}
    Registration.objects.filter(**ours).update(lease_until=None, **changes)


def write_confirmation(registration: Registration) -> EmailMultiAlternatives:
    """Write the mail: what was asked, one link to confirm it, and that doing nothing is enough to be forgotten."""
    with translation.override(registration.language):
        poll = registration.page.poll
        context = {
            "subject": _("Please confirm your registration"),
            "title": in_language(poll.title, registration.language) if poll else "",
            "link": link_of(registration),
            "days": KEPT.days,
            "consent": registration.consent,
            "email": registration.email,
            "postal_address": settings.POSTAL_ADDRESS,
        }
        mail = EmailMultiAlternatives(
            subject=str(context["subject"]),
            body=render_to_string("mail/confirmation.txt", context).strip() + "\n",
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[registration.email],
            headers={
                "Message-ID": registration.message_id,
                "Content-Language": registration.language,
                "List-Id": f"Klantenservice Federatie <polls.{site_host()}>",
                "Auto-Submitted": "auto-generated",
            },
        )
        mail.attach_alternative(css_inline.inline(render_to_string("mail/confirmation.html", context)), "text/html")
        return mail
