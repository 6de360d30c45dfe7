"""The fieldwork by day: mail sent, started and finished, and the rounds of mailing with what came in after each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import accumulate, pairwise

from django.db.models import Count, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from polls.collection.models import DailyCount
from polls.collection.services.counts import told_count
from polls.invitations.models import Message
from polls.questionnaire.models import Poll

EARLIER_POLLS = 5
"""So many polls that are closed, the newest first, tell how the answers to a mailing come in."""

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Mailing:
    """A round of mail: its kind and number, the first day on which it went out, and how many went."""

    kind: str
    number: int
    day: date
    count: int


@dataclass(frozen=True)
class FieldDays:
    """What happened on each day of one poll, as far as it may be told: in steps where the poll's counts are rounded.

    ``finished`` includes who was turned away from an anonymous poll: nobody knows on which day that was.
    """

    mailed: Mapping[date, int] = field(default_factory=dict)
    started: Mapping[date, int] = field(default_factory=dict)
    finished: Mapping[date, int] = field(default_factory=dict)
    mailings: Sequence[Mailing] = ()

    @property
    def span(self) -> list[date]:
        """Every day from the first to the last on which anything happened."""
        known = {*self.mailed, *self.started, *self.finished}
        return _days(min(known), max(known)) if known else []

    def rounds(self, opened: date | None, until: date) -> list[tuple[date, list[int]]]:
        """Give the first day of each round and what was finished on its days; ``until`` is the last day that is over.

        A round begins with a mailing, or with the opening of a poll that needs none, and ends when the next begins.
        """
        firsts = sorted({mailing.day for mailing in self.mailings}) or ([opened] if opened else [])
        ends = [*firsts[1:], until + DAY]
        return [
            (first, [self.finished.get(day, 0) for day in _days(first, min(end - DAY, until))])
            for first, end in zip(firsts, ends, strict=True)
            if first <= until
        ]


def load_days(polls: Sequence[Poll]) -> dict[int, FieldDays]:
    """Load the days of all these polls by the poll's key, with two queries."""
    keys = [poll.pk for poll in polls]
    started: defaultdict[int, dict[date, int]] = defaultdict(dict)
    finished: defaultdict[int, dict[date, int]] = defaultdict(dict)
    counts = DailyCount.objects.filter(poll__in=keys).order_by("day").values_list("poll", "day")
    for key, day, begun, done in counts.annotate(Sum("started"), Sum("submitted")):
        started[key][day], finished[key][day] = begun, done
    mailings = _mailings(keys)
    return {
        poll.pk: FieldDays(
            mailed=_mailed(mailings[poll.pk]),
            started=_told(poll, started[poll.pk]),
            finished=_told(poll, finished[poll.pk]),
            mailings=_merged(mailings[poll.pk]),
        )
        for poll in polls
    }


def earlier_polls(poll: Poll) -> list[Poll]:
    """Give the newest polls that are closed and had the same way in."""
    others = Poll.objects.filter(state=Poll.State.CLOSED, channel=poll.channel).exclude(pk=poll.pk)
    return list(others.order_by("-first_published_at", "-pk")[:EARLIER_POLLS])


def first_day(poll: Poll) -> date | None:
    """Give the Dutch day on which the poll opened, None for a draft."""
    moments = [moment for moment in (poll.opens_at, poll.first_published_at) if moment]
    return timezone.localdate(max(moments)) if moments else None


def last_day_over(poll: Poll, now: datetime) -> date:
    """Give the last day that is over: yesterday, or the day of closing of a poll that was closed before."""
    yesterday = timezone.localdate(now) - DAY
    return min(yesterday, timezone.localdate(poll.closes_at)) if poll.closes_at else yesterday


def _mailings(keys: Sequence[int]) -> defaultdict[int, list[Mailing]]:
    found: defaultdict[int, list[Mailing]] = defaultdict(list)
    sent = Message.objects.filter(poll__in=keys, sent_at__isnull=False).annotate(day=TruncDate("sent_at"))
    for key, kind, number, day, count in (
        sent.order_by("day").values_list("poll", "kind", "round", "day").annotate(Count("pk"))
    ):
        found[key].append(Mailing(kind, number, day, count))
    return found


def _merged(mailings: Sequence[Mailing]) -> list[Mailing]:
    """Join the days of one round, the first of which is the round's."""
    rounds: dict[tuple[str, int], Mailing] = {}
    for each in mailings:
        name = (each.kind, each.number)
        earlier = rounds.get(name)
        rounds[name] = Mailing(*name, earlier.day, earlier.count + each.count) if earlier else each
    return list(rounds.values())


def _mailed(mailings: Sequence[Mailing]) -> dict[date, int]:
    by_day: defaultdict[date, int] = defaultdict(int)
    for each in mailings:
        by_day[each.day] += each.count
    return dict(by_day)


def _told(poll: Poll, by_day: Mapping[date, int]) -> dict[date, int]:
    """Give per day by how much the told total grew, so that the days add up to what is told in all."""
    totals = [told_count(poll, total) for total in accumulate(by_day.values())]
    grown = (after - before for before, after in pairwise([0, *totals]))
    return dict(zip(by_day, grown, strict=True))


def _days(first: date, last: date) -> list[date]:
    return [date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)]
