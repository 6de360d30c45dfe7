"""Celery's side of collecting: what happens by the clock. Each task may run twice or late without harm."""

import logging

from celery import shared_task
from django.utils import timezone

from polls.collection import services

logger = logging.getLogger(__name__)


@shared_task(name="collection.empty_urns")  # type: ignore[untyped-decorator]
def empty_urns() -> None:
    logger.info("urns: %d boxes opened", services.empty_urns())


@shared_task(name="collection.remove_expired")  # type: ignore[untyped-decorator]
def remove_expired() -> None:
    logger.info("past their date: %s", services.remove_expired(now=timezone.now()))
