"""Celery's side of designing: what happens by the clock. It may run twice or late without harm."""

import logging

from celery import shared_task
from django.utils import timezone

from polls.questionnaire import services

logger = logging.getLogger(__name__)


@shared_task(name="questionnaire.empty_bins")  # type: ignore[untyped-decorator]
def empty_bins() -> None:
    logger.info("deleted for good: %d parts of designs", services.empty_bins(now=timezone.now()))
