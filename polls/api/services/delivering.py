"""Emptying the outbox of messages to webhooks: each arrives at least once, or is given up where everybody can see it.

The row is the record. A worker claims one row, commits, sends, and commits the outcome, fenced by what it claimed. It
may die at any of these moments: the lease runs out and another sends the same message with the same id again.
"""

import logging
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction

from polls.api.models import AccessEvent, Delivery, DeliveryAttempt, Webhook
from polls.api.services.posting import Reply, post
from polls.api.services.signing import headers_of
from polls.api.services.tokens import record

LEASE = timedelta(seconds=60)
BACKOFF = [
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
]
"""How long after each failed try the next one comes, and up to a fifth more."""

MOST_ATTEMPTS = len(BACKOFF) + 1
JITTER = 0.2
State = Delivery.State

logger = logging.getLogger(__name__)


@dataclass
class Round:
    """What one round did: messages by the state they got, and whether more are due now."""

    counts: Counter[str] = field(default_factory=Counter)
    is_more: bool = False


def deliver_waiting(
    *, now: datetime, clock: Callable[[], float], rng: Random, limit: int = 50, seconds: float = 5.0
) -> Round:
    """Send due messages one by one, at most ``limit`` and for about ``seconds``. Any number may run at once.

    ``now`` is the moment of starting and ``clock`` counts seconds from any zero. A webhook that fails is left alone for
    the rest of the round, so that one dead server does not hold up the others.
    """
    done, started, failing = Round(), clock(), set[UUID]()

    def instant() -> datetime:
        return now + timedelta(seconds=clock() - started)

    while done.counts.total() < limit and clock() - started <= seconds:
        delivery = claim(now=instant(), passing_over=failing)
        if delivery is None:
            return done
        reply = post(delivery.hook.url, delivery.body.encode(), headers_of(delivery, now=instant()))
        settle(delivery, reply, now=instant(), rng=rng)
        done.counts[delivery.state] += 1
        if reply.problem:
            failing.add(delivery.hook_id)
    done.is_more = Delivery.objects.due_at(instant()).exclude(hook__in=failing).exists()
    return done


def claim(*, now: datetime, passing_over: Collection[UUID] = ()) -> Delivery | None:
    """Take one due message under a lease; None when there is none, or when another worker was first."""
    with transaction.atomic():
        due = Delivery.objects.due_at(now).exclude(hook__in=passing_over)
        locked = due.select_for_update(skip_locked=True, of=("self",)).select_related("hook")
        delivery = locked.order_by("not_before", "pk").first()
        if delivery is None:
            return None
        before = {"pk": delivery.pk, "state": delivery.state, "attempts": delivery.attempts}
        lease = now + LEASE
        changes = {"state": State.SENDING, "attempts": delivery.attempts + 1, "lease_until": lease}
        if not Delivery.objects.filter(**before).update(**changes):
            return None
        if delivery.state == State.SENDING:
            DeliveryAttempt.objects.create(delivery=delivery, at=now, problem="died")
    delivery.state, delivery.attempts, delivery.lease_until = State.SENDING, delivery.attempts + 1, lease
    return delivery


def settle(delivery: Delivery, reply: Reply, *, now: datetime, rng: Random) -> None:
    """Record what came of a try, unless the lease ran out and the message is another worker's by now."""
    changes = _after(delivery, reply, now=now, rng=rng)
    ours = {"pk": delivery.pk, "state": State.SENDING, "attempts": delivery.attempts}
    with transaction.atomic():
        is_ours = Delivery.objects.filter(**ours, lease_until=delivery.lease_until).update(lease_until=None, **changes)
        if not is_ours and not Delivery.objects.filter(pk=delivery.pk).exists():
            return  # the webhook was removed meanwhile
        DeliveryAttempt.objects.create(
            delivery=delivery,
            at=now,
            status=reply.status,
            problem=reply.problem,
            answer=reply.answer,
            milliseconds=reply.milliseconds,
        )
        if reply.problem == "gone" and Webhook.objects.filter(pk=delivery.hook_id, is_active=True).update(
            is_active=False
        ):
            record(AccessEvent.What.HOOK_GONE, delivery.hook.name, by=None, now=now)
    delivery.state = changes["state"]
    if not is_ours:
        logger.warning("message %s: the outcome %s came after its lease", delivery.pk, changes["state"])


def _after(delivery: Delivery, reply: Reply, *, now: datetime, rng: Random) -> dict[str, Any]:
    if not reply.problem:
        return {"state": State.DELIVERED, "delivered_at": now}
    if delivery.attempts >= MOST_ATTEMPTS or reply.problem == "gone":
        return {"state": State.FAILED}
    pause = BACKOFF[delivery.attempts - 1] * (1 + JITTER * rng.random())
    return {"state": State.QUEUED, "not_before": now + max(pause, reply.wait)}


def send_again(deliveries: Collection[Delivery], *, now: datetime) -> int:
    """Put messages in the outbox again, with the ids that they have, as if they had never been tried."""
    keys = [each.pk for each in deliveries]
    settled = Delivery.objects.filter(pk__in=keys, state__in=[State.FAILED, State.DELIVERED, State.QUEUED])
    return settled.update(state=State.QUEUED, attempts=0, not_before=now, delivered_at=None)
