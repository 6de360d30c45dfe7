"""Counts for the pages: polls at a glance, responses by day, and how many were invited in each segment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from polls.codebook.schema import SegmentVariable, Source, in_language
from polls.collection.models import DailyCount, TurnedAway
from polls.collection.services.counts import ROUNDING, is_rounding, told_count
from polls.invitations.models import Invitation
from polls.questionnaire.models import Poll
from polls.reporting.numbers import rounded

_COUNTED_AWAY = TurnedAway.objects.filter(is_anonymous=True)
"""Who was turned away from an anonymous poll stands in the counts by day like all others, until the urn is emptied."""


class Stage(StrEnum):
    """Where a poll stands at a moment, as people see it."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


@dataclass(frozen=True)
class PollGlance:
    """A poll in the list. ``answered`` is rounded down where ``is_rounded``; ``invited`` is 0 for an open link."""

    poll: Poll
    stage: Stage
    invited: int
    answered: int
    is_rounded: bool
    step: int = ROUNDING

    @property
    def is_below_first_step(self) -> bool:
        """Whether the count says no more than that it is smaller than ``step``: not that nobody has answered."""
        return self.is_rounded and not self.answered

    @property
    def percent(self) -> int:
        """How many of the invited have answered, in whole percent."""
        return min(100, int(rounded(Fraction(self.answered * 100, self.invited)))) if self.invited else 0

    @property
    def title(self) -> str:
        """The title in the language of the interface."""
        return in_language(self.poll.title, get_language() or "nl") or self.poll.slug


def stage_of(poll: Poll, *, now: datetime) -> Stage:
    """Say where the poll stands at ``now``."""
    if poll.state == Poll.State.DRAFT:
        return Stage.DRAFT
    if poll.state == Poll.State.CLOSED:
        return Stage.CLOSED
    if poll.opens_at is not None and now < poll.opens_at:
        return Stage.SCHEDULED
    return Stage.OPEN if poll.is_open_at(now) else Stage.CLOSING


def glances(polls: QuerySet[Poll], *, now: datetime) -> list[PollGlance]:
    """Look at the polls, in one query."""
    counted = polls.annotate(
        invited=_total(Invitation.objects.filter(contact__isnull=False, is_revoked=False), Count("pk")),
        answered=_answered(),
    )
    return [_glance(poll, poll.invited, poll.answered, now) for poll in counted]


def answered_so_far(poll: Poll) -> tuple[int, bool]:
    """Count who has answered until now, and say whether the count is rounded down."""
    total = Poll.objects.filter(pk=poll.pk).annotate(answered=_answered()).values_list("answered", flat=True).get()
    return _rounded(poll, total)


def responses_by_day(poll: Poll) -> list[tuple[date, int]]:
    """Count the responses of each day from the first to the last that has any; rounded down as the total is."""
    counts = DailyCount.objects.filter(poll=poll).values("day").annotate(total=Sum("submitted")).order_by("day")
    by_day = {row["day"]: _rounded(poll, row["total"])[0] for row in counts if row["total"]}
    if not by_day:
        return []
    first, last = min(by_day), max(by_day)
    days = (date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))
    return [(day, by_day.get(day, 0)) for day in days]


@dataclass(frozen=True)
class Invited:
    """How many were invited in all, and by variable and segment for the variables of the contact list."""

    total: int
    by_segment: Mapping[tuple[str, str], int]


def count_invited(poll: Poll, variables: Iterable[SegmentVariable]) -> Invited:
    """Count the invited, in one query."""
    from_contacts = [variable for variable in variables if variable.source_kind is Source.CONTACT]
    sources = list(dict.fromkeys(variable.source for variable in from_contacts))
    invited = Invitation.objects.filter(poll=poll, contact__isnull=False, is_revoked=False).order_by()
    rows = list(
        invited.values_list("poll", *(f"attributes__{source}" for source in sources)).annotate(number=Count("pk"))
    )
    by_segment = {
        (variable.code, segment.code): sum(
            row[-1] for row in rows if row[1 + sources.index(variable.source)] in segment.values
        )
        for variable in from_contacts
        for segment in variable.segments
    }
    return Invited(sum(row[-1] for row in rows), by_segment)


def _glance(poll: Poll, invited: int, answered: int, now: datetime) -> PollGlance:
    shown, is_rounded = _rounded(poll, answered)
    return PollGlance(poll, stage_of(poll, now=now), invited, shown, is_rounded)


def _rounded(poll: Poll, count: int) -> tuple[int, bool]:
    return told_count(poll, count), is_rounding(poll)


def _answered() -> CombinedExpression:
    return _total(DailyCount.objects.all(), Sum("submitted")) - _total(_COUNTED_AWAY.all(), Count("pk"))


def _total(rows: QuerySet, what: Count | Sum) -> Coalesce:  # type: ignore[type-arg]
    mine = rows.filter(poll=OuterRef("pk")).order_by().values("poll").annotate(total=what).values("total")
    return Coalesce(Subquery(mine, output_field=IntegerField()), 0)
