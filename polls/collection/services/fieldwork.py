"""How the fieldwork goes: invited, mailed, started, answered, in total and per segment of the contact list.

It counts invitations, never responses: in an anonymous poll nothing here says what anybody answered. While such a poll
is open, who started and who answered is told in steps, as everywhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Subquery, Value, When
from django.db.models.fields.json import KeyTextTransform

from polls.codebook.schema import Questionnaire, SegmentVariable, Source, Text
from polls.collection.models import Draft, TurnedAway
from polls.collection.services.counts import told_count
from polls.invitations.models import Invitation, Message
from polls.questionnaire.models import Poll

WAITING = (Message.State.QUEUED, Message.State.SENDING)
ARRIVED = (Message.State.SENT,)
NOT_KNOWN = (Message.State.UNKNOWN,)
CAME_BACK = (Message.State.RETURNED, Message.State.FAILED)
NOT_ARRIVED = (*CAME_BACK, *NOT_KNOWN)
_RANKS = {state: rank for rank, states in enumerate((ARRIVED, NOT_KNOWN, WAITING, CAME_BACK)) for state in states}
_BEST_FIRST = Case(*(When(state=state, then=Value(rank)) for state, rank in _RANKS.items()), default=Value(len(_RANKS)))
"""Of several mails to one person the one that went best says how it stands: a reminder may arrive where none did."""


@dataclass
class Standing:
    """How many are how far. Who finished has started, and who started was invited.

    Finished is who has nothing more to do: they answered, or were turned away. Of a segment of an anonymous poll
    nobody knows how many of each; there all that finished count as answered.
    """

    invited: int = 0
    waiting: int = 0
    sent: int = 0
    failed: int = 0
    started: int = 0
    finished: int = 0
    answered: int = 0
    turned_away: int = 0
    opted_out: int = 0

    @property
    def response_rate(self) -> float | None:
        """Answered of invited, 0–1; None when nobody was invited."""
        return self.answered / self.invited if self.invited else None

    @property
    def mailed(self) -> int:
        """To how many an invitation has left, whatever became of it."""
        return self.sent + self.failed

    @property
    def pending(self) -> int:
        """How many may still answer and be asked to; at most that many where counts are rounded."""
        return self.invited - self.finished - self.opted_out - self.failed

    def add(self, row: Mapping[str, Any]) -> None:
        """Count a group of invitations that are equal in all that counts here."""
        count: int = row["count"]
        self.invited += count
        self.waiting += count * (row["mail"] in WAITING)
        self.sent += count * (row["mail"] in ARRIVED)
        self.failed += count * (row["mail"] in NOT_ARRIVED)
        self.started += count * (row["is_responded"] or row["has_draft"] or row["has_started"])
        self.finished += count * row["is_responded"]
        self.answered += count * (row["is_responded"] and not row["away"])
        self.turned_away += count * bool(row["away"])
        self.opted_out += count * row["has_opted_out"]

    def told(self, poll: Poll) -> "Standing":
        """Give what may be told of it at present."""
        names = ("started", "finished", "answered", "turned_away")
        return replace(self, **{name: told_count(poll, getattr(self, name)) for name in names})


@dataclass(frozen=True)
class SegmentStanding:
    """How far one segment is; ``label`` is None for those in no segment."""

    label: Text | None
    standing: Standing


@dataclass(frozen=True)
class Fieldwork:
    """The whole picture of one poll."""

    total: Standing = field(default_factory=Standing)
    by_variable: Sequence[tuple[Text, Sequence[SegmentStanding]]] = ()
    reminders: Mapping[int, int] = field(default_factory=dict)


def load_fieldwork(poll: Poll, questionnaire: Questionnaire) -> Fieldwork:
    """Count with three queries: all invitations at once, the reminders that were sent, and who was turned away."""
    variables = [variable for variable in questionnaire.segment_variables if variable.source_kind is Source.CONTACT]
    rows = grouped_invitations(poll, variables)
    total = Standing()
    for row in rows:
        total.add(row)
    if poll.is_anonymous:
        total.turned_away = TurnedAway.objects.filter(poll=poll).count()
        total.answered -= total.turned_away
    by_variable = [
        (variable.label, _by_segment(poll, variable, f"value_{position}", rows))
        for position, variable in enumerate(variables)
    ]
    reminders = Message.objects.filter(poll=poll, kind=Message.Kind.REMINDER, state__in=ARRIVED).order_by("round")
    return Fieldwork(total.told(poll), by_variable, dict(reminders.values_list("round").annotate(Count("pk"))))


def grouped_invitations(poll: Poll, variables: Iterable[SegmentVariable]) -> list[dict[str, Any]]:
    """Count the invitations by all that counts here, in one query: as many rows as there are combinations."""
    values = {
        f"value_{position}": KeyTextTransform(variable.source, "attributes")
        for position, variable in enumerate(variables)
    }
    mail = Message.objects.filter(invitation=OuterRef("pk")).exclude(kind=Message.Kind.THANKS).order_by(_BEST_FIRST)
    return list(
        Invitation.objects.for_poll(poll)
        .filter(is_revoked=False)
        .annotate(
            mail=Subquery(mail.values("state")[:1]),
            away=F("turned_away__disposition"),
            has_draft=Exists(Draft.objects.filter(invitation=OuterRef("pk"))),
            **values,
        )
        .order_by()
        .values("mail", "away", "has_draft", "has_started", "is_responded", "has_opted_out", *values)
        .annotate(count=Count("pk"))
    )


def _by_segment(
    poll: Poll, variable: SegmentVariable, key: str, rows: Iterable[Mapping[str, Any]]
) -> list[SegmentStanding]:
    standings = {segment.code: SegmentStanding(segment.label, Standing()) for segment in variable.segments}
    of_value = {value: segment.code for segment in variable.segments for value in segment.values}
    rest = SegmentStanding(None, Standing())
    for row in rows:
        standings.get(of_value.get(row[key], ""), rest).standing.add(row)
    found = [*standings.values(), *([rest] if rest.standing.invited else [])]
    return [SegmentStanding(segment.label, segment.standing.told(poll)) for segment in found]
