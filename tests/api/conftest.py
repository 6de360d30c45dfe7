"""What the tests of the room for other programs share: own folders, no broker, an empty cache, and a caller."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from celery import current_app
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from polls.api.models import Scope
from polls.api.services.tokens import make_token
from polls.questionnaire.models import Poll

Call = Callable[..., Any]


@pytest.fixture(autouse=True)
def _own_folders(settings: Settings, tmp_path: Path) -> None:
    settings.COLUMNS_DIR = tmp_path / "columns"
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.SITE_URL = "https://polls.example"


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def _no_broker() -> Iterator[None]:
    with mock.patch.object(current_app, "send_task"):
        yield


@pytest.fixture
def administrator(db: None) -> User:
    return User.objects.create_user("admin@example.org", name="Admin", role="administrator")


@pytest.fixture
def browser(administrator: User) -> Client:
    """Give a browser in which an administrator is logged in."""
    client = Client()
    client.force_login(administrator, backend="accounts.backends.RoleBackend")
    return client


def token_for(*scopes: Scope, polls: list[Poll] | None = None, expires_at: datetime | None = None) -> str:
    """Make a token; for all polls unless some are given."""
    _row, token = make_token(
        name="A test", scopes=scopes, polls=polls, expires_at=expires_at, by=None, now=timezone.now()
    )
    return token


def ask(path: str, token: str = "", **headers: str) -> Any:
    """GET an address below ``/api/v1`` as a program does."""
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return Client().get(f"/api/v1{path}", headers=headers)
