"""What happens to one personal link: no more mail, a new link, or none at all."""

from datetime import datetime
from enum import StrEnum

from django.db import transaction

from polls.invitations import tokens
from polls.invitations.models import Contact, Invitation, Suppression
from polls.invitations.services.suppression import suppress


class Scope(StrEnum):
    """How far a "no more mail" reaches."""

    POLL = "poll"
    ALL = "all"


def opt_out(invitation: Invitation, *, scope: Scope, now: datetime) -> None:
    """Send no more mail to the invited: about this poll, or about any poll. Answering stays possible."""
    with transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk).update(has_opted_out=True)
        if scope is Scope.ALL and invitation.contact_id:
            contact = Contact.objects.get(pk=invitation.contact_id)
            Contact.objects.filter(pk=contact.pk, opted_out_at__isnull=True).update(opted_out_at=now)
            suppress(contact.email_key, reason=Suppression.Reason.OPTED_OUT, now=now)


def renew(invitation: Invitation) -> str:
    """Give the invitation another link; the old one stops working at once. Gives the new token."""
    with transaction.atomic():
        current = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
        generation = current.generation + 1
        token = tokens.derive(current.pk, current.poll_id, generation)
        Invitation.objects.filter(pk=current.pk).update(generation=generation, token_hash=tokens.hash_token(token))
    invitation.refresh_from_db()
    return token


def revoke(invitation: Invitation) -> None:
    """Take the right to answer away: the link stops working and no mail goes out any more."""
    with transaction.atomic():
        renew(invitation)
        Invitation.objects.filter(pk=invitation.pk).update(is_revoked=True)
    invitation.refresh_from_db()
