"""Celery's side of the outbox. The database holds the intent: a task only wakes those who carry it out."""

import logging
import time

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

from polls.invitations import services
from polls.invitations.services import following, returned
from polls.invitations.services import stopping as stopping_services
from polls.invitations.services.turns import turn

logger = logging.getLogger(__name__)


@shared_task(name="invitations.deliver_waiting")  # type: ignore[untyped-decorator]
def deliver_waiting() -> None:
    with turn() as is_ours:
        if not is_ours:
            return
        delivery = services.deliver_waiting(now=timezone.now(), clock=time.monotonic)
    if delivery.counts:
        logger.info("mail: %s", dict(delivery.counts))
    if delivery.is_more:
        wake()


@shared_task(name="invitations.work_on_imports")  # type: ignore[untyped-decorator]
def work_on_imports() -> None:
    for pk in services.imports_waiting(now=timezone.now()):
        services.work_on_import(pk, now=timezone.now)


@shared_task(name="invitations.remove_expired")  # type: ignore[untyped-decorator]
def remove_expired() -> None:
    logger.info("removed %d old contact imports", services.remove_expired(now=timezone.now()))


def wake() -> None:
    """Have waiting mail sent soon. Without a broker nothing is lost: the schedule finds the messages later."""
    try:
        deliver_waiting.apply_async(expires=60)
    except (KombuError, RedisError, OSError) as error:
        logger.warning("the broker cannot be reached (%s); mail waits for the schedule", type(error).__name__)


@shared_task(name="invitations.follow_plans")  # type: ignore[untyped-decorator]
def follow_plans() -> None:
    made = following.follow_plans(now=timezone.now())
    if made:
        logger.info("%d planned mails are put in the outbox", made)
        wake()


@shared_task(name="invitations.stop_unwanted")  # type: ignore[untyped-decorator]
def stop_unwanted() -> None:
    stopped = stopping_services.stop_unwanted(now=timezone.now())
    if stopped:
        logger.info("%d mails that waited are not needed any more", stopped)


@shared_task(name="invitations.read_returned")  # type: ignore[untyped-decorator]
def read_returned() -> None:
    try:
        reading = returned.read_returned(now=timezone.now())
    except returned.MailboxError as error:
        logger.warning("returned mail waits: %s", error)
    else:
        if reading.mails:
            logger.info("returned mail: %d read, %d reports new", reading.mails, reading.reports)


def wake_imports() -> None:
    """Have large imports worked on soon. Without a broker nothing is lost: the schedule finds them later."""
    try:
        work_on_imports.apply_async(expires=60)
    except (KombuError, RedisError, OSError) as error:
        logger.warning("the broker cannot be reached (%s); imports wait for the schedule", type(error).__name__)
