"""What may happen to contacts, invitations and messages. Each is one transaction and says who and when."""

from polls.invitations.services.audience import (
    SmallCombination,
    Standing,
    attribute_values,
    matching,
    small_combinations,
    standing,
    with_attributes,
)
from polls.invitations.services.importing import (
    Effect,
    FaultyRowsError,
    confirm_import,
    effect_of,
    preview_import,
    remove_expired,
    rename_attributes,
)
from polls.invitations.services.inviting import (
    MAY_BE_SENT_AGAIN,
    CannotMailError,
    check_mailable,
    invite,
    new_message_id,
    next_reminder,
    remind,
    reminder_candidates,
    resend,
)
from polls.invitations.services.links import Scope, opt_out, renew, revoke
from polls.invitations.services.organisations import organisations_named
from polls.invitations.services.outbox import Delivery, claim, deliver_waiting
from polls.invitations.services.relay import Relay
from polls.invitations.services.suppression import email_hash, remove_contact, suppress, suppressed_among

__all__ = [
    "MAY_BE_SENT_AGAIN",
    "CannotMailError",
    "Delivery",
    "Effect",
    "FaultyRowsError",
    "Relay",
    "Scope",
    "SmallCombination",
    "Standing",
    "attribute_values",
    "check_mailable",
    "claim",
    "confirm_import",
    "deliver_waiting",
    "effect_of",
    "email_hash",
    "invite",
    "matching",
    "new_message_id",
    "next_reminder",
    "opt_out",
    "organisations_named",
    "preview_import",
    "remind",
    "reminder_candidates",
    "remove_contact",
    "remove_expired",
    "rename_attributes",
    "renew",
    "resend",
    "revoke",
    "small_combinations",
    "standing",
    "suppress",
    "suppressed_among",
    "with_attributes",
]
