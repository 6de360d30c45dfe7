"""Getting on the list by oneself: asking, confirming from the own mailbox, leaving, and forgetting who never confirmed.

Whoever asks learns nothing about an address: known, unknown or on the list of those who want no mail, the page says the
same. Only the owner of the mailbox can confirm, with a POST; opening the link changes nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from polls.collection.models import Registration, RegistrationPage
from polls.invitations import tokens
from polls.invitations.models import Contact, Suppression
from polls.invitations.services import CannotMailError, invite, new_message_id, suppress, suppressed_among
from polls.questionnaire.models import Poll

KEPT = timedelta(days=7)
"""How long a request that nobody confirms is kept."""

MAIL_AGAIN = timedelta(hours=1)
"""How long after a mail another one may go to the same address, however often somebody asks."""


@dataclass(frozen=True)
class Request:
    """What somebody filled in, and the text that they agreed to."""

    email: str
    name: str
    language: str
    consent: str


def registration_page(poll: Poll | None) -> RegistrationPage | None:
    """Find the page of a poll, or (None) of the panel."""
    return RegistrationPage.objects.filter(key=poll.slug if poll else "").first()


def ask(page: RegistrationPage, request: Request, *, now: datetime) -> None:
    """Keep the request and have a mail sent that asks to confirm it; of an address that wants no mail keep nothing."""
    key = request.email.strip().lower()
    is_opted_out = Contact.objects.filter(email_key=key, opted_out_at__isnull=False).exists()
    if is_opted_out or suppressed_among([key]):
        return
    with transaction.atomic():
        waiting = Registration.objects.filter(page=page, email_key=key, confirmed_at__isnull=True)
        found = waiting.select_for_update().first()
        if found is None:
            Registration.objects.bulk_create([_new(page, request, key, now)], ignore_conflicts=True)
            return
        found.name, found.language, found.consent, found.asked_at = request.name, request.language, request.consent, now
        if found.state in (Registration.State.SENT, Registration.State.FAILED) and found.not_before + MAIL_AGAIN <= now:
            found.state, found.attempts, found.not_before = Registration.State.QUEUED, 0, now
            found.message_id = new_message_id()
        found.save()


def find_registration(token: str) -> Registration | None:
    """Find the request or the registration that the link in a mail is about."""
    if not tokens.is_well_formed(token):
        return None
    return (
        Registration.objects.select_related("page__poll", "contact").filter(token_hash=tokens.hash_token(token)).first()
    )


def confirm(registration: Registration, *, now: datetime) -> Contact:
    """Put the person on the list, with the proof of consent, and invite for the poll. Twice is once."""
    with transaction.atomic():
        locked = (
            Registration.objects.select_for_update(of=("self",)).select_related("page__poll").get(pk=registration.pk)
        )
        if locked.contact is not None:
            return locked.contact
        contact, _is_new = Contact.objects.get_or_create(
            email_key=locked.email_key,
            defaults={"email": locked.email, "name": locked.name, "language": locked.language},
        )
        locked.contact, locked.confirmed_at, locked.email, locked.email_key, locked.name = contact, now, "", "", ""
        locked.save()
    if locked.page.poll is not None:
        _invite(locked.page.poll, contact, now)
    return contact


def leave(registration: Registration, *, now: datetime) -> None:
    """Take the person off all mail for good, or forget a request that was not confirmed."""
    with transaction.atomic():
        if registration.contact is None:
            registration.delete()
            return
        Contact.objects.filter(pk=registration.contact.pk, opted_out_at__isnull=True).update(opted_out_at=now)
        suppress(registration.contact.email_key, reason=Suppression.Reason.OPTED_OUT, now=now)


def remove_unconfirmed(*, now: datetime) -> int:
    """Remove requests that nobody confirmed in a week; give how many."""
    return Registration.objects.filter(confirmed_at__isnull=True, asked_at__lt=now - KEPT).delete()[0]


def token_of(registration: Registration) -> str:
    """Derive the secret in the link of the mail. Raises UnknownKeyError."""
    return tokens.derive_again(f"registration-{registration.pk}", 0, 1, token_hash=registration.token_hash)


def link_of(registration: Registration) -> str:
    return f"{settings.SITE_URL}/join/confirm/{token_of(registration)}/"


def _new(page: RegistrationPage, request: Request, key: str, now: datetime) -> Registration:
    made = Registration(
        page=page,
        email=request.email.strip(),
        email_key=key,
        name=request.name,
        language=request.language,
        consent=request.consent,
        asked_at=now,
        not_before=now,
        message_id=new_message_id(),
    )
    made.token_hash = tokens.hash_token(tokens.derive(f"registration-{made.pk}", 0, 1))
    return made


def _invite(poll: Poll, contact: Contact, now: datetime) -> None:
    """Invite by the outbox, as staff does; where nobody can be invited now, staff can do it later."""
    try:
        invite(poll, Contact.objects.filter(pk=contact.pk), by=None, now=now)
    except CannotMailError:
        return
