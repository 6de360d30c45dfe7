"""Celery's side of collecting: what happens by the clock. Each task may run twice or late without harm."""

import logging

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from polls.collection import services
from polls.collection.services.confirming import deliver_confirmations
from polls.collection.services.full import stop_at_full_quotas as stop_at_full
from polls.collection.services.paradata import record_paradata as record

logger = logging.getLogger(__name__)


@shared_task(name="collection.empty_urns")  # type: ignore[untyped-decorator]
def empty_urns() -> None:
    logger.info("urns: %d boxes opened", services.empty_urns())


@shared_task(name="collection.record_paradata")  # type: ignore[untyped-decorator]
def record_paradata() -> None:
    logger.info("time and break-off counted for %d polls", record())


@shared_task(name="collection.remove_expired")  # type: ignore[untyped-decorator]
def remove_expired() -> None:
    logger.info("past their date: %s", services.remove_expired(now=timezone.now()))


@shared_task(name="collection.stop_at_full_quotas")  # type: ignore[untyped-decorator]
def stop_at_full_quotas() -> None:
    stopped = stop_at_full()
    if stopped:
        logger.info("quotas are full: %d people get no more mail", stopped)


@shared_task(name="collection.ask_to_confirm")  # type: ignore[untyped-decorator]
def ask_to_confirm() -> None:
    sent = deliver_confirmations(now=timezone.now)
    if sent:
        logger.info("%d people are asked to confirm their registration", sent)


def wake_confirmations() -> None:
    """Have the mails sent soon. Without a broker nothing is lost: the schedule finds them later."""
    try:
        ask_to_confirm.apply_async(expires=60)
    except (KombuError, RedisError, OSError) as error:
        logger.warning("the broker cannot be reached (%s); mail waits for the schedule", type(error).__name__)
