"""How many came in or failed lately, by network and by link: numbers in the shared cache that go away by themselves.

A network is known here only as a hash whose salt lives in the same cache for a day. Nothing of it reaches the database,
a response or a log, and after that day nobody can make the hash again. Where the cache cannot be reached nothing is
counted, and nobody waits.
"""

import logging

from django.core.cache import cache
from redis.exceptions import RedisError

WINDOW = 600
"""Seconds in which is counted."""

logger = logging.getLogger(__name__)


def key_of(what: str) -> str:
    """Name the counter of ``what`` in the cache."""
    return f"crowd:{what}"


def count(what: str) -> int:
    """Count one more of ``what`` and give how many that are in this window; 0 when nothing can be counted."""
    key = key_of(what)
    try:
        if cache.add(key, 1, WINDOW):
            return 1
        return int(cache.incr(key))
    except ValueError:  # the window ended between the two
        return 1
    except (OSError, RedisError) as error:
        logger.warning("nothing is counted in the cache: %s", type(error).__name__)
        return 0
