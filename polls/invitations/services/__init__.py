"""What may happen to contacts, invitations and messages. Each is one transaction and says who and when."""

from polls.invitations.services.attributes import (
    add_values,
    definitions,
    describe,
    groups_of,
    remember_spelling,
    remove_attribute,
    value_counts,
    with_attributes,
)
from polls.invitations.services.audience import (
    SmallCombination,
    Standing,
    matching,
    small_combinations,
    standing,
)
from polls.invitations.services.background import hand_over, is_small
from polls.invitations.services.background import waiting as imports_waiting
from polls.invitations.services.background import work_on as work_on_import
from polls.invitations.services.columns import columns_of, describe_columns, unknown_of
from polls.invitations.services.importing import (
    Effect,
    FaultyRowsError,
    check,
    choose_columns,
    confirm_import,
    effect_of,
    give_meanings,
    preview_import,
    read_import,
    remove_expired,
)
from polls.invitations.services.inviting import (
    CannotMailError,
    check_mailable,
    invite,
    new_message_id,
    next_reminder,
    remind,
    reminder_candidates,
    reminder_letter,
)
from polls.invitations.services.links import Scope, opt_out, renew, revoke
from polls.invitations.services.organisations import organisations_named
from polls.invitations.services.outbox import Delivery, claim, deliver_waiting
from polls.invitations.services.relay import Relay, send_now
from polls.invitations.services.resending import MAY_BE_SENT_AGAIN, resend, settle_unknown
from polls.invitations.services.sampling import Recipe, draw, keep_sample, strata_of
from polls.invitations.services.selecting import (
    Criteria,
    CriteriaError,
    contacts_of,
    fitting,
    from_criteria,
    may_tell_answers,
    sources,
    to_criteria,
)
from polls.invitations.services.suppression import email_hash, remove_contact, suppress, suppressed_among
from polls.invitations.services.undoing import may_be_undone, undo_import

__all__ = [
    "MAY_BE_SENT_AGAIN",
    "CannotMailError",
    "Criteria",
    "CriteriaError",
    "Delivery",
    "Effect",
    "FaultyRowsError",
    "Recipe",
    "Relay",
    "Scope",
    "SmallCombination",
    "Standing",
    "add_values",
    "check",
    "check_mailable",
    "choose_columns",
    "claim",
    "columns_of",
    "confirm_import",
    "contacts_of",
    "definitions",
    "deliver_waiting",
    "describe",
    "describe_columns",
    "draw",
    "effect_of",
    "email_hash",
    "fitting",
    "from_criteria",
    "give_meanings",
    "groups_of",
    "hand_over",
    "imports_waiting",
    "invite",
    "is_small",
    "keep_sample",
    "matching",
    "may_be_undone",
    "may_tell_answers",
    "new_message_id",
    "next_reminder",
    "opt_out",
    "organisations_named",
    "preview_import",
    "read_import",
    "remember_spelling",
    "remind",
    "reminder_candidates",
    "reminder_letter",
    "remove_attribute",
    "remove_contact",
    "remove_expired",
    "renew",
    "resend",
    "revoke",
    "send_now",
    "settle_unknown",
    "small_combinations",
    "sources",
    "standing",
    "strata_of",
    "suppress",
    "suppressed_among",
    "to_criteria",
    "undo_import",
    "unknown_of",
    "value_counts",
    "with_attributes",
    "work_on_import",
]
