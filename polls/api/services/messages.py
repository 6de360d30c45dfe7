"""Passing announcements on: each becomes one message for each webhook that is to hear of it, in one transaction."""

from collections.abc import Mapping
from datetime import datetime

import orjson
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from polls.api.models import Delivery, Webhook
from polls.api.services.addresses import resource
from polls.api.shapes import PingTold, PollTold, PublicationTold, ResponsesTold, RunTold
from polls.api.words import Words
from polls.questionnaire.models import Announcement

MOST = 500
"""Announcements that are passed on in one transaction."""

PING = "ping"

MESSAGES: Mapping[str, type] = {
    Announcement.Kind.LAUNCHED.value: PollTold,
    Announcement.Kind.RESPONSES.value: ResponsesTold,
    Announcement.Kind.CLOSED.value: PollTold,
    Announcement.Kind.REOPENED.value: PollTold,
    Announcement.Kind.RUN_READY.value: RunTold,
    Announcement.Kind.PUBLISHED.value: PublicationTold,
    PING: PingTold,
}
"""What the "data" of a message is, by its type."""


def kinds_told() -> list[tuple[str, Words]]:
    """Give the types of messages, each with when it comes."""
    return [*((kind.value, kind.label) for kind in Announcement.Kind), (PING, _("a webhook is tried"))]


def pass_on(*, now: datetime) -> int:
    """Write the messages of announcements that wait; give how many announcements those were.

    Two who do it at once write nothing twice; who dies half-way has written nothing.
    """
    with transaction.atomic():
        waiting = list(
            Announcement.objects.waiting_at(now)
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("poll")[:MOST]
        )
        if not waiting:
            return 0
        hooks = list(Webhook.objects.prefetch_related("polls"))
        made = [message(hook, each, now=now) for each in waiting for hook in hooks if hears_of(hook, each)]
        Delivery.objects.bulk_create(made, ignore_conflicts=True)
        Announcement.objects.filter(pk__in=[each.pk for each in waiting]).update(told_at=now)
    return len(waiting)


def hears_of(hook: Webhook, announcement: Announcement) -> bool:
    """Whether a webhook is to be told of an announcement."""
    if announcement.kind not in hook.kinds or announcement.at < hook.created_at:
        return False
    if announcement.kind == Announcement.Kind.RESPONSES and announcement.about["threshold"] not in hook.thresholds:
        return False
    return hook.is_for_all or announcement.poll_id in {poll.pk for poll in hook.polls.all()}


def message(hook: Webhook, announcement: Announcement, *, now: datetime) -> Delivery:
    """Write the message of an announcement, not saved."""
    about, slug = dict(announcement.about), announcement.poll.slug
    url = resource("api_poll", slug=slug)
    if announcement.kind == Announcement.Kind.RUN_READY:
        url = resource("api_run", run_id=about["run"])
    elif announcement.kind == Announcement.Kind.PUBLISHED:
        url = resource("api_edition", slug=about["publication"], number=about["edition"])
    data = MESSAGES[announcement.kind](poll=slug, url=url, **about)
    return _delivery(hook, announcement.kind, data, at=announcement.at, now=now, announcement=announcement)


def ping(hook: Webhook, *, now: datetime) -> Delivery:
    """Put a message in the outbox that says nothing but that messages arrive."""
    made = _delivery(hook, PING, PingTold(hook.name), at=now, now=now)
    made.save(force_insert=True)
    return made


def _delivery(
    hook: Webhook,
    kind: str,
    data: object,
    *,
    at: datetime,
    now: datetime,
    announcement: Announcement | None = None,
) -> Delivery:
    body = orjson.dumps({"type": kind, "timestamp": at, "data": data}, option=orjson.OPT_UTC_Z).decode()
    return Delivery(hook=hook, announcement=announcement, kind=kind, body=body, not_before=now, created_at=now)
