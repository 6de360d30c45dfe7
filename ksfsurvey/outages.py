"""When the database cannot be used: a page that says so, and that keeps what was typed."""

import logging
import sys
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from django.views.defaults import server_error

from ksfsurvey.paths import RESPONDENT_PATHS
from ksfsurvey.postgresql import patience

GetResponse = Callable[[HttpRequest], HttpResponseBase]

RETRY_AFTER = 30
"""Seconds."""

READ_ONLY = "25006"
"""PostgreSQL's code for a write to a server that only reads, as a standby does. Django calls it an internal error."""

logger = logging.getLogger(__name__)


class OutageMiddleware:
    """Answers 503 with a page that helps when the database cannot be used, instead of an error or a hang."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(RESPONDENT_PATHS):
            return self.get_response(request)
        with patience.of_a_page():
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return unavailable(request, exception) if is_outage(exception) else None


def failed(request: HttpRequest) -> HttpResponseBase:
    """Answer when something broke outside of a view, such as looking up who is logged in (Django's ``handler500``)."""
    error = sys.exception()
    if isinstance(error, Exception) and is_outage(error):
        return unavailable(request, error)
    return server_error(request)


def is_outage(exception: Exception) -> bool:
    """Whether the database is away, full or read-only; a mistake of ours is none."""
    if isinstance(exception, OperationalError | InterfaceError):
        return True
    return isinstance(exception, DatabaseError) and getattr(exception.__cause__, "sqlstate", "") == READ_ONLY


def unavailable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the site will be back, with what was posted in a form that can be sent once more."""
    logger.error("database unavailable: %s", type(exception).__name__)
    with translation.override(_language_of(request)):
        page = render_to_string("503.html", {"action": request.get_full_path(), "kept": kept_of(request)})
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"})


def kept_of(request: HttpRequest) -> list[tuple[str, str]]:
    """Give the names and values that a respondent posted, in their order; none where a file came with them.

    A file cannot be put in a page: then only the browser can send it all again. Nor do we repeat staff's passwords.
    """
    if request.method != "POST" or request.FILES or not request.path_info.startswith(RESPONDENT_PATHS):
        return []
    return [(name, value) for name, values in request.POST.lists() for value in values]


def _language_of(request: HttpRequest) -> str:
    """Give the language of the page that was posted; of staff the one that they chose."""
    asked = request.POST.get("_lang", "") if request.method == "POST" else request.GET.get("lang", "")
    known = {code for code, _name in settings.LANGUAGES}
    return asked if asked in known else translation.get_language() or settings.LANGUAGE_CODE
