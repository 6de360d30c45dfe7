"""Waking a Celery worker. What has to be done stands in the database; a message only says that there is something."""

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

EXECUTE_RUN = "results.execute"
MAKE_EXPORT = "results.make_export"

logger = logging.getLogger(__name__)


def wake(task: str, *arguments: str) -> None:
    """Send the task when the present transaction is committed. Without a broker the beat finds the work later."""
    transaction.on_commit(lambda: _send(task, arguments), robust=True)


def _send(task: str, arguments: tuple[str, ...]) -> None:
    try:
        current_app.send_task(task, args=list(arguments), ignore_result=True, retry=False)
    except (KombuError, RedisError, OSError) as error:
        logger.warning("no broker to wake %s: %s", task, type(error).__name__)
