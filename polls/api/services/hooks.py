"""Webhooks: made, changed, paused and removed by staff. Each change leaves an event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet

from polls.api import secrets
from polls.api.models import AccessEvent, Delivery, Webhook
from polls.api.services.tokens import record
from polls.questionnaire.models import Poll
from polls.results.services.actors import Actor, key_of

CHANGE_OVER = timedelta(days=1)
"""How long messages are signed with the former secret as well."""

What = AccessEvent.What


@dataclass(frozen=True)
class Wanted:
    """What a webhook is to be: ``polls`` is None for all."""

    name: str
    url: str
    kinds: Sequence[str]
    thresholds: Sequence[int]
    polls: Sequence[Poll] | None

    @property
    def fields(self) -> Mapping[str, Any]:
        return {
            "name": self.name,
            "url": self.url,
            "kinds": list(self.kinds),
            "thresholds": list(self.thresholds),
            "is_for_all": self.polls is None,
        }


@transaction.atomic
def make_hook(wanted: Wanted, *, by: Actor, now: datetime, key: UUID) -> tuple[Webhook, str]:
    """Make a webhook; give it and its secret, which is shown once. Raises IntegrityError for a ``key`` that exists."""
    hook = Webhook(id=key, created_at=now, created_by_id=key_of(by), **wanted.fields)
    hook.save(force_insert=True)
    hook.polls.set(wanted.polls or [])
    record(What.HOOK_MADE, hook.name, by=by, now=now, url=hook.url)
    return hook, secrets.hook_secret(hook.pk, hook.generation)


@transaction.atomic
def change_hook(hook: Webhook, wanted: Wanted, *, by: Actor, now: datetime) -> None:
    for name, value in wanted.fields.items():
        setattr(hook, name, value)
    hook.save(update_fields=list(wanted.fields))
    hook.polls.set(wanted.polls or [])
    record(What.HOOK_CHANGED, hook.name, by=by, now=now, url=hook.url)


@transaction.atomic
def renew_secret(hook: Webhook, *, by: Actor, now: datetime) -> str:
    """Give a new secret; for a day messages are signed with the former one as well."""
    locked = Webhook.objects.select_for_update().get(pk=hook.pk)
    locked.generation += 1
    locked.previous_until = now + CHANGE_OVER
    locked.save(update_fields=["generation", "previous_until"])
    record(What.HOOK_SECRET, hook.name, by=by, now=now)
    return secrets.hook_secret(locked.pk, locked.generation)


@transaction.atomic
def set_active(hook: Webhook, is_active: bool, *, by: Actor, now: datetime) -> None:
    """Pause or resume a webhook. While it is paused messages wait; doing it twice changes nothing."""
    if Webhook.objects.filter(pk=hook.pk, is_active=not is_active).update(is_active=is_active):
        record(What.HOOK_RESUMED if is_active else What.HOOK_PAUSED, hook.name, by=by, now=now)


@transaction.atomic
def remove_hook(hook: Webhook, *, by: Actor, now: datetime) -> None:
    """Remove a webhook with its messages."""
    record(What.HOOK_REMOVED, hook.name, by=by, now=now, url=hook.url)
    hook.delete()


def hooks_with_counts() -> QuerySet[Webhook]:
    """Give all webhooks with how many messages wait and were given up, and when one last arrived. One query."""
    state = Delivery.State
    return Webhook.objects.annotate(
        waiting=Count("deliveries", filter=Q(deliveries__state__in=[state.QUEUED, state.SENDING])),
        failed=Count("deliveries", filter=Q(deliveries__state=state.FAILED)),
        last_arrived=Max("deliveries__delivered_at"),
    )
