"""Doing what the plans say: each beat looks what is due and puts it in the outbox. Any number of beats is harmless.

A reminder has a number, and a message its key of person and number: whatever runs twice, or at once, makes it once.
What was due while nothing ran is made later, but nobody gets two mails about a poll within a day.
"""

import logging
from datetime import datetime, time, timedelta

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce

from polls.invitations.hours import AMSTERDAM, days_later
from polls.invitations.letters import LetterKind
from polls.invitations.models import Invitation, InvitationQuerySet, MailPlan, Message, ReminderStep
from polls.invitations.services.inviting import (
    BATCH,
    CannotMailError,
    add_messages,
    queue_reminder,
    reminder_candidates,
)
from polls.questionnaire.models import Poll

BETWEEN_MAILS = timedelta(hours=20)
"""Least time between two mails to one person: reminders on two days in a row are far enough apart."""

logger = logging.getLogger(__name__)


def follow_plans(*, now: datetime) -> int:
    """Put in the outbox what is due by the plans of all polls; give how many messages that are."""
    plans = MailPlan.objects.filter(is_paused=False, poll__channel=Poll.Channel.INVITATION)
    plans = plans.exclude(poll__state=Poll.State.DRAFT).select_related("poll").prefetch_related("steps")
    return sum(_follow(plan, now) for plan in plans)


def due_for_step(step: ReminderStep, poll: Poll, *, now: datetime) -> InvitationQuerySet:
    """Give those for whom the step is due: invited long enough ago, reminded or invited not just now."""
    moment = Coalesce("sent_at", "not_before")
    messages = Message.objects.filter(invitation=OuterRef("pk")).annotate(moment=moment)
    invited = messages.filter(kind=Message.Kind.INVITATION, moment__lt=_invited_before(step, now))
    recent = messages.exclude(state=Message.State.CANCELLED).filter(moment__gt=now - BETWEEN_MAILS)
    return reminder_candidates(poll).filter(Exists(invited)).filter(~Exists(recent))


def _follow(plan: MailPlan, now: datetime) -> int:
    made = sum(_follow_step(step, plan.poll, now) for step in plan.steps.all())
    return made + (_thank(plan.poll, now) if plan.sends_thanks and not plan.poll.is_anonymous else 0)


def _follow_step(step: ReminderStep, poll: Poll, now: datetime) -> int:
    if poll.state != Poll.State.PUBLISHED or (step.at and step.at > now):
        return 0
    try:
        return queue_reminder(poll, due_for_step(step, poll, now=now), number=step.number, by=None, now=now)
    except CannotMailError as error:
        logger.info("reminder %s of poll %s does not go: %s", step.number, poll.pk, error)
        return 0


def _invited_before(step: ReminderStep, now: datetime) -> datetime:
    """Give the moment before which a person must have been invited to be due at ``now``."""
    if step.at is not None:
        return step.at - BETWEEN_MAILS
    today = now.astimezone(AMSTERDAM)
    has_come = now >= days_later(now, 0, step.time_of_day)
    last_day = -(step.after_days or 0) - (0 if has_come else 1)
    return days_later(today, last_day + 1, time(0))


def _thank(poll: Poll, now: datetime) -> int:
    """Thank who answered. In identified polls only: elsewhere the moment of a mail would tell that of an answer."""
    thanked = Message.objects.filter(invitation=OuterRef("pk"), kind=Message.Kind.THANKS)
    answered = Invitation.objects.for_poll(poll).filter(
        is_responded=True, is_revoked=False, has_opted_out=False, contact__opted_out_at__isnull=True
    )
    waiting = answered.filter(contact__isnull=False).filter(~Exists(thanked)).select_related("contact")
    return add_messages(
        list(waiting[:BATCH]),
        kind=Message.Kind.THANKS,
        letter=LetterKind.THANKS,
        number=0,
        not_before=now,
        now=now,
    )
