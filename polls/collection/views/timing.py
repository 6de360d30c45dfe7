"""How long a page was looked at, by what it says itself of when it was shown."""

from datetime import datetime

from django.http import HttpRequest

SINCE_FIELD = "_since"
LONGEST = 6 * 60 * 60
"""Seconds: a page that lay open for longer says nothing more."""


def posted_since(request: HttpRequest) -> int | None:
    """Give when the page that is now posted was shown, in seconds since 1970; None if it does not say so."""
    text = request.POST.get(SINCE_FIELD, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None


def seconds_on_page(request: HttpRequest, now: datetime) -> int | None:
    """Give for how many seconds the page that is now posted was looked at; None where that cannot be."""
    since = posted_since(request)
    spent = None if since is None else int(now.timestamp()) - since
    return min(spent, LONGEST) if spent is not None and spent >= 0 else None
