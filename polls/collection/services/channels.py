"""All ways into a poll by a link, with how many came by each: what the page on channels shows.

Counts are of arrivals, never of responses: nothing here says what anybody answered. While an anonymous poll is open
they are told in steps, as everywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q

from polls.collection.models import Draft, Link
from polls.collection.services.counts import told_count
from polls.collection.services.doors import LINK_FIELDS, door_of, main_door, place_of
from polls.collection.services.waves import Wave, recent_waves
from polls.invitations.models import Invitation
from polls.questionnaire.models import Poll


@dataclass(frozen=True)
class Channel:
    """One link with its full address; ``link`` is None for a main link that was never paused."""

    link: Link | None
    kind: Link.Kind
    address: str
    started: int
    answered: int
    wave: Wave | None

    @property
    def name(self) -> str:
        return self.link.name if self.link else ""

    @property
    def number(self) -> int:
        """What stands for the link in addresses: 0 for the main one."""
        return self.link.pk if self.link and not self.is_main else 0

    @property
    def is_main(self) -> bool:
        return self.kind is Link.Kind.OPEN and not (self.link and self.link.code)

    @property
    def state(self) -> str:
        """In one word: withdrawn, full, paused or open."""
        if self.link is None:
            return "open"
        is_full = self.link.maximum is not None and self.link.taken >= self.link.maximum
        return (
            "withdrawn" if self.link.is_revoked else "full" if is_full else "paused" if self.link.is_paused else "open"
        )

    @property
    def percent(self) -> int | None:
        """The participation in whole percent."""
        return None if self.participation is None else round(100 * min(1.0, self.participation))

    @property
    def participation(self) -> float | None:
        """Answered of those who began, 0–1: the participation rate, from which no margin of error follows."""
        return self.answered / self.started if self.started else None


def load_channels(poll: Poll, *, now: datetime) -> Sequence[Channel]:
    """Load the main link and then all others, with four queries."""
    counts = _counts(poll)
    waves = recent_waves(poll, now=now)
    links = list(Link.objects.filter(poll=poll))
    main = next((link for link in links if link.kind == Link.Kind.OPEN and not link.code), None)
    found = [(0, main), *((link.pk, link) for link in links if link is not main)]
    return [_channel(poll, link, counts.get(number, (0, 0)), waves.get(number)) for number, link in found]


def address_of(poll: Poll, link: Link | None) -> str:
    """Give the full address of a link; of the poll's main one for None."""
    door = main_door(is_paused=False)
    if link is not None:
        door = door_of([getattr(link, name) for name in LINK_FIELDS]) or door
    return f"{settings.SITE_URL}/{place_of(door, slug=poll.slug, poll_id=poll.pk)}"


def _channel(poll: Poll, link: Link | None, counts: tuple[int, int], wave: Wave | None) -> Channel:
    started, answered = (told_count(poll, count) for count in counts)
    kind = Link.Kind(link.kind) if link else Link.Kind.OPEN
    return Channel(link, kind, address_of(poll, link), started, answered, wave)


def _counts(poll: Poll) -> dict[int, tuple[int, int]]:
    """Count who began and who answered, by link (0: the main one)."""
    has_begun = Q(is_responded=True) | Q(has_started=True) | Q(has_draft=True)
    rows = (
        Invitation.objects.for_poll(poll)
        .filter(contact__isnull=True)
        .annotate(door=F("arrival__link"), has_draft=Exists(Draft.objects.filter(invitation=OuterRef("pk"))))
        .order_by()
        .values("door")
        .annotate(
            started=Count("pk", filter=has_begun),
            answered=Count("pk", filter=Q(is_responded=True, turned_away__isnull=True)),
        )
    )
    return {row["door"] or 0: (row["started"], row["answered"]) for row in rows}
