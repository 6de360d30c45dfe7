"""Addresses of the room: those of the contract, their documentation, and the pages for staff."""

import re

from django.urls import path

from polls.api.contract import ENDPOINTS, ROOT
from polls.api.views import documentation, resources

CONVERTERS = {"slug": "slug", "run_id": "uuid", "number": "int"}


def route_of(template: str) -> str:
    """Write a path of the contract (``/runs/{run_id}``) as Django wants it."""
    return ROOT[1:] + re.sub(r"\{(\w+)\}", lambda part: f"<{CONVERTERS[part[1]]}:{part[1]}>", template)


urlpatterns = [
    *(
        path(route_of(made.path), view, name=made.name)
        for made, view in zip(ENDPOINTS.values(), resources.RESOURCES, strict=True)
    ),
    path("api/v1/openapi.json", documentation.openapi, name="api_openapi"),
    path("api/", documentation.documentation, name="api_documentation"),
    path("api/<path:rest>", documentation.nothing, name="api_nothing"),
]
