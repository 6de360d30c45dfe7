"""What this stage stores: whom we ask, and what we sent them."""

from polls.invitations.models.attributes import Attribute
from polls.invitations.models.contacts import Contact, Organisation
from polls.invitations.models.imports import ContactImport
from polls.invitations.models.invitations import Invitation, InvitationQuerySet, Message, MessageQuerySet
from polls.invitations.models.suppression import Suppression

__all__ = [
    "Attribute",
    "Contact",
    "ContactImport",
    "Invitation",
    "InvitationQuerySet",
    "Message",
    "MessageQuerySet",
    "Organisation",
    "Suppression",
]
