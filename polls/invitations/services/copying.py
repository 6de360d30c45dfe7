"""The mail of a poll for a copy of it: its texts as they are, its plan without dates.

A reminder on a date becomes one so many days after the invitation, where it is known when those left; where it is not,
it is left out, since its day would have passed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Min
from django.utils import timezone

from polls.invitations.models import MailPlan, MailText, Message, ReminderStep
from polls.questionnaire.models import Poll


@dataclass(frozen=True)
class CopiedMail:
    """What a copy would get: how many texts, whether a plan, how many reminders; and how many of these lost a date.

    ``shifted`` reminders are counted from the invitation instead, ``left_out`` ones are not copied.
    """

    texts: int
    has_plan: bool
    reminders: int
    shifted: int
    left_out: int


def copied_mail(poll: Poll) -> CopiedMail:
    """Say what ``copy_mail`` would copy."""
    plan = MailPlan.objects.filter(poll=poll).first()
    texts = MailText.objects.filter(poll=poll).count()
    if plan is None:
        return CopiedMail(texts, False, 0, 0, 0)
    steps, kept = list(plan.steps.all()), list(_undated(plan))
    shifted = sum(step.at is not None for step, _copy in kept)
    return CopiedMail(texts, True, len(kept), shifted, len(steps) - len(kept))


def copy_mail(poll: Poll, copy: Poll) -> None:
    """Give ``copy`` the texts and the plan of ``poll``: nothing paused, and no date."""
    MailText.objects.bulk_create(
        MailText(poll=copy, kind=text.kind, subject=text.subject, text=text.text)
        for text in MailText.objects.filter(poll=poll)
    )
    plan = MailPlan.objects.filter(poll=poll).first()
    if plan is None:
        return
    steps = [made for _step, made in _undated(plan)]
    plan.pk, plan.poll, plan.invite_at, plan.is_paused = None, copy, None, False
    plan._state.adding = True
    plan.save()
    for number, step in enumerate(steps, start=1):
        step.plan, step.number = plan, number
    ReminderStep.objects.bulk_create(steps)


def _undated(plan: MailPlan) -> Iterator[tuple[ReminderStep, ReminderStep]]:
    """Give each step that can be told without a date, with the new one."""
    first = _first_day(plan)
    for step in plan.steps.all():
        days, at = step.after_days, step.time_of_day
        if step.at is not None:
            days, at = _counted(first, step.at)
        if days:
            yield step, ReminderStep(after_days=days, time_of_day=at)


def _counted(first: datetime | None, at: datetime) -> tuple[int | None, time]:
    """Count the days from the invitation to a moment, by the Dutch calendar."""
    local = timezone.localtime(at)
    days = (local.date() - timezone.localdate(first)).days if first else None
    return days, local.time().replace(second=0, microsecond=0)


def _first_day(plan: MailPlan) -> datetime | None:
    """Give when the invitations left, or leave."""
    mails = Message.objects.filter(poll=plan.poll, kind=Message.Kind.INVITATION)
    return mails.aggregate(first=Min("sent_at"))["first"] or plan.invite_at or plan.poll.opens_at
