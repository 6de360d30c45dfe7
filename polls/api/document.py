"""The OpenAPI document, written from the declarations of the contract: nothing in it stands anywhere else."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from polls.api.contract import ENDPOINTS, JSON, LANG, PROBLEM_JSON, ROOT, Endpoint, Parameter
from polls.api.models import Scope
from polls.api.problems import PROBLEMS, Problem
from polls.api.schema import Definitions
from polls.api.services.messages import MESSAGES, kinds_told
from polls.api.words import Words

Document = dict[str, Any]

OPENAPI = "3.1.0"
VERSION = "1.0.0"
BEARER = "token"
IDENTIFIERS: dict[str, Document] = {
    "run_id": {"type": "string", "format": "uuid"},
    "number": {"type": "integer", "minimum": 1},
}
ALWAYS = ("bad-parameter", "wrong-token", "too-many-requests", "broken", "unavailable")
"""What can be wrong with any request."""

RATE_HEADERS = {
    "RateLimit-Policy": {"schema": {"type": "string"}},
    "RateLimit": {"schema": {"type": "string"}},
}


def openapi_document() -> Document:
    """Write the document in the language that is active."""
    definitions = Definitions()
    paths = {each.path: {"get": _operation(each, definitions)} for each in ENDPOINTS.values()}
    webhooks = {kind: {"post": _webhook(kind, when, definitions)} for kind, when in kinds_told()}
    problem = definitions.schema_of(Problem)
    responses = {code: _problem(code, problem) for code in PROBLEMS}
    return {
        "openapi": OPENAPI,
        "info": {"title": _("KSF Polls"), "version": VERSION, "description": _("Polls and their results, to read.")},
        "servers": [{"url": settings.SITE_URL + ROOT}],
        "paths": paths,
        "webhooks": webhooks,
        "components": {
            "schemas": dict(sorted(definitions.schemas.items())),
            "responses": responses,
            "securitySchemes": {BEARER: {"type": "http", "scheme": "bearer"}},
        },
        "tags": [{"name": scope.value, "description": str(scope.label)} for scope in Scope],
    }


def parameters_of(made: Endpoint) -> list[Parameter]:
    """Give all parameters of an address: those of its path, its own, and the language."""
    names = re.findall(r"\{(\w+)\}", made.path)
    in_path = [Parameter(name, "", IDENTIFIERS.get(name, {"type": "string"}), place="path") for name in names]
    return [*in_path, *made.parameters, LANG]


def problems_of(made: Endpoint) -> list[str]:
    """Give the codes of all that can be wrong with a request to an address."""
    needs_token = ("no-token", "not-allowed") if made.scope else ()
    nowhere = ("not-found",) if "{" in made.path else ()
    wanted = {*ALWAYS, *needs_token, *nowhere}
    return [code for code in PROBLEMS if code in wanted]


@dataclass(frozen=True)
class Word:
    """A type in a table for people: its name, and whether it is explained in a table of its own."""

    word: str
    link: bool = False


@dataclass(frozen=True)
class Line:
    """One field of an object, for people."""

    name: str
    kinds: list[Word]
    is_list: bool
    is_required: bool
    description: str


def lines_of(schema: Document) -> list[Line]:
    """Write the fields of an object's schema as a table."""
    required = set(schema["required"])
    return [
        Line(
            name,
            list(_words(field)),
            "array" in (field.get("type"), *(each.get("type") for each in field.get("anyOf", ()))),
            name in required,
            field.get("description", ""),
        )
        for name, field in schema["properties"].items()
    ]


def _words(field: Document) -> Iterator[Word]:
    if "$ref" in field:
        yield Word(field["$ref"].rpartition("/")[2], link=True)
    elif "anyOf" in field:
        for option in field["anyOf"]:
            yield from _words(option)
    elif field.get("type") == "array":
        yield from _words(field["items"])
    elif "const" in field or "enum" in field:
        yield from (Word(str(value)) for value in field.get("enum", [field.get("const")]))
    else:
        kinds = field.get("format") or field.get("type", "any")
        yield from (Word(kind) for kind in ([kinds] if isinstance(kinds, str) else kinds))


def _operation(made: Endpoint, definitions: Definitions) -> Document:
    answer = {
        "description": str(made.summary),
        "headers": {"ETag": {"schema": {"type": "string"}}, **RATE_HEADERS},
        "content": {JSON: {"schema": definitions.schema_of(made.gives)}},
    }
    return {
        "operationId": made.name.removeprefix("api_"),
        "summary": str(made.summary),
        "tags": [made.scope.value] if made.scope else [],
        "parameters": [_parameter(each) for each in parameters_of(made)],
        "security": [{BEARER: []}] if made.scope else [{}, {BEARER: []}],
        "responses": {
            "200": answer,
            "304": {"description": _("Nothing has changed since the ETag in “If-None-Match”.")},
            **_responses(problems_of(made)),
        },
    }


def _webhook(kind: str, when: Words, definitions: Definitions) -> Document:
    headers = ("webhook-id", "webhook-timestamp", "webhook-signature")
    message = {
        "type": "object",
        "properties": {
            "type": {"type": "string", "const": kind},
            "timestamp": {"type": "string", "format": "date-time"},
            "data": definitions.schema_of(MESSAGES[kind]),
        },
        "required": ["type", "timestamp", "data"],
    }
    return {
        "operationId": kind,
        "summary": str(when),
        "parameters": [_parameter(Parameter(name, "", place="header")) for name in headers],
        "requestBody": {"required": True, "content": {JSON: {"schema": message}}},
        "responses": {"2XX": {"description": _("The message was accepted.")}},
        "security": [],
    }


def _responses(codes: Iterable[str]) -> dict[str, Document]:
    """Refer to the problems by status; of two with one status to the first."""
    by_status: dict[str, Document] = {}
    for code in codes:
        by_status.setdefault(str(PROBLEMS[code].status), {"$ref": f"#/components/responses/{code}"})
    return by_status


def _problem(code: str, schema: Document) -> Document:
    return {"description": str(PROBLEMS[code].title), "content": {PROBLEM_JSON: {"schema": schema}}}


def _parameter(each: Parameter) -> Document:
    described = {"description": str(each.description)} if each.description else {}
    return {
        "name": each.name,
        "in": each.place,
        "required": each.place != "query",
        **described,
        "schema": dict(each.schema),
    }
