"""What this stage stores: whom we ask, and what we sent them."""

from polls.invitations.models.attributes import Attribute
from polls.invitations.models.contacts import Contact, Organisation
from polls.invitations.models.delivery import Bounce, MessageEvent, ReturnMailbox
from polls.invitations.models.imports import ColumnMemory, ContactImport, ImportChange
from polls.invitations.models.invitations import Invitation, InvitationQuerySet, Message, MessageQuerySet
from polls.invitations.models.lists import ContactList, ListMember, Selection
from polls.invitations.models.mailing import MailPlan, MailText, Pace, ReminderStep
from polls.invitations.models.suppression import Suppression

__all__ = [
    "Attribute",
    "Bounce",
    "ColumnMemory",
    "Contact",
    "ContactImport",
    "ContactList",
    "ImportChange",
    "Invitation",
    "InvitationQuerySet",
    "ListMember",
    "MailPlan",
    "MailText",
    "Message",
    "MessageEvent",
    "MessageQuerySet",
    "Organisation",
    "Pace",
    "ReminderStep",
    "ReturnMailbox",
    "Selection",
    "Suppression",
]
