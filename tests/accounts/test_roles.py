"""The table of roles, held against what each role is for."""

import pytest

from accounts.roles import Role, may, permissions_of

pytestmark = pytest.mark.pure

POLL_DESIGN = {
    "polls.view_poll",
    "polls.add_poll",
    "polls.change_poll",
    "polls.delete_poll",
    "polls.publish_poll",
    "polls.change_question",
}
INVITING = {"polls.invite_poll", "polls.view_contact", "polls.add_contact", "polls.view_invitation"}
MANAGING = {"accounts.view_user", "accounts.add_user", "accounts.change_user", "accounts.delete_user"}


@pytest.mark.parametrize(
    ("role", "allowed", "refused"),
    [
        (Role.VIEWER, {"polls.view_poll", "polls.view_results"}, INVITING | MANAGING | {"polls.download_responses"}),
        (
            Role.ANALYST,
            {"polls.view_poll", "polls.view_results", "polls.download_responses", "polls.view_pollevent"},
            INVITING | MANAGING | {"polls.change_poll", "polls.publish_poll"},
        ),
        (
            Role.EDITOR,
            {"polls.view_results"} | POLL_DESIGN | INVITING,
            MANAGING | {"polls.download_responses"},
        ),
        (Role.ADMINISTRATOR, {"polls.download_responses"} | POLL_DESIGN | INVITING | MANAGING, {"auth.view_group"}),
    ],
)
def test_a_role_may_do_its_work_and_no_more(role: Role, allowed: set[str], refused: set[str]) -> None:
    assert {permission for permission in allowed if not may(role, permission)} == set()
    assert {permission for permission in refused if may(role, permission)} == set()


def test_a_viewer_may_do_two_things_only() -> None:
    assert permissions_of("viewer") == {"polls.view_poll", "polls.view_results"}


def test_nobody_may_change_what_was_frozen_or_logged() -> None:
    frozen = ("questionnaireversion", "pollevent", "response", "sealedresponse", "run", "invitation")
    verbs = ("add", "change", "delete")
    assert [
        (role, verb, model) for role in Role for verb in verbs for model in frozen if may(role, f"polls.{verb}_{model}")
    ] == []


def test_an_unknown_role_may_do_nothing() -> None:
    assert permissions_of("director") == frozenset()
    assert not may("", "polls.view_poll")
