"""What the tests of the results stage share: own folders, no broker, a poll with results."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from celery import current_app
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from polls.questionnaire.models import Poll
from polls.results.models import Run
from polls.results.services import runs
from polls.results.services.recipes import recipe_for
from tests.results import sample


@pytest.fixture(autouse=True)
def _own_folders(settings: Settings, tmp_path: Path) -> None:
    settings.COLUMNS_DIR = tmp_path / "columns"
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(autouse=True)
def sent() -> Iterator[list[tuple[str, list[str]]]]:
    """Record the tasks that would go to the broker."""
    tasks: list[tuple[str, list[str]]] = []
    with mock.patch.object(current_app, "send_task", lambda name, args, **options: tasks.append((name, args))):
        yield tasks


@pytest.fixture
def staff() -> Callable[[str], Client]:
    """Give a browser in which somebody in this role is logged in."""

    def log_in(role: str) -> Client:
        user = User.objects.create_user(f"{role}@example.org", name=role.title(), role=role)
        client = Client()
        client.force_login(user, backend="accounts.backends.RoleBackend")
        return client

    return log_in


def poll_with_results(count: int = 120, *, seed: int = 1, **fields: Any) -> tuple[Poll, Run]:
    """Store a poll with random responses and its finished run."""
    is_anonymous = fields.pop("is_anonymous", False)
    known = sample.questionnaire(is_anonymous=is_anonymous)
    poll = sample.published(known, **fields)
    rng = random.Random(seed)
    sample.respond(
        poll,
        [sample.random_answers(rng, known) for _ in range(count)],
        [sample.random_attributes(rng) for _ in range(count)],
    )
    return poll, finished_run(poll)


def finished_run(poll: Poll) -> Run:
    run = runs.request_run(
        poll, recipe=recipe_for(sample.questionnaire()), by=None, now=sample.later(), is_urgent=False
    )
    runs.execute(run.pk, now=sample.NOW, clock=lambda: sample.NOW)
    return Run.objects.get(pk=run.pk)


def summary_of(run: Run) -> dict[str, Any]:
    """Give the numbers of a finished run."""
    assert run.summary is not None
    return dict(run.summary)
