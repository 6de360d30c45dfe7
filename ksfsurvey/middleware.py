"""A short way for respondents: their pages need no session, no log-in and no messages.

Each ``Staff…`` class is Django's own middleware, passed over on the paths that respondents use. Those views are marked
``login_not_required`` as well, so that a mistake here closes a door rather than opens one.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from axes.middleware import AxesMiddleware
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.contrib.auth.middleware import AuthenticationMiddleware, LoginRequiredMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponseForbidden
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.locale import LocaleMiddleware
from whitenoise.middleware import WhiteNoiseMiddleware

from ksfsurvey.paths import RESPONDENT_PATHS

GetResponse = Callable[[HttpRequest], HttpResponseBase]
Middleware = TypeVar("Middleware", bound=type)


def is_for_respondents(request: HttpRequest) -> bool:
    return request.path_info.startswith(RESPONDENT_PATHS)


def staff_only(middleware: Any) -> Any:
    """Make a subclass of ``middleware`` that lets respondents' requests pass untouched."""

    class StaffOnly(middleware):  # type: ignore[misc]
        def __call__(self, request: HttpRequest) -> Any:
            if is_for_respondents(request):
                return self.get_response(request)
            return super().__call__(request)

        def process_view(self, request: HttpRequest, *args: Any) -> Any:
            parent = getattr(super(), "process_view", None)
            if parent is None or is_for_respondents(request):
                return None
            return parent(request, *args)

    return StaffOnly


StaffSessionMiddleware = staff_only(SessionMiddleware)
StaffLocaleMiddleware = staff_only(LocaleMiddleware)
StaffAuthenticationMiddleware = staff_only(AuthenticationMiddleware)
StaffLoginRequiredMiddleware = staff_only(LoginRequiredMiddleware)
StaffMessageMiddleware = staff_only(MessageMiddleware)
StaffAxesMiddleware = staff_only(AxesMiddleware)
StaticFilesMiddleware = staff_only(WhiteNoiseMiddleware)


@cache
def respondents_policy() -> str:
    return str(build_policy())


class PolicyMiddleware(CSPMiddleware):
    """Sends the Content-Security-Policy. Respondents' pages all have the same, so for them it is written only once."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if is_for_respondents(request):
            response.headers.setdefault("Content-Security-Policy", respondents_policy())
            return response
        answer: HttpResponseBase = super().process_response(request, response)
        return answer


class OriginMiddleware(CsrfViewMiddleware):
    """Refuses posts that come from another site.

    Respondents' pages must also work where there are no cookies: in a frame on another website, and with whoever wants
    none. There the browser's own word for where the form stood (``Origin``) decides, which no site can write for
    another. A browser without that header shows the secret of the form, as everywhere.
    """

    def process_view(
        self, request: HttpRequest, callback: Any, callback_args: Any, callback_kwargs: Any
    ) -> HttpResponseForbidden | None:
        if is_for_respondents(request) and request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}":
            return None
        return super().process_view(request, callback, callback_args, callback_kwargs)
