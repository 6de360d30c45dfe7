"""A world in the database that the tests of a module share: made once, and after each test as it was."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from pytest_django import DjangoDbBlocker


@contextmanager
def undone(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Undo in the end what happens to the database meanwhile: around a module, and inside that around each test.

    A module whose tests share a world has no test that asks for pytest's own ``db``, which closes the connection.
    """
    undoing = transaction.atomic()
    # As Django's own tests have it: what insists on the outermost transaction may begin one inside.
    undoing._from_testcase = True  # type: ignore[attr-defined]
    with blocker.unblock(), undoing:
        yield
        transaction.set_rollback(True)
