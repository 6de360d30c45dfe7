"""Saving answers under way: one write per page, and never over newer work."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import CharField
from django.db.models.functions import Cast

from polls.collection.models import Draft
from polls.collection.services.counts import count_one
from polls.collection.services.doors import Door
from polls.collection.services.draft_box import DraftContent, lock
from polls.collection.services.loading import Participation, box_size, load
from polls.collection.services.prepared import as_stored, execute
from polls.collection.services.progress import seal_progress
from polls.invitations.models import Invitation
from polls.invitations.tokens import hash_token

# The lock waits for a submit that is under way, so that no draft comes back after it. SQLite's writers queue anyway.
_INSERT = """
    INSERT INTO polls_draft (invitation_id, revision, body, progress)
    SELECT id, 1, %s, %s FROM polls_invitation WHERE id = %s AND NOT is_responded AND NOT is_revoked {lock}
    ON CONFLICT (invitation_id) DO NOTHING
"""
_UPDATE = """
    UPDATE polls_draft SET revision = revision + 1, body = %s, progress = %s WHERE invitation_id = %s AND revision = %s
"""

_ARRIVE = """
    INSERT INTO polls_arrival (invitation_id, link_id) SELECT id, %s FROM polls_invitation WHERE token_hash = %s
    ON CONFLICT (invitation_id) DO NOTHING
"""


class DraftConflictError(Exception):
    """Somebody else (another tab or device) saved after the revision that this save was based on."""


def save_draft(participation: Participation, content: DraftContent, *, now: datetime) -> Participation:
    """Store the content as the next revision and give the participation as it then is.

    Raises DraftConflictError when the stored draft has another revision than ``participation``, or when the respondent
    has answered or was revoked meanwhile; nothing is stored then.
    """
    version = participation.version.sha256
    boxes = (
        lock(content, token=participation.token, version=version, size=box_size(version)),
        seal_progress(participation.questionnaire, content),
    )
    if participation.invitation_id is None:
        participation = enter(participation)
    invitation_id = participation.invitation_id
    if invitation_id is None:
        raise DraftConflictError
    if participation.revision == 0:
        _insert(boxes, invitation_id, participation.poll.pk, now=now)
    else:
        _update(boxes, invitation_id, participation.revision)
    return replace(participation, revision=participation.revision + 1, draft=content)


def abandon(participation: Participation) -> None:
    """Forget what somebody had saved and did not send, on a device that is for the next person now.

    That they had begun stays known. Their link opens nothing any more.
    """
    with transaction.atomic():
        mine = Invitation.objects.filter(token_hash=hash_token(participation.token), is_responded=False)
        Draft.objects.filter(invitation__in=mine).delete()
        mine.update(has_started=True, token_hash=Cast("id", CharField()))


def enter(participation: Participation) -> Participation:
    """Make the invitation of a newcomer by an open link; doing it twice gives the same one."""
    invitation = Invitation(
        id=uuid4(),
        poll=participation.poll,
        token_hash=hash_token(participation.token),
        attributes=dict(participation.attributes),
        language=participation.language,
    )
    with transaction.atomic():
        Invitation.objects.bulk_create([invitation], ignore_conflicts=True)
        _arrive(invitation.token_hash, participation.door)
    entered = load(participation.token)
    return participation if entered is None else entered


def _arrive(token_hash: str, door: Door | None) -> None:
    """Record the link, unless another request of the same newcomer did. The main open link is the absence of one."""
    if door is not None and door.id:
        execute(_ARRIVE, [door.id, token_hash])


def _insert(boxes: tuple[bytes, bytes], invitation_id: UUID, poll_id: int, *, now: datetime) -> None:
    lock_rows = "FOR SHARE" if connection.vendor == "postgresql" else ""
    with transaction.atomic():
        if execute(_INSERT.format(lock=lock_rows), [*boxes, as_stored(invitation_id)]) != 1:
            raise DraftConflictError
        count_one("started", poll_id, now=now)


def _update(boxes: tuple[bytes, bytes], invitation_id: UUID, revision: int) -> None:
    if execute(_UPDATE, [*boxes, as_stored(invitation_id), revision]) != 1:
        raise DraftConflictError
