"""What the poll's pages may know of where a request comes from: a hash of its network that nobody can make again later.

The salt is random, lives a day, and lives only in the cache. An address never gets further than this file.
"""

import logging
import secrets
from collections.abc import Callable
from functools import cached_property
from hashlib import blake2b

from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from redis.exceptions import RedisError

from accounts.throttle import client_address
from ksfsurvey.guesses import network_of
from ksfsurvey.paths import MACHINE_PATHS, RESPONDENT_PATHS

DAY = 24 * 60 * 60
SALT = "networks:salt"
NOWHERE = "nowhere"
"""The network of everybody while there is no salt, when nothing is counted either."""

logger = logging.getLogger(__name__)


class Network:
    """Where a request comes from, worked out only when somebody asks."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def hash(self) -> str:
        salt = _salt()
        if salt is None:
            return NOWHERE
        network = network_of(client_address(self._request))
        return blake2b(network.encode(), key=salt.encode(), digest_size=12).hexdigest()


class NetworkMiddleware:
    """Gives each request on the path of a respondent or of another program its ``network``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith((*RESPONDENT_PATHS, *MACHINE_PATHS)):
            request.network = Network(request)  # type: ignore[attr-defined]
        return self.get_response(request)


def _salt() -> str | None:
    """Give the salt of today, made by whoever needs it first."""
    try:
        cache.add(SALT, secrets.token_hex(16), DAY)
        salt: str | None = cache.get(SALT)
    except (OSError, RedisError) as error:
        logger.warning("networks are not told apart: %s", type(error).__name__)
        return None
    return salt
