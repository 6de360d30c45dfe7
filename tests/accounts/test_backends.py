"""Permissions come from the role alone."""

from accounts.models import User
from accounts.roles import Role, permissions_of
from tests.accounts.conftest import MakeUser


def test_a_user_has_the_permissions_of_the_role(editor: User) -> None:
    assert editor.get_all_permissions() == permissions_of(Role.EDITOR)
    assert editor.has_perm("polls.publish_poll")
    assert not editor.has_perm("polls.download_responses")


def test_somebody_who_may_not_log_in_has_no_permissions(make_user: MakeUser) -> None:
    user = make_user(Role.ADMINISTRATOR, is_active=False)

    assert user.get_all_permissions() == set()
    assert not user.has_perm("polls.view_poll")


def test_an_app_is_open_to_whom_has_a_permission_in_it(editor: User, administrator: User) -> None:
    assert editor.has_module_perms("polls")
    assert not editor.has_module_perms("accounts")
    assert administrator.has_module_perms("accounts")
    assert not administrator.has_module_perms("auth")
