"""For all tests: a database for each process, an empty cache for each test, and how examples are drawn."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as settings_of_django
from django.core.cache import cache
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from tests.databases import new_database, remove_templates, used_by_django
from tests.examples import tried
from tests.faults.figures import part

TIMED = {("tests", "journeys"), ("tests", "faults")}
"""Folders whose tests wait for other processes."""

settings.register_profile("ours", tried(40, 400))
settings.load_profile("ours")


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Give the tests of this process a database of their own: in a file or on a server, never in memory, because
    a live server and a test with threads need connections of their own."""
    with django_db_blocker.unblock(), new_database(Path(settings_of_django.VAR_DIR)) as url, used_by_django(url):
        yield


@pytest.fixture(autouse=True)
def _nothing_counted(request: pytest.FixtureRequest) -> None:
    """Begin with an empty cache: it counts by network and by key, which are the same in every test of this process."""
    if not request.node.get_closest_marker("pure"):
        cache.clear()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Hand out pure tests by module, as the running demo and what else is dear to begin is handed out by its mark.

    What depends on the time that a browser, a server or a worker takes is tried once more when it failed beside
    everything else (ADR 35), but never where faults are counted for the table.
    """
    for item in items:
        if item.get_closest_marker("pure"):
            item.add_marker(pytest.mark.xdist_group(item.location[0]))
        if Path(item.location[0]).parts[:2] in TIMED and not part():
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        remove_templates()
