"""An address for other programs: what it takes and gives, declared once, and what happens to every request.

The declaration is the view, the address and the documentation. A request is recognised, counted, checked, answered, and
its answer marked with an ETag; whatever goes wrong becomes a problem (RFC 9457).
"""

import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from polls.api.models import ApiToken, Scope
from polls.api.problems import Problem, ProblemError
from polls.api.services.rates import Standing, count_request
from polls.api.services.tokens import find_token
from polls.api.words import Words

ROOT = "/api/v1"
LANGUAGES = ("nl", "en")
MOST = 100
USUAL = 25
RETRY_AFTER = 30
"""Seconds until a database that is away may be back."""

JSON = "application/json"
PROBLEM_JSON = "application/problem+json"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Parameter:
    """A value in the address: ``schema`` is its JSON Schema; ``place`` is query or path."""

    name: str
    description: Words
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    place: str = "query"


@dataclass(frozen=True)
class Call:
    """A request that may be answered. ``token`` is None only where none is needed."""

    token: ApiToken | None
    now: datetime
    values: Mapping[str, Any]

    @property
    def language(self) -> str:
        return str(self.values["lang"])

    @property
    def holder(self) -> ApiToken:
        """Give the token at an address that needs one."""
        if self.token is None:
            raise ProblemError("no-token", www_authenticate="Bearer")
        return self.token


@dataclass(frozen=True)
class Endpoint:
    """One address. ``gives`` is the type of what ``answer`` returns; ``scope`` is None where everybody may read."""

    name: str
    path: str
    summary: Words
    gives: type
    answer: Callable[..., Any]
    scope: Scope | None
    parameters: tuple[Parameter, ...]


LANG = Parameter("lang", _("The language of texts."), {"type": "string", "enum": list(LANGUAGES), "default": "nl"})
LIMIT = Parameter(
    "limit",
    _("How many items a page has at most."),
    {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
)
CURSOR = Parameter("cursor", _("Where the page begins: take it from the address in “next”."))
ENDPOINTS: dict[str, Endpoint] = {}
"""By name, in the order of the documentation."""

View = Callable[..., HttpResponseBase]


def endpoint(
    path: str, *, gives: type, scope: Scope | None, summary: Words, parameters: tuple[Parameter, ...] = ()
) -> Callable[[Callable[..., Any]], View]:
    """Declare a function of a ``Call`` and the parts of the path as an address below ``/api/v1``."""

    def declare(answer: Callable[..., Any]) -> View:
        made = Endpoint(f"api_{answer.__name__}", path, summary, gives, answer, scope, parameters)
        ENDPOINTS[made.name] = made

        @login_not_required
        @csrf_exempt
        def view(request: HttpRequest, **parts: Any) -> HttpResponseBase:
            return respond(made, request, parts)

        return view

    return declare


def respond(made: Endpoint, request: HttpRequest, parts: Mapping[str, Any]) -> HttpResponseBase:
    """Answer one request in the language that it asks for, or say what is wrong with it."""
    asked = request.GET.get("lang", "")
    with translation.override(asked if asked in LANGUAGES else LANGUAGES[0]):
        return _respond(made, request, parts)


def _respond(made: Endpoint, request: HttpRequest, parts: Mapping[str, Any]) -> HttpResponseBase:
    standing: list[Standing] = []
    try:
        values = _values(made, request)
        call = _recognised(made, request, values, standing)
        answer = _answer(request, made.answer(call, **parts))
        if made.scope is None:
            answer.headers["Access-Control-Allow-Origin"] = "*"  # so that pages on other sites can show it
    except ProblemError as error:
        answer = problem(request, error)
    except (OperationalError, InterfaceError) as error:
        logger.error("no database for other programs: %s", type(error).__name__)
        answer = problem(request, ProblemError("unavailable", retry_after=RETRY_AFTER))
    except Exception:
        logger.exception("%s failed", made.name)
        answer = problem(request, ProblemError("broken"))
    for each in standing:
        for name, value in each.headers.items():
            answer.headers[name] = value
    return answer


def problem(request: HttpRequest, error: ProblemError) -> HttpResponse:
    """Write a problem as RFC 9457 wants it."""
    explained = settings.SITE_URL + reverse("polls:api_documentation") + f"#{error.code}"
    body = Problem(explained, str(error.kind.title), error.kind.status, str(error.detail), request.path)
    headers = {**error.headers, "Cache-Control": "no-store"}
    return HttpResponse(orjson.dumps(body), status=error.kind.status, content_type=PROBLEM_JSON, headers=headers)


def _values(made: Endpoint, request: HttpRequest) -> dict[str, Any]:
    """Read the parameters of the query; one that is not declared is refused, since it would do nothing."""
    if request.method not in ("GET", "HEAD"):
        raise ProblemError("wrong-method", allow="GET, HEAD")
    declared = {parameter.name: parameter for parameter in (*made.parameters, LANG) if parameter.place == "query"}
    unknown = request.GET.keys() - declared.keys()
    if unknown:
        known = ", ".join(declared)
        raise ProblemError("bad-parameter", f"{', '.join(sorted(unknown))}: unknown; known are {known}")
    return {name: _value(parameter, request.GET.get(name)) for name, parameter in declared.items()}


def _value(parameter: Parameter, text: str | None) -> Any:
    schema = parameter.schema
    if text is None:
        return schema.get("default", "")
    if schema.get("type") == "integer":
        is_number = text.isascii() and text.isdigit() and len(text) < 10
        if not is_number or not schema["minimum"] <= int(text) <= schema["maximum"]:
            raise ProblemError("bad-parameter", f"{parameter.name}: {schema['minimum']}–{schema['maximum']}")
        return int(text)
    if "enum" in schema and text not in schema["enum"]:
        raise ProblemError("bad-parameter", f"{parameter.name}: {' | '.join(schema['enum'])}")
    return text


def _recognised(made: Endpoint, request: HttpRequest, values: Mapping[str, Any], standing: list[Standing]) -> Call:
    """Say who asks, count the request, and see whether they may. Raises ProblemError."""
    now = timezone.now()
    header = request.headers.get("Authorization", "")
    kind, _space, written = header.partition(" ")
    token = find_token(written.strip(), now=now) if kind.lower() == "bearer" else None
    if token:
        standing.append(count_request(str(token.pk), limit=settings.API_RATE, now=now))
    else:
        network = request.network.hash  # type: ignore[attr-defined]
        standing.append(count_request(network, limit=settings.API_RATE_OPEN, now=now))
    if standing[0].is_over:
        raise ProblemError("too-many-requests", retry_after=standing[0].seconds)
    if header and token is None:
        raise ProblemError("wrong-token", www_authenticate='Bearer error="invalid_token"')
    if made.scope and token is None:
        raise ProblemError("no-token", www_authenticate="Bearer")
    if made.scope and token and not token.may(made.scope):
        challenge = f'Bearer error="insufficient_scope", scope="{made.scope.value}"'
        raise ProblemError("not-allowed", www_authenticate=challenge)
    return Call(token, now, values)


def _answer(request: HttpRequest, found: Any) -> HttpResponse:
    """Write what was found, or only that it is what the caller has already."""
    body = orjson.dumps(found, option=orjson.OPT_UTC_Z)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    has_it = {each.removeprefix("W/") for each in parse_etags(request.headers.get("If-None-Match", ""))} & {etag, "*"}
    answer = HttpResponse(status=304) if has_it else HttpResponse(body, content_type=JSON)
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = "no-cache, private" if request.headers.get("Authorization") else "no-cache"
    answer.headers["Content-Language"] = translation.get_language() or "nl"
    patch_vary_headers(answer, ["Authorization"])
    following = getattr(found, "next", None)
    if following:
        answer.headers["Link"] = f'<{following}>; rel="next"'
    return answer
