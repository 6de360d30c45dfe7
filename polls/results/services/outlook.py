"""What the fieldwork will come to: the final base and its margin of error, in all and per segment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from polls.analysis.forecast import HORIZON, Forecast, forecast, growth, margin_of_error
from polls.codebook.schema import Text
from polls.collection.services.fieldwork import Fieldwork, Standing
from polls.questionnaire.models import Poll
from polls.results.services.field_days import DAY, FieldDays, first_day, last_day_over


@dataclass(frozen=True)
class Expected:
    """The forecast of one group; ``margin`` (0-1) is that of a share of one half, None where none may be implied."""

    answers: Forecast
    margin: float | None


@dataclass(frozen=True)
class Outlook:
    """The forecast of a poll. ``by_variable`` has an entry per segment of the fieldwork, in its order.

    A segment is None where nobody has answered yet, as far as that may be told.
    ``rounds`` is how many mailings told how answers come in; ``end`` the last day that is looked at.
    """

    end: date
    is_end_assumed: bool
    rounds: int
    total: Expected
    by_variable: Sequence[tuple[Text, Sequence[Expected | None]]]


def look_ahead(
    poll: Poll, fieldwork: Fieldwork, days: FieldDays, earlier: Sequence[tuple[Poll, FieldDays]], *, now: datetime
) -> Outlook | None:
    """Forecast from what may be told.

    None unless the poll is open, somebody has finished, and the day of the last mailing is over.
    """
    rounds = days.rounds(first_day(poll), last_day_over(poll, now))
    if not poll.is_open_at(now) or not rounds or not fieldwork.total.answered:
        return None
    start = rounds[-1][0]
    today = timezone.localdate(now)
    if any(mailing.day >= today for mailing in days.mailings):
        return None
    end = timezone.localdate(poll.closes_at) if poll.closes_at else today + timedelta(days=HORIZON)
    known = [each for _first, each in rounds] + [
        each
        for other, its_days in earlier
        for _first, each in its_days.rounds(first_day(other), last_day_over(other, now))
    ]
    factor = growth(known, elapsed=_elapsed(start, now), until=(end - start).days)
    recent = sum(count for day, count in days.finished.items() if day >= start)
    share = min(1.0, recent / fieldwork.total.finished)
    is_sample = poll.channel == Poll.Channel.INVITATION

    def expected(standing: Standing) -> Expected:
        pending = standing.invited - standing.finished - standing.opted_out if is_sample else 1_000_000
        answers = forecast(standing.answered, recent=standing.answered * share, pending=pending, factor=factor)
        return Expected(answers, margin_of_error(answers.expected) if is_sample else None)

    by_variable = [
        (label, [expected(segment.standing) if segment.standing.answered else None for segment in segments])
        for label, segments in fieldwork.by_variable
    ]
    return Outlook(end, poll.closes_at is None, len(known), expected(fieldwork.total), by_variable)


def _elapsed(start: date, now: datetime) -> float:
    """Give how many days have gone by since the start of the first one, with the part of today; Dutch days."""
    local = timezone.localtime(now)
    part = (local.hour * 60 + local.minute) / (24 * 60)
    return (local.date() - start) / DAY + part
