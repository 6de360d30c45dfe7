"""Whoever tries personal links at random is told to stop, and nobody else is.

A link that works is answered however many others failed before it: colleagues share an address. Only failures are
counted, by network, in the cache; when that cannot be reached, nothing is counted and nobody waits.
"""

from collections.abc import Callable
from http import HTTPStatus
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from accounts.throttle import client_address
from ksfsurvey.middleware import is_for_respondents
from polls.collection.services import crowds

PREFIXES = {4: 24, 6: 56}
"""How much of an address makes a network, by IP version."""


class GuessMiddleware:
    """Answers 429 in the place of 404 on respondents' paths once a network has failed too often."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != HTTPStatus.NOT_FOUND or not is_for_respondents(request):
            return response
        if crowds.count(_failures(network_of(client_address(request)))) <= settings.LINK_GUESS_LIMIT:
            return response
        headers = {"Retry-After": str(crowds.WINDOW), "Cache-Control": "no-store"}
        return HttpResponse(render_to_string("429.html"), status=HTTPStatus.TOO_MANY_REQUESTS, headers=headers)


def network_of(address: str | None) -> str:
    """Name the network of an address, such as ``192.0.2.0/24``; all without an address are one."""
    if address is None:
        return "unknown"
    prefix = PREFIXES[ip_address(address).version]
    return str(ip_network(f"{address}/{prefix}", strict=False))


def key_of(network: str) -> str:
    """Name the counter of a network in the cache."""
    return crowds.key_of(_failures(network))


def _failures(network: str) -> str:
    return f"guesses:{network}"
