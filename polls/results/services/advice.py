"""What to do next in the fieldwork: a list in order of weight, each with the numbers that lead to it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.utils import timezone

from polls.codebook.routing import Quota
from polls.codebook.schema import Text
from polls.collection.services.fieldwork import Fieldwork
from polls.questionnaire.models import Poll
from polls.results.services.field_days import FieldDays
from polls.results.services.outlook import Outlook

REST = 3
"""Days after a mailing on which nobody is asked again."""

SOON = timedelta(days=3)
BEHIND = 0.10
"""A segment is behind when its response rate is so much (0-1) below that of everyone."""

WIDE_MARGIN = 0.10
NEARLY_FULL = 0.9
FEWEST_PENDING = 5


class Step(StrEnum):
    """What staff can do. The values name the parts of the page that say it."""

    INVITE = "invite"
    MAIL_FAILED = "mail_failed"
    QUOTA_FULL = "quota_full"
    QUOTA_NEARLY_FULL = "quota_nearly_full"
    REMIND_SEGMENT = "remind_segment"
    REMIND = "remind"
    EXTEND = "extend"
    CLOSES_SOON = "closes_soon"
    LOOK_AT_RESULTS = "look_at_results"


@dataclass(frozen=True)
class Advice:
    """One thing to do. ``label`` is the segment or quota it is about; ``numbers`` are those in its sentence."""

    step: Step
    label: Text = field(default_factory=dict)
    numbers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class QuotaStanding:
    """How full a quota is, as far as it may be told."""

    quota: Quota
    count: int

    @property
    def share(self) -> float:
        return self.count / self.quota.limit if self.quota.limit else 1.0


def advise(
    poll: Poll,
    fieldwork: Fieldwork,
    days: FieldDays,
    outlook: Outlook | None,
    quotas: Sequence[QuotaStanding],
    *,
    now: datetime,
) -> list[Advice]:
    """Say what deserves attention now, the most urgent first; empty when nothing does."""
    if not poll.is_open_at(now):
        return [Advice(Step.LOOK_AT_RESULTS)] if poll.state == Poll.State.CLOSED and fieldwork.total.finished else []
    is_by_invitation = poll.channel == Poll.Channel.INVITATION
    if is_by_invitation and not fieldwork.total.invited:
        return [Advice(Step.INVITE)]
    found = [*_about_quotas(quotas)]
    if is_by_invitation:
        found = [*_about_mail(fieldwork), *found, *_about_reminding(fieldwork, days, now)]
    return [*found, *_about_closing(poll, outlook, now)]


def _about_mail(fieldwork: Fieldwork) -> Iterator[Advice]:
    if fieldwork.total.failed:
        yield Advice(Step.MAIL_FAILED, numbers={"count": fieldwork.total.failed})


def _about_quotas(quotas: Sequence[QuotaStanding]) -> Iterator[Advice]:
    for each in quotas:
        numbers = {"count": each.count, "limit": each.quota.limit}
        if each.count >= each.quota.limit:
            yield Advice(Step.QUOTA_FULL, each.quota.label, numbers)
        elif each.share >= NEARLY_FULL:
            yield Advice(Step.QUOTA_NEARLY_FULL, each.quota.label, numbers)


def _about_reminding(fieldwork: Fieldwork, days: FieldDays, now: datetime) -> Iterator[Advice]:
    """Ask for a reminder where a segment is behind, else for everybody, once the last mailing is some days old."""
    last = max((mailing.day for mailing in days.mailings), default=None)
    if last is None or (timezone.localdate(now) - last).days < REST:
        return
    rate = fieldwork.total.response_rate or 0.0
    behind = [
        (segment.label, segment.standing)
        for _label, segments in fieldwork.by_variable
        for segment in segments
        if segment.label
        and segment.standing.pending >= FEWEST_PENDING
        and (segment.standing.response_rate or 0.0) <= rate - BEHIND
    ]
    for label, standing in behind:
        numbers = {"pending": standing.pending, "rate": standing.response_rate or 0.0, "all": rate}
        yield Advice(Step.REMIND_SEGMENT, label, numbers)
    if not behind and fieldwork.total.pending >= FEWEST_PENDING:
        numbers = {"pending": fieldwork.total.pending, "days": (timezone.localdate(now) - last).days}
        yield Advice(Step.REMIND, numbers=numbers)


def _about_closing(poll: Poll, outlook: Outlook | None, now: datetime) -> Iterator[Advice]:
    if poll.closes_at is None or poll.closes_at - now > SOON:
        return
    margin = outlook.total.margin if outlook else None
    if margin is not None and margin > WIDE_MARGIN:
        yield Advice(Step.EXTEND, numbers={"margin": margin, "closes_at": poll.closes_at})
    else:
        yield Advice(Step.CLOSES_SOON, numbers={"closes_at": poll.closes_at})
