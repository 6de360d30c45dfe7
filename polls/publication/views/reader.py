"""What holds for every page that everybody reads: no cookie, kept by caches for a minute, answered by its ETag."""

import hashlib
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec

from csp.utils import build_policy
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from polls.publication.services.reading import Standing

MINUTE = "public, max-age=60"
"""A correction or a withdrawal is seen by everybody within a minute."""

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[HttpRequest, Parameters], HttpResponse]


def reader_page(view: View[Parameters]) -> Callable[..., HttpResponseBase]:
    """Mark a view as open to everybody; of a GET the answer may be kept, and is not sent twice."""

    @wraps(view)
    def respond(request: HttpRequest, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
        if request.method not in ("GET", "HEAD") or response.status_code != 200:
            response.headers.setdefault("Cache-Control", "no-store" if request.method == "POST" else MINUTE)
            return response
        response["Cache-Control"] = MINUTE
        etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response["ETag"] = etag
        return get_conditional_response(request, etag=etag, response=response) or response

    return login_not_required(respond)


def language_of(request: HttpRequest, standing: Standing) -> str:
    """Give the language that was asked for by ``?lang=``, else that of the publication: never one of the browser."""
    asked = request.GET.get("lang", "")
    return asked if asked in standing.languages else standing.languages[0]


def frame_anywhere(response: HttpResponse) -> HttpResponse:
    """Let pages of any site show the response in a frame."""
    response["Content-Security-Policy"] = _framed_policy()
    response.xframe_options_exempt = True
    return response


@lru_cache(maxsize=1)
def _framed_policy() -> str:
    return str(build_policy(replace={"frame-ancestors": ["*"]}))
