"""When a message may leave: not while its poll pauses, not outside its office hours, not faster than its rate.

Nothing of this is written in the messages. Each claim looks at the plan as it is at that moment, so that what staff
change holds for the next mail, and a pause of a week leaves nothing to be mended.
"""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from polls.invitations.models import MailPlan, MessageQuerySet, Pace

HOUR = timedelta(hours=1)
SLACK = timedelta(minutes=1)
"""How much of its hour a rate may use at once, since workers are woken a few times a minute."""


class NotNowError(Exception):
    """Another worker took the place that the rate had free."""


def free_to_leave(messages: MessageQuerySet, *, now: datetime) -> MessageQuerySet:
    """Keep the messages of which nothing in the plans of their polls says that they must wait."""
    plans = list(MailPlan.objects.filter(Q(is_paused=True) | Q(has_hours=True) | _has_rate()))
    held = [plan.poll_id for plan in plans if plan.is_paused or not is_within_hours(plan, now)]
    if held:
        messages = messages.exclude(poll_id__in=held)
    if any(plan.per_hour or plan.per_domain for plan in plans):
        full = Pace.objects.filter(poll=OuterRef("poll"), free_at__gt=now)
        messages = messages.filter(~Exists(full.filter(Q(domain="") | Q(domain=OuterRef("domain")))))
    return messages


def is_within_hours(plan: MailPlan, now: datetime) -> bool:
    hours = plan.hours
    return hours is None or hours.include(now)


def take_place(plan: MailPlan, domain: str, *, now: datetime) -> None:
    """Use up a place in the rates of the plan, inside the transaction of the claim. Raises NotNowError.

    In any hour at most as many mails leave as the rate says (a generic cell rate algorithm whose slack is part of it).
    """
    if plan.per_hour:
        _take(plan.poll_id, "", plan.per_hour, now)
    if plan.per_domain and domain:
        _take(plan.poll_id, domain, plan.per_domain, now)


def forget_pace(poll_id: int) -> None:
    """Begin anew, after the rate was changed."""
    Pace.objects.filter(poll_id=poll_id).delete()


def domain_of(email: str) -> str:
    """Give the mail domain of an address in small letters."""
    return email.rpartition("@")[2].lower()[:254]


def _has_rate() -> Q:
    return Q(per_hour__isnull=False) | Q(per_domain__isnull=False)


def _take(poll_id: int, domain: str, rate: int, now: datetime) -> None:
    interval = (HOUR + SLACK) / rate
    pace, _is_new = Pace.objects.get_or_create(poll_id=poll_id, domain=domain, defaults={"free_at": now - SLACK})
    following = max(now, pace.free_at + SLACK) + interval - SLACK
    is_ours = pace.free_at <= now and Pace.objects.filter(pk=pace.pk, free_at=pace.free_at).update(free_at=following)
    if not is_ours:
        raise NotNowError
