"""A commit that does not wait for the disk is the only one that does not."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.utils import timezone

from polls.invitations.models import ContactList
from polls.invitations.services.light_commits import committed_lightly

WAITS = {"sqlite": 2, "postgresql": "on"}
DOES_NOT = {"sqlite": 1, "postgresql": "off"}


@pytest.fixture(autouse=True)
def _durable(transactional_db: None) -> Iterator[None]:
    """The product waits for the disk at every commit; the other tests on SQLite at none."""
    if connection.vendor == "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        (usual,) = cursor.fetchone()
        cursor.execute("PRAGMA synchronous = FULL")
        yield
        cursor.execute(f"PRAGMA synchronous = {usual}")


def waiting() -> object:
    """Say how this connection commits."""
    asked = {"sqlite": "PRAGMA synchronous", "postgresql": "SHOW synchronous_commit"}
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor])
        return cursor.fetchone()[0]


def test_only_the_transaction_itself_does_not_wait() -> None:
    assert waiting() == WAITS[connection.vendor]
    with committed_lightly():
        assert waiting() == DOES_NOT[connection.vendor]
    assert waiting() == WAITS[connection.vendor]


def test_after_an_error_commits_wait_again_and_nothing_is_stored() -> None:
    with pytest.raises(KeyError):
        _break_off()
    assert waiting() == WAITS[connection.vendor]
    assert not ContactList.objects.exists()


def _break_off() -> None:
    with committed_lightly():
        ContactList.objects.create(name="a", created_at=timezone.now())
        raise KeyError


def test_inside_another_transaction_that_one_decides() -> None:
    with transaction.atomic(), committed_lightly():
        assert waiting() == WAITS[connection.vendor]
