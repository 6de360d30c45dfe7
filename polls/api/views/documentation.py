"""The documentation: the OpenAPI document for programs, and a page for people. Everybody may read both."""

import hashlib

import orjson
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from polls.api.contract import ENDPOINTS, LANGUAGES, ROOT, problem
from polls.api.document import lines_of, openapi_document, parameters_of
from polls.api.models import Scope
from polls.api.problems import PROBLEMS, ProblemError
from polls.api.schema import name_of
from polls.api.services.messages import MESSAGES, kinds_told
from polls.api.services.rates import WINDOW


@login_not_required
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """Give the OpenAPI document; in English unless another language is asked for."""
    asked = request.GET.get("lang", "en")
    with translation.override(asked if asked in LANGUAGES else "en"):
        body = orjson.dumps(openapi_document(), option=orjson.OPT_INDENT_2)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "public, max-age=300", "Access-Control-Allow-Origin": "*"}
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(body, content_type="application/json", headers=headers)


@login_not_required
@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """Explain how to read, address by address."""
    document = openapi_document()
    context = {
        "section": "api",
        "endpoints": [
            {
                "name": each.name,
                "made": each,
                "gives": name_of(each.gives),
                "url": f"{ROOT}{each.path}",
                "parameters": parameters_of(each),
            }
            for each in ENDPOINTS.values()
        ],
        "schemas": [(name, lines_of(schema)) for name, schema in document["components"]["schemas"].items()],
        "messages_sent": [
            {"kind": kind, "when": when, "gives": name_of(MESSAGES[kind])} for kind, when in kinds_told()
        ],
        "problems": PROBLEMS,
        "scopes": Scope,
        "root": settings.SITE_URL + ROOT,
        "rate": settings.API_RATE,
        "rate_open": settings.API_RATE_OPEN,
        "window": WINDOW,
    }
    return render(request, "api/documentation.html", context)


@login_not_required
@csrf_exempt
def nothing(request: HttpRequest, rest: str) -> HttpResponseBase:
    """Say, as a problem, that there is nothing at an address below ``/api/``."""
    return problem(request, ProblemError("not-found"))
