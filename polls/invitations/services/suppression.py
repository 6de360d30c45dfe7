"""The list of those who must not be mailed again: hashes of addresses, made with a key outside the database."""

import hmac
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction

from polls.invitations.models import Bounce, Contact, Suppression

BATCH = 500
MANY = 2_000
"""From so many addresses on it is quicker to read the whole list of those that are suppressed."""


def email_hash(email_key: str) -> str:
    """Give the HMAC-SHA-256 of an address in small letters, as 64 hexadecimal digits."""
    return hmac.digest(settings.ADDRESS_KEY.encode(), email_key.encode(), "sha256").hex()


def suppress(email_key: str, *, reason: Suppression.Reason, now: datetime) -> None:
    """Never mail the address again. Being erased outweighs having said no; doing it twice changes nothing."""
    row, is_new = Suppression.objects.get_or_create(
        email_hash=email_hash(email_key), defaults={"reason": reason, "since": now}
    )
    if not is_new and reason == Suppression.Reason.ERASED and row.reason != reason:
        Suppression.objects.filter(pk=row.pk).update(reason=reason, since=now)


def remove_contact(contact: Contact, *, now: datetime) -> None:
    """Take a contact off the list; that somebody wants no mail stays known."""
    with transaction.atomic():
        if contact.opted_out_at is not None:
            suppress(contact.email_key, reason=Suppression.Reason.OPTED_OUT, now=now)
        Bounce.objects.filter(email_key=contact.email_key).delete()
        contact.delete()


def suppressed_among(email_keys: Iterable[str]) -> set[str]:
    """Give those of the addresses that are suppressed."""
    keys = {email_hash(key): key for key in email_keys}
    hashes = list(keys)
    if len(hashes) > MANY:
        everyone = Suppression.objects.values_list("email_hash", flat=True)
        return {keys[each] for each in everyone.iterator(chunk_size=5_000) if each in keys}
    found: set[str] = set()
    for start in range(0, len(hashes), BATCH):
        part = Suppression.objects.filter(email_hash__in=hashes[start : start + BATCH])
        found.update(keys[each] for each in part.values_list("email_hash", flat=True))
    return found
