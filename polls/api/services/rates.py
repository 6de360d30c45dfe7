"""How often a caller may ask: so many requests in a window, counted in the shared cache and nowhere else.

Where the cache cannot be reached nothing is counted, and nobody waits. In the embedded edition each process counts for
itself.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from redis.exceptions import RedisError

WINDOW = 60
"""Seconds in which is counted, from the full minute on."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Standing:
    """How a caller stands: ``left`` requests of ``limit``, and in ``seconds`` all of them again."""

    limit: int
    left: int
    seconds: int

    @property
    def is_over(self) -> bool:
        return self.left < 0

    @property
    def headers(self) -> dict[str, str]:
        """Write it as the fields of the IETF's draft on rate limits."""
        return {
            "RateLimit-Policy": f'"minute";q={self.limit};w={WINDOW}',
            "RateLimit": f'"minute";r={max(self.left, 0)};t={self.seconds}',
        }


def count_request(caller: str, *, limit: int, now: datetime) -> Standing:
    """Count one request of ``caller`` at ``now``."""
    second = int(now.timestamp())
    key = f"api:{caller}:{second // WINDOW}"
    return Standing(limit, limit - _count(key), WINDOW - second % WINDOW)


def _count(key: str) -> int:
    try:
        if cache.add(key, 1, 2 * WINDOW):
            return 1
        return int(cache.incr(key))
    except ValueError:  # it went between the two
        return 1
    except (OSError, RedisError) as error:
        logger.warning("requests are not counted: %s", type(error).__name__)
        return 0
