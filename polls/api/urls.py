"""Addresses of the room: those of the contract, their documentation, and the pages for staff."""

import re

from django.urls import path

from polls.api.contract import ENDPOINTS, ROOT
from polls.api.views import access, documentation, hooks, resources

CONVERTERS = {"slug": "slug", "run_id": "uuid", "number": "int"}


def route_of(template: str) -> str:
    """Write a path of the contract (``/runs/{run_id}``) as Django wants it."""
    return ROOT[1:] + re.sub(r"\{(\w+)\}", lambda part: f"<{CONVERTERS[part[1]]}:{part[1]}>", template)


urlpatterns = [
    *(
        path(route_of(made.path), view, name=made.name)
        for made, view in zip(ENDPOINTS.values(), resources.RESOURCES, strict=True)
    ),
    path("access/", access.access, name="access"),
    path("access/tokens/add/", access.token_add, name="token_add"),
    path("access/tokens/<uuid:pk>/revoke/", access.token_revoke, name="token_revoke"),
    path("access/webhooks/add/", hooks.hook_add, name="hook_add"),
    path("access/webhooks/<uuid:pk>/", hooks.hook, name="hook"),
    path("access/webhooks/<uuid:pk>/edit/", hooks.hook_edit, name="hook_edit"),
    path("access/webhooks/<uuid:pk>/secret/", hooks.hook_secret, name="hook_secret"),
    path("access/webhooks/<uuid:pk>/change/", hooks.hook_change, name="hook_change"),
    path("access/webhooks/<uuid:pk>/delete/", hooks.hook_delete, name="hook_delete"),
    path("access/messages/<uuid:pk>/", hooks.delivery, name="delivery"),
    path("access/messages/<uuid:pk>/again/", hooks.delivery_again, name="delivery_again"),
    path("api/v1/openapi.json", documentation.openapi, name="api_openapi"),
    path("api/", documentation.documentation, name="api_documentation"),
    path("api/<path:rest>", documentation.nothing, name="api_nothing"),
]
