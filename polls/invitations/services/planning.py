"""The plan of a poll's mail: when it leaves, how fast, which reminders follow; and what becomes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Count, Max, Min, Q

from polls.invitations.hours import days_later, expected_end
from polls.invitations.letters import LetterKind
from polls.invitations.models import Invitation, MailPlan, Message, ReminderStep
from polls.invitations.services.inviting import reminder_letter
from polls.invitations.services.pacing import forget_pace
from polls.questionnaire.models import Poll, PollEvent

Person = AbstractBaseUser | AnonymousUser | None
ON_THE_WAY = Q(state__in=[Message.State.QUEUED, Message.State.SENDING])
LEFT = Q(state__in=[Message.State.SENT, Message.State.UNKNOWN, Message.State.RETURNED])
NOT_ARRIVED = Q(state__in=[Message.State.FAILED, Message.State.RETURNED])


@dataclass(frozen=True)
class Step:
    """A reminder as staff plan it: at a moment, or so many days after each person's invitation at a time of day."""

    at: datetime | None = None
    after_days: int | None = None
    time_of_day: time = time(9)


@dataclass(frozen=True)
class PlannedMail:
    """One line of the plan: what goes when to how many, and what became of those that went.

    ``starts_at`` is None for what follows something else, or has no planned moment. ``to_come`` counts those who would
    get it as it stands now, on top of ``waiting``.
    """

    letter: LetterKind
    number: int
    starts_at: datetime | None
    after_days: int | None = None
    time_of_day: time | None = None
    to_come: int = 0
    waiting: int = 0
    sent: int = 0
    not_arrived: int = 0
    cancelled: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    ends_at: datetime | None = None


def plan_of(poll: Poll) -> MailPlan:
    """Give the plan of a poll; one that is not stored when it has none."""
    return MailPlan.objects.filter(poll=poll).first() or MailPlan(poll=poll)


def save_plan(plan: MailPlan, steps: Sequence[Step], *, by: Person, now: datetime) -> None:
    """Store the plan. Invitations that wait follow its moment; reminders that went stay what they are."""
    with transaction.atomic():
        plan.save()
        plan.steps.all().delete()
        ReminderStep.objects.bulk_create(
            ReminderStep(plan=plan, number=number, at=step.at, after_days=step.after_days, time_of_day=step.time_of_day)
            for number, step in enumerate(steps, start=1)
        )
        forget_pace(plan.poll_id)
        waiting = Message.objects.filter(
            poll_id=plan.poll_id, kind=Message.Kind.INVITATION, state=Message.State.QUEUED, attempts=0
        )
        waiting.update(not_before=max(now, plan.invite_at or now, plan.poll.opens_at or now))
        _note(plan.poll, PollEvent.Action.PLANNED, by=by, now=now)


def set_paused(poll: Poll, is_paused: bool, *, by: Person, now: datetime) -> None:
    """Hold all mail of the poll, or let it go on. Holds from the next mail on; doing it twice changes nothing."""
    with transaction.atomic():
        plan, _is_new = MailPlan.objects.get_or_create(poll=poll)
        if MailPlan.objects.filter(pk=plan.pk, is_paused=not is_paused).update(is_paused=is_paused):
            action = PollEvent.Action.PAUSED if is_paused else PollEvent.Action.RESUMED
            _note(poll, action, by=by, now=now)


def planned_mails(plan: MailPlan, *, now: datetime) -> list[PlannedMail]:
    """List the mails of the poll in the order in which they go: those that went, and those that are planned."""
    rows = [_invitation_row(plan, now)]
    steps = {step.number: step for step in plan.steps.all()} if plan.pk else {}
    sent = Message.objects.filter(poll=plan.poll, kind=Message.Kind.REMINDER).values_list("round", flat=True)
    rows += [_reminder_row(plan, number, steps.get(number), now) for number in sorted({*steps, *sent})]
    if plan.sends_thanks and not plan.poll.is_anonymous:
        rows.append(_row(plan, LetterKind.THANKS, 0, Q(kind=Message.Kind.THANKS), now, starts_at=None))
    return rows


def _invitation_row(plan: MailPlan, now: datetime) -> PlannedMail:
    which = Q(kind=Message.Kind.INVITATION)
    waiting = Message.objects.filter(which, ON_THE_WAY, poll=plan.poll)
    starts_at = waiting.aggregate(first=Min("not_before"))["first"] or plan.invite_at
    return _row(plan, LetterKind.INVITATION, 0, which, now, starts_at=starts_at)


def _reminder_row(plan: MailPlan, number: int, step: ReminderStep | None, now: datetime) -> PlannedMail:
    letter = reminder_letter(plan.poll, number)
    which = Q(kind=Message.Kind.REMINDER, round=number)
    if step is None:
        return _row(plan, letter, number, which, now, starts_at=None)
    reached = Invitation.objects.for_poll(plan.poll).may_be_mailed()
    to_come = reached.exclude(messages__key__endswith=f":{Message.Kind.REMINDER}:{number}").count()
    starts_at = step.at or _after_first_invitation(plan.poll, step)
    return _row(plan, letter, number, which, now, starts_at=starts_at, to_come=to_come, step=step)


def _after_first_invitation(poll: Poll, step: ReminderStep) -> datetime | None:
    invitations = Message.objects.filter(poll=poll, kind=Message.Kind.INVITATION)
    moments = invitations.aggregate(sent=Min("sent_at"), planned=Min("not_before"))
    first = moments["sent"] or moments["planned"]
    return days_later(first, step.after_days or 0, step.time_of_day) if first else None


def _row(
    plan: MailPlan,
    letter: LetterKind,
    number: int,
    which: Q,
    now: datetime,
    *,
    starts_at: datetime | None,
    to_come: int = 0,
    step: ReminderStep | None = None,
) -> PlannedMail:
    counts = Message.objects.filter(which, poll=plan.poll).aggregate(
        waiting=Count("pk", filter=ON_THE_WAY),
        sent=Count("pk", filter=LEFT),
        not_arrived=Count("pk", filter=NOT_ARRIVED),
        cancelled=Count("pk", filter=Q(state=Message.State.CANCELLED)),
        first_at=Min("sent_at"),
        last_at=Max("sent_at"),
    )
    left = counts["waiting"] or (to_come if not counts["sent"] else 0)
    ends_at = None
    if left and (starts_at or counts["waiting"]):
        begin = max(now, starts_at or now)
        ends_at = expected_end(begin, left, per_hour=plan.per_hour, hours=plan.hours)
    return PlannedMail(
        letter=letter,
        number=number,
        starts_at=starts_at,
        after_days=step.after_days if step else None,
        time_of_day=step.time_of_day if step else None,
        to_come=to_come,
        ends_at=ends_at,
        **counts,
    )


def _note(poll: Poll, action: PollEvent.Action, *, by: Person, now: datetime) -> None:
    PollEvent.objects.create(poll=poll, at=now, by_id=by.pk if by else None, action=action, detail={})
