"""Staff of each role."""

from collections.abc import Callable

import pytest

from accounts.models import User
from accounts.roles import Role

PASSWORD = "blauwe-fiets-langs-de-vecht"

MakeUser = Callable[..., User]


@pytest.fixture
def make_user(db: None) -> MakeUser:
    """Give a function that makes a user: ``make_user(role, name)``, with ``PASSWORD`` unless told otherwise."""

    def make(role: str = Role.VIEWER, name: str = "Kim", password: str | None = PASSWORD, **fields: object) -> User:
        return User.objects.create_user(f"{name.lower()}@example.nl", password, name=name, role=role, **fields)

    return make


@pytest.fixture
def administrator(make_user: MakeUser) -> User:
    return make_user(Role.ADMINISTRATOR, "Anna")


@pytest.fixture
def editor(make_user: MakeUser) -> User:
    return make_user(Role.EDITOR, "Bo")
