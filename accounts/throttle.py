"""What django-axes is told about an attempt to log in, and what somebody sees who is locked out."""

from collections.abc import Mapping
from ipaddress import ip_address
from math import ceil
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone


def attempted_name(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """Give the e-mail address of an attempt as accounts hold it, so that capitals make no fresh set of attempts."""
    name = (credentials or {}).get("username") or request.POST.get("username", "")
    return str(name).strip().lower()[:255]


def client_address(request: HttpRequest) -> str | None:
    """Give the address that the request came from: behind a proxy the one that our proxy wrote down last."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_PROXY else ""
    for candidate in (forwarded.rpartition(",")[2].strip(), request.META.get("REMOTE_ADDR", "")):
        try:
            return str(ip_address(candidate))
        except ValueError:
            continue
    return None


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: Mapping[str, Any] | None
) -> HttpResponse:
    """Answer 429 and say when the next attempt is possible."""
    attempts = AccessAttempt.objects.filter(
        username=attempted_name(request, credentials), ip_address=client_address(request)
    )
    last = attempts.order_by("-attempt_time").values_list("attempt_time", flat=True).first() or timezone.now()
    retry_at = last + settings.AXES_COOLOFF_TIME
    seconds = max(1, ceil((retry_at - timezone.now()).total_seconds()))
    context = {"retry_at": retry_at, "minutes": ceil(seconds / 60)}
    answer = render(request, "accounts/locked.html", context, status=429)
    answer["Retry-After"] = str(seconds)
    return answer
