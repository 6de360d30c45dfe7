"""What is removed when its date has passed, counted from the closing of the poll."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import CharField, Q
from django.db.models.functions import Cast, Length

from polls.collection.models import Draft
from polls.collection.services.unlinking import cut_due_links
from polls.collection.services.uploads import remove_files
from polls.collection.services.waves import remove_old_waves
from polls.invitations.models import Invitation

DRAFTS = timedelta(days=14)
LINKS = timedelta(days=90)
HASH_LENGTH = 64


@dataclass(frozen=True)
class Removed:
    """How many rows were removed or cut loose: the proof that it ran, with no personal data in it."""

    drafts: int
    links: int
    identities: int
    files: int = 0


def remove_expired(*, now: datetime) -> Removed:
    """Remove drafts, make links useless and cut identified responses loose, each when its time has come."""
    remove_old_waves(now=now)
    drafts, links, files = _remove_drafts(now), _void_links(now), _remove_files(now)
    cut = cut_due_links(now=now)
    return Removed(drafts, links, cut.responses, files + cut.files)


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
