"""What holds for every page of a respondent."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[HttpRequest, Parameters], HttpResponse]


def respondent_page(*methods: str) -> Callable[[View[Parameters]], View[Parameters]]:
    """Mark a view as open to whoever has the link, never kept by a cache, never named to another site or indexed."""

    def decorate(view: View[Parameters]) -> View[Parameters]:
        @wraps(view)
        def respond(request: HttpRequest, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
            response = view(request, *args, **kwargs)
            response["Cache-Control"] = "no-store"
            # Never the path, which holds the link. "no-referrer" would make browsers post with "Origin: null", which
            # the CSRF check rightly refuses.
            response["Referrer-Policy"] = "strict-origin"
            response["X-Robots-Tag"] = "noindex, nofollow"
            return response

        return cast("View[Parameters]", login_not_required(require_http_methods(list(methods))(respond)))

    return decorate
