"""Celery's side of telling other programs. The database holds the intent: a task only wakes those who carry it out."""

import logging
import time
from random import SystemRandom

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from polls.api.services.counting import announce_counts
from polls.api.services.delivering import deliver_waiting
from polls.api.services.keeping import remove_expired as remove
from polls.api.services.messages import pass_on

logger = logging.getLogger(__name__)


@shared_task(name="api.tell")  # type: ignore[untyped-decorator]
def tell() -> None:
    """Pass announcements on and send what waits."""
    pass_on(now=timezone.now())
    done = deliver_waiting(now=timezone.now(), clock=time.monotonic, rng=SystemRandom())
    if done.counts:
        logger.info("webhooks: %s", dict(done.counts))
    if done.is_more:
        wake()


@shared_task(name="api.count")  # type: ignore[untyped-decorator]
def count() -> None:
    """Announce the numbers of responses that were reached."""
    announce_counts(now=timezone.now())


@shared_task(name="api.remove_expired")  # type: ignore[untyped-decorator]
def remove_expired() -> None:
    """Remove old messages."""
    logger.info("removed %d old messages to webhooks", remove(now=timezone.now()))


def wake() -> None:
    """Have waiting messages sent soon. Without a broker nothing is lost: the schedule finds them later."""
    try:
        tell.apply_async(expires=60)
    except (KombuError, RedisError, OSError) as error:
        logger.warning("the broker cannot be reached (%s); messages wait for the schedule", type(error).__name__)
