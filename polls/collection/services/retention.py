"""What is removed when its date has passed, counted from the closing of the poll."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import CharField, Q
from django.db.models.functions import Cast, Length

from polls.collection.models import Draft
from polls.collection.services.registering import remove_unconfirmed
from polls.collection.services.unlinking import cut_due_links
from polls.collection.services.uploads import remove_files
from polls.collection.services.waves import remove_old_waves
from polls.invitations.models import Bounce, Contact, Invitation, Message, MessageEvent
from polls.invitations.services import remove_contact
from polls.questionnaire.models import Poll

DRAFTS = timedelta(days=14)
LINKS = timedelta(days=90)
CONTACTS = timedelta(days=730)
"""After their last poll; of those who were never asked, after the last change."""

BATCH = 500
HASH_LENGTH = 64


@dataclass(frozen=True)
class Removed:
    """How many rows were removed or cut loose: the proof that it ran, with no personal data in it."""

    drafts: int
    links: int
    identities: int
    files: int = 0
    mail: int = 0
    contacts: int = 0


def remove_expired(*, now: datetime) -> Removed:
    """Remove drafts, make links useless, cut identified responses loose and remove contacts, each in its time.

    Doing it again changes nothing.
    """
    remove_old_waves(now=now)
    remove_unconfirmed(now=now)
    files = _remove_files(now)
    cut = cut_due_links(now=now)
    return Removed(
        drafts=_remove_drafts(now),
        links=_void_links(now),
        identities=cut.responses,
        files=files + cut.files,
        mail=_empty_mail(now),
        contacts=_remove_contacts(now),
    )


def _remove_drafts(now: datetime) -> int:
    is_over = Q(invitation__poll__closes_at__lte=now - DRAFTS)
    is_useless = Q(invitation__is_responded=True) | Q(invitation__is_revoked=True)
    drafts = list(Draft.objects.filter(is_over | is_useless).values_list("pk", flat=True))
    Invitation.objects.filter(pk__in=drafts, is_responded=False).update(has_started=True)
    removed, _by_model = Draft.objects.filter(pk__in=drafts).delete()
    return removed


def _remove_files(now: datetime) -> int:
    """Remove files that were never sent in with a draft that is past its date, and those of a link that was revoked."""
    is_abandoned = Q(invitation__is_responded=False, invitation__poll__closes_at__lte=now - DRAFTS)
    is_revoked = Q(invitation__is_revoked=True, invitation__is_responded=False)
    return remove_files(is_abandoned | is_revoked, now=now)


def _void_links(now: datetime) -> int:
    """Overwrite the hash by which a link finds its row, with something that no hash can be."""
    return (
        Invitation.objects.filter(poll__closes_at__lte=now - LINKS)
        .alias(length=Length("token_hash"))
        .filter(length=HASH_LENGTH)
        .update(token_hash=Cast("id", CharField()), ending=None)
    )


def _empty_mail(now: datetime) -> int:
    """Empty what mail servers said of an address; that a mail was sent, and when, stays."""
    MessageEvent.objects.filter(message__poll__closes_at__lte=now - LINKS).exclude(detail="").update(detail="")
    Bounce.objects.filter(message__poll__closes_at__lte=now - LINKS).exclude(detail="").update(detail="")
    old = Message.objects.filter(poll__closes_at__lte=now - LINKS).exclude(last_error="", domain="")
    return old.update(last_error="", domain="")


def _remove_contacts(now: datetime) -> int:
    """Remove the people whose last poll is long past; that somebody wants no mail stays known, as a hash."""
    is_recent = Q(closes_at__isnull=True) | Q(closes_at__gt=now - CONTACTS)
    recent = Invitation.objects.filter(poll__in=Poll.objects.filter(is_recent), contact__isnull=False)
    old = Contact.objects.filter(updated_at__lte=now - CONTACTS).exclude(pk__in=recent.values("contact"))
    removed = 0
    while batch := list(old[:BATCH]):
        with transaction.atomic():
            Invitation.objects.filter(contact__in=batch).update(attributes={})
            Bounce.objects.filter(email_key__in=[contact.email_key for contact in batch]).delete()
            for contact in batch:
                remove_contact(contact, now=now)
        removed += len(batch)
    return removed
