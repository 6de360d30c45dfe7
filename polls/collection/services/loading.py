"""Who opens a link: one query gives the invitation, its poll, the latest version and the draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from polls.codebook.answers import hidden_values
from polls.codebook.draws import drawn
from polls.codebook.leaving import Leaving
from polls.codebook.room import room_for
from polls.codebook.rule_values import TODAY
from polls.codebook.schema import Questionnaire
from polls.collection.models import Link
from polls.collection.services.doors import LINK_FIELDS, Door, door_of, main_door, read_place
from polls.collection.services.draft_box import DraftContent, first_seed, unlock
from polls.collection.services.endings import read_ending
from polls.collection.services.padding import STEP
from polls.collection.services.prepared import PreparedQuery
from polls.invitations.models import Invitation
from polls.invitations.tokens import hash_token, is_well_formed
from polls.questionnaire.models import Poll, QuestionnaireVersion

# In the order of the model, as from_db takes them.
POLL_FIELDS = [
    "id",
    "slug",
    "channel",
    "is_anonymous",
    "opens_at",
    "closes_at",
    "linked_until",
    "state",
    "urn_public_key",
]
_POLL_COLUMNS = [f"poll__{name}" for name in POLL_FIELDS]
_LINK_COLUMNS = [f"arrival__link__{name}" for name in LINK_FIELDS]
_LATEST = QuestionnaireVersion.objects.filter(poll=OuterRef("poll")).order_by("-number")


class Standing(Enum):
    """What somebody with a valid link may do now. The values name the pages that say so."""

    OPEN = "open"
    ANSWERED = "answered"
    REVOKED = "revoked"
    NOT_YET_OPEN = "not_yet_open"
    CLOSED = "closed"
    PAUSED = "paused"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Version:
    """The latest version of a poll by row id and hash; the questionnaire itself is kept by hash in this process."""

    id: int
    sha256: str

    @property
    def questionnaire(self) -> Questionnaire:
        return load_questionnaire(self.sha256)


@dataclass(frozen=True, slots=True)
class Participation:
    """One respondent at one moment: the link's token, the invitation, the poll, the version and the draft.

    ``revision`` is the draft's, 0 when there is none yet. ``invitation_id`` is None for a newcomer by an open link,
    of whom nothing is stored until the first page is saved. ``door`` is the link that they came in by: None for who was
    invited in person, and for who has begun by the main open link.
    """

    token: str
    invitation_id: UUID | None
    attributes: Mapping[str, str]
    language: str
    is_responded: bool
    is_revoked: bool
    poll: Poll
    version: Version
    revision: int
    draft: DraftContent
    ending: bytes | None = None
    door: Door | None = None

    @property
    def left(self) -> Leaving | None:
        """Why the respondent was turned away, when that is how the link ended."""
        return read_ending(self.questionnaire, self.token, self.ending)

    @property
    def questionnaire(self) -> Questionnaire:
        return self.version.questionnaire

    @property
    def seed(self) -> str:
        """What this respondent's orders and wordings are drawn from."""
        return self.draft.seed or first_seed(self.token, bytes(self.poll.urn_public_key or b""))

    def known_at(self, now: datetime) -> dict[str, str]:
        """Give what is known before the first question: the attributes, the day, and what was drawn."""
        day = self.draft.day or timezone.localdate(now).isoformat()
        hidden = hidden_values(self.questionnaire.variables_of_contact, self.attributes)
        return {**self.attributes, **hidden, TODAY: day, **drawn(self.questionnaire, self.seed)}

    def standing_at(self, now: datetime) -> Standing:
        """Decide what this respondent may do at ``now``; the grace period is for those who have begun."""
        if self.is_responded:
            return Standing.ANSWERED
        if self.is_revoked or (self.door is not None and self.door.is_revoked):
            return Standing.REVOKED
        if self.door is not None and (at_door := self._standing_at_door(self.door)):
            return at_door
        if self.poll.is_open_at(now) or (self.revision > 0 and self.poll.accepts_at(now)):
            return Standing.OPEN
        is_early = self.poll.state == Poll.State.PUBLISHED and self.poll.opens_at and now < self.poll.opens_at
        return Standing.NOT_YET_OPEN if is_early else Standing.CLOSED

    def _standing_at_door(self, door: Door) -> Standing | None:
        """Say what keeps this respondent out at the door. A pause is for who has not begun; what is full is full."""
        if door.is_full:
            return Standing.FULL
        return Standing.PAUSED if door.is_paused and self.invitation_id is None else None


@lru_cache(maxsize=64)
def load_questionnaire(sha256: str) -> Questionnaire:
    """Load a launched questionnaire by its hash; it can never change, so this process keeps it."""
    version = QuestionnaireVersion.objects.filter(sha256=sha256).only("document").first()
    if version is None:
        raise LookupError(f"no version has the hash {sha256}")
    return version.questionnaire


@lru_cache(maxsize=64)
def box_size(sha256: str) -> int:
    """Give how many bytes all drafts and boxes of a launched questionnaire have before they are encrypted."""
    return -(-room_for(load_questionnaire(sha256)) // STEP) * STEP


def load(token: str) -> Participation | None:
    """Find who holds the token, or None when nobody does (or the poll was never launched)."""
    if not is_well_formed(token):
        return None
    row = _BY_TOKEN_HASH.first(hash_token(token))
    return None if row is None else _participation(token, row)


def newcomer(token: str, place: str, *, language: str = "") -> Participation | None:
    """Describe somebody who comes in by the link at ``place`` (see ``doors``); None when there is no such link."""
    found = read_place(place)
    if found is None:
        return None
    kind, key = found
    if "/" not in key and kind is Link.Kind.OPEN:
        row = _BY_SLUG.first(key)
        door = None if row is None else main_door(is_paused=bool(row.pop()))
    else:
        row = _BY_LINK.first(key)
        door = None if row is None else door_of([row.pop(0) for _name in LINK_FIELDS])
    if row is None or door is None or row[-1] is None or door.kind != kind:
        return None
    *poll_values, version_id, sha256 = row
    poll = Poll.from_db(None, POLL_FIELDS, poll_values)
    if poll.channel != Poll.Channel.OPEN:
        return None
    version = Version(version_id, sha256)
    return Participation(
        token, None, door.attributes, language, False, False, poll, version, 0, DraftContent(), door=door
    )


def _participation(token: str, row: list[Any]) -> Participation | None:
    door = door_of([row.pop() for _name in LINK_FIELDS][::-1])
    invitation_id, attributes, language, is_responded, is_revoked, ending, *rest = row
    version_id, sha256, revision, body, *poll_values = rest
    if sha256 is None:
        return None
    return Participation(
        token=token,
        invitation_id=invitation_id,
        attributes=attributes,
        language=language,
        is_responded=is_responded,
        is_revoked=is_revoked,
        poll=Poll.from_db(None, POLL_FIELDS, poll_values),
        version=Version(version_id, sha256),
        revision=revision or 0,
        draft=DraftContent() if body is None else unlock(body, token=token),
        ending=ending,
        door=door,
    )


def _by_token_hash(token_hash: str) -> QuerySet[Invitation, Any]:
    return (
        Invitation.objects.filter(token_hash=token_hash)
        .annotate(version_id=Subquery(_LATEST.values("id")[:1]), sha256=Subquery(_LATEST.values("sha256")[:1]))
        .values_list(
            "id",
            "attributes",
            "language",
            "is_responded",
            "is_revoked",
            "ending",
            "version_id",
            "sha256",
            "draft__revision",
            "draft__body",
            *_POLL_COLUMNS,
            *_LINK_COLUMNS,
        )
    )


def _by_slug(slug: str) -> QuerySet[Poll, Any]:
    latest = QuestionnaireVersion.objects.filter(poll=OuterRef("pk")).order_by("-number")
    return (
        Poll.objects.filter(slug=slug)
        .annotate(
            version_id=Subquery(latest.values("id")[:1]),
            sha256=Subquery(latest.values("sha256")[:1]),
            is_paused=Exists(Link.objects.filter(poll=OuterRef("pk"), kind=Link.Kind.OPEN, code="", is_paused=True)),
        )
        .values_list(*POLL_FIELDS, "version_id", "sha256", "is_paused")
    )


def _by_link(key: str) -> QuerySet[Link, Any]:
    return (
        Link.objects.filter(key=key)
        .annotate(version_id=Subquery(_LATEST.values("id")[:1]), sha256=Subquery(_LATEST.values("sha256")[:1]))
        .values_list(*LINK_FIELDS, *_POLL_COLUMNS, "version_id", "sha256")
    )


_BY_TOKEN_HASH = PreparedQuery(_by_token_hash, sample="<token hash>")
_BY_SLUG = PreparedQuery(_by_slug, sample="<slug>")
_BY_LINK = PreparedQuery(_by_link, sample="<link key>")
