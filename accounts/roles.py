"""The one table of who may do what. Plain Python; ``backends`` holds every request against it."""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """What a member of staff is to the product. Each person has one."""

    ADMINISTRATOR = "administrator"
    EDITOR = "editor"
    ANALYST = "analyst"
    VIEWER = "viewer"


def _all_of(*models: str) -> frozenset[str]:
    """Give the four permissions that Django's admin asks for on each of ``models`` (``app.model``)."""
    verbs = ("view", "add", "change", "delete")
    return frozenset(f"{app}.{verb}_{name}" for app, name in (model.split(".") for model in models) for verb in verbs)


_SEE = frozenset({"polls.view_poll", "polls.view_results"})
_DESIGN = _all_of(
    "polls.poll",
    "polls.page",
    "polls.question",
    "polls.choice",
    "polls.segmentvariable",
    "polls.segment",
    "polls.screenout",
    "polls.quota",
) | {"polls.publish_poll", "polls.view_questionnaireversion", "polls.view_pollevent"}
_INVITE = frozenset(
    {
        "polls.invite_poll",
        "polls.view_contact",
        "polls.add_contact",
        "polls.change_contact",
        "polls.delete_contact",
        "polls.view_invitation",
    }
)
_ANALYSE = frozenset(
    {"polls.download_responses", "polls.weight_results", "polls.release_quotes", "polls.view_pollevent"}
)
_WRITE = frozenset({"polls.write_press", "polls.publish_results"})
_ADMINISTER = _all_of("accounts.user") | {"polls.waive_approval", "polls.manage_api"}

PERMISSIONS: Mapping[Role, frozenset[str]] = {
    Role.ADMINISTRATOR: _SEE | _DESIGN | _INVITE | _ANALYSE | _WRITE | _ADMINISTER,
    Role.EDITOR: _SEE | _DESIGN | _INVITE | _WRITE,
    Role.ANALYST: _SEE | _ANALYSE | _WRITE,
    Role.VIEWER: _SEE,
}
"""Permissions by role. A permission that stands in no row is had by nobody."""


def permissions_of(role: str) -> frozenset[str]:
    """Give what somebody in ``role`` may do. An unknown role may do nothing."""
    return PERMISSIONS[Role(role)] if role in set(Role) else frozenset()


def may(role: str, permission: str) -> bool:
    """Whether somebody in ``role`` has ``permission`` (``app.verb_model``)."""
    return permission in permissions_of(role)
