"""Sending in: one transaction turns a draft into one response, or into one sealed box in the urn."""

from datetime import datetime
from enum import Enum

from django.db import connection, transaction
from django.db.models import QuerySet
from nacl.public import PublicKey, SealedBox

from polls.codebook.answers import Answers
from polls.codebook.path import settle
from polls.collection.models import Draft, Response, SealedResponse
from polls.collection.services.counts import count_one
from polls.collection.services.draft_box import padded_json
from polls.collection.services.drafts import DraftConflictError, enter
from polls.collection.services.loading import Participation
from polls.collection.services.prepared import PreparedQuery
from polls.invitations.models import Invitation
from polls.questionnaire.models import Poll

# In the order of the model, as from_db takes them.
_GATE_FIELDS = ["id", "is_anonymous", "opens_at", "closes_at", "state", "urn_public_key"]


class Outcome(Enum):
    """What a submit came to. A repeated one changes nothing and is told the same."""

    RECEIVED = "received"
    REPEATED = "repeated"
    TOO_LATE = "too_late"


class _TurnedAwayError(Exception):
    """Rolls the transaction back with this outcome."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome


def submit(participation: Participation, answers: Answers, *, language: str, now: datetime) -> Outcome:
    """Store the respondent's complete answers once, whatever else is going on.

    Raises DraftConflictError when a newer draft was saved meanwhile; nothing is stored then. What is stored is the
    answers on the respondent's path, with skipped questions filled in.
    """
    if participation.invitation_id is None:
        participation = enter(participation)
    stored = settle(participation.questionnaire, answers, participation.attributes)
    try:
        with transaction.atomic(durable=True):
            _submit(participation, stored, language, now)
    except _TurnedAwayError as refusal:
        return refusal.outcome
    return Outcome.RECEIVED


def _submit(participation: Participation, answers: Answers, language: str, now: datetime) -> None:
    poll = _pass_gate(participation, now)
    waiting = Invitation.objects.filter(pk=participation.invitation_id, is_responded=False, is_revoked=False)
    if waiting.update(is_responded=True) != 1:
        raise _TurnedAwayError(Outcome.REPEATED)
    _remove_draft(participation)
    if poll.is_anonymous:
        _drop_in_urn(participation, poll, answers, language)
    else:
        _store(participation, answers, language, now)
    count_one("submitted", poll.pk, now=now)


def _pass_gate(participation: Participation, now: datetime) -> Poll:
    """Hold the poll open until this transaction ends: closing takes the same row for itself and so waits."""
    row = (_GATE_POSTGRESQL if connection.vendor == "postgresql" else _GATE).first(participation.poll.pk)
    if row is None:
        raise _TurnedAwayError(Outcome.TOO_LATE)
    poll = Poll.from_db(None, _GATE_FIELDS, row)
    has_begun = participation.revision > 0
    if not (poll.is_open_at(now) or (has_begun and poll.accepts_at(now))):
        raise _TurnedAwayError(Outcome.TOO_LATE)
    return poll


def _remove_draft(participation: Participation) -> None:
    drafts = Draft.objects.filter(pk=participation.invitation_id)
    if participation.revision > 0:
        drafts = drafts.filter(revision=participation.revision)
    removed, _by_model = drafts.delete()
    if participation.revision > 0 and removed != 1:
        raise DraftConflictError


def _drop_in_urn(participation: Participation, poll: Poll, answers: Answers, language: str) -> None:
    if poll.urn_public_key is None:
        raise RuntimeError("an anonymous poll was opened without a key for its urn")
    names = participation.questionnaire.attributes
    document = {
        "version": participation.version.id,
        "answers": answers,
        "attributes": {name: value for name, value in participation.attributes.items() if name in names},
        "language": language,
    }
    box = SealedBox(PublicKey(bytes(poll.urn_public_key))).encrypt(padded_json(document))
    SealedResponse.objects.create(poll_id=poll.pk, box=bytes(box))


def _store(participation: Participation, answers: Answers, language: str, now: datetime) -> None:
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
    )


def _poll_by_id(poll_id: int) -> QuerySet[Poll, tuple[object, ...]]:
    return Poll.objects.filter(pk=poll_id).values_list(*_GATE_FIELDS)


_GATE = PreparedQuery(_poll_by_id, sample=-1)
_GATE_POSTGRESQL = PreparedQuery(_poll_by_id, sample=-1, suffix=" FOR SHARE")
