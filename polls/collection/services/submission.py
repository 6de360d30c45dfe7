"""Sending in: one transaction turns a draft into one response, or into one sealed box in the urn."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import QuerySet
from nacl.public import PublicKey, SealedBox

from polls.codebook.answers import Answers
from polls.codebook.draws import orders_shown
from polls.codebook.leaving import Leaving, quotas_met
from polls.codebook.path import path_of, settle, values_of
from polls.collection.models import Response, TurnedAway
from polls.collection.services.counts import count_one
from polls.collection.services.drafts import DraftConflictError, enter
from polls.collection.services.endings import note_ending
from polls.collection.services.loading import Participation, box_size
from polls.collection.services.padding import padded
from polls.collection.services.paradata import bands_of
from polls.collection.services.prepared import PreparedQuery, as_stored, execute
from polls.collection.services.quotas import count_in
from polls.collection.services.receipts import hash_receipt
from polls.collection.services.uploads import keep_only
from polls.questionnaire.models import Poll

# In the order of the model, as from_db takes them.
_GATE_FIELDS = ["id", "is_anonymous", "opens_at", "closes_at", "state", "urn_public_key"]


_MARK = """
    UPDATE polls_invitation SET is_responded = TRUE, ending = %s
    WHERE id = %s AND NOT is_responded AND NOT is_revoked
"""
_REMOVE = "DELETE FROM polls_draft WHERE invitation_id = %s"
_REMOVE_REVISION = "DELETE FROM polls_draft WHERE invitation_id = %s AND revision = %s"
_TAKE_PLACE = "UPDATE polls_link SET taken = taken + 1 WHERE id = %s AND taken < maximum"
_SEAL = "INSERT INTO polls_sealedresponse (id, poll_id, box) VALUES (%s, %s, %s)"


class Outcome(Enum):
    """What a submit came to. A repeated one changes nothing and is told the same."""

    RECEIVED = "received"
    REPEATED = "repeated"
    TOO_LATE = "too_late"
    TURNED_AWAY = "turned_away"
    LINK_FULL = "link_full"


class _RefusedError(Exception):
    """Rolls the transaction back with this outcome."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


def submit(
    participation: Participation, answers: Answers, *, language: str, now: datetime, receipt: str = ""
) -> Outcome:
    """Store the respondent's complete answers once, whatever else is going on.

    Raises DraftConflictError when a newer draft was saved meanwhile, and QuotaFullError when a quota was filled
    meanwhile for which the respondent would count; nothing is stored then. What is stored is the answers on the
    respondent's path, with skipped questions filled in, and the orders that were drawn. ``receipt`` is the code, if
    any, with which the respondent can find the answers again.
    """
    if participation.invitation_id is None:
        participation = enter(participation)
    path = path_of(participation.questionnaire, values_of(answers, participation.known_at(now)))
    stored = settle(participation.questionnaire, answers, participation.known_at(now))
    stored |= orders_shown(participation.questionnaire, path.steps, participation.seed)
    try:
        with transaction.atomic(durable=True):
            _submit(participation, stored, language, now, hash_receipt(receipt) if receipt else "")
            if participation.questionnaire.quotas:
                count_in(participation.poll.pk, list(quotas_met(path)))
    except _RefusedError as refusal:
        return refusal.outcome
    return Outcome.RECEIVED


def _submit(participation: Participation, answers: Answers, language: str, now: datetime, receipt_hash: str) -> None:
    poll = _pass_gate(participation, now)
    _spend(participation, None)
    door = participation.door
    if door is not None and door.maximum is not None and execute(_TAKE_PLACE, [door.id]) != 1:
        raise _RefusedError(Outcome.LINK_FULL)
    if poll.is_anonymous:
        _drop_in_urn(participation, poll, answers, language, receipt_hash)
    else:
        _store(participation, answers, language, now, receipt_hash)
    count_one("submitted", poll.pk, now=now)


def turn_away(participation: Participation, answers: Answers, leaving: Leaving, *, now: datetime) -> Outcome:
    """Record that the respondent was turned away, spend the link, and keep the answers apart from all responses.

    In an anonymous poll only the reason is kept, in a box of the urn like any other.
    """
    if participation.invitation_id is None:
        participation = enter(participation)
    stored = settle(participation.questionnaire, answers, participation.known_at(now))
    try:
        with transaction.atomic(durable=True):
            _turn_away(participation, stored, leaving, now)
    except _RefusedError as refusal:
        return refusal.outcome
    return Outcome.TURNED_AWAY


def _turn_away(participation: Participation, answers: Answers, leaving: Leaving, now: datetime) -> None:
    poll = _pass_gate(participation, now)
    invitation_id = _spend(participation, leaving)
    if poll.is_anonymous:
        # In the counts too they are like any other: who compares two copies of them learns nothing.
        count_one("submitted", poll.pk, now=now)
        if participation.questionnaire.quotas:
            count_in(poll.pk, [])
        away = {"disposition": leaving.disposition.value, "reason": leaving.reason}
        _seal(poll, participation, {"version": participation.version.id, "turned_away": away})
        return
    TurnedAway.objects.create(
        poll_id=poll.pk,
        version_id=participation.version.id,
        disposition=leaving.disposition.value,
        reason=leaving.reason,
        answers=answers,
        is_anonymous=False,
        invitation_id=invitation_id,
        submitted_at=now,
    )
    keep_only(participation.questionnaire, invitation_id, answers)


def _spend(participation: Participation, leaving: Leaving | None) -> UUID:
    """Mark the link as used, once, with a note of how it ended, and remove the draft."""
    invitation_id = participation.invitation_id
    door = participation.door
    may_be_full = door is not None and door.maximum is not None
    note = note_ending(participation.questionnaire, participation.token, leaving, may_be_full=may_be_full)
    if invitation_id is None or execute(_MARK, [note, as_stored(invitation_id)]) != 1:
        raise _RefusedError(Outcome.REPEATED)
    _remove_draft(invitation_id, participation.revision)
    return invitation_id


def _pass_gate(participation: Participation, now: datetime) -> Poll:
    """Hold the poll open until this transaction ends: closing takes the same row for itself and so waits."""
    row = (_GATE_POSTGRESQL if connection.vendor == "postgresql" else _GATE).first(participation.poll.pk)
    if row is None:
        raise _RefusedError(Outcome.TOO_LATE)
    poll = Poll.from_db(None, _GATE_FIELDS, row)
    has_begun = participation.revision > 0
    if not (poll.is_open_at(now) or (has_begun and poll.accepts_at(now))):
        raise _RefusedError(Outcome.TOO_LATE)
    return poll


def _remove_draft(invitation_id: UUID, revision: int) -> None:
    """Remove the draft, unless another save came after the one that is being sent."""
    if revision == 0:
        execute(_REMOVE, [as_stored(invitation_id)])
    elif execute(_REMOVE_REVISION, [as_stored(invitation_id), revision]) != 1:
        raise DraftConflictError


def _drop_in_urn(participation: Participation, poll: Poll, answers: Answers, language: str, receipt_hash: str) -> None:
    names = participation.questionnaire.attributes
    document = {
        "version": participation.version.id,
        "answers": answers,
        "attributes": {name: value for name, value in participation.attributes.items() if name in names},
        "language": language,
        "receipt": receipt_hash,
        "times": bands_of(participation),
    }
    _seal(poll, participation, document)


def _seal(poll: Poll, participation: Participation, document: Mapping[str, Any]) -> None:
    if poll.urn_public_key is None:
        raise RuntimeError("an anonymous poll was opened without a key for its urn")
    plain = padded(document, box_size(participation.version.sha256))
    box = SealedBox(PublicKey(bytes(poll.urn_public_key))).encrypt(plain)
    execute(_SEAL, [as_stored(uuid4()), poll.pk, bytes(box)])


def _store(participation: Participation, answers: Answers, language: str, now: datetime, receipt_hash: str) -> None:
    names = participation.questionnaire.attributes
    Response.objects.create(
        poll_id=participation.poll.pk,
        version_id=participation.version.id,
        invitation_id=participation.invitation_id,
        answers=answers,
        attributes={name: value for name, value in participation.attributes.items() if name in names},
        language=language,
        is_anonymous=False,
        submitted_at=now,
        receipt_hash=receipt_hash,
        times=bands_of(participation) or None,
    )
    if participation.invitation_id is not None:
        keep_only(participation.questionnaire, participation.invitation_id, answers)


def _poll_by_id(poll_id: int) -> QuerySet[Poll, tuple[object, ...]]:
    return Poll.objects.filter(pk=poll_id).values_list(*_GATE_FIELDS)


_GATE = PreparedQuery(_poll_by_id, sample=-1)
_GATE_POSTGRESQL = PreparedQuery(_poll_by_id, sample=-1, suffix=" FOR SHARE")
