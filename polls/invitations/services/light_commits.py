"""Commits that do not wait for the disk, for what nobody was told and what can be found out again."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

NORMAL = 1
"""SQLite writes to its log at a commit, and has the disk keep that at the next ordinary commit."""


@contextmanager
def committed_lightly() -> Iterator[None]:
    """Open a transaction whose commit does not wait for the disk.

    What it wrote survives the end of this process at once. It survives a power cut, and with PostgreSQL the end of the
    database server, from the next ordinary commit of anybody on. Inside another transaction it is a part of that one.
    """
    if connection.in_atomic_block:
        with transaction.atomic():
            yield
    elif connection.vendor == "sqlite":
        with _without_waiting_on_sqlite(), transaction.atomic():
            yield
    else:
        with transaction.atomic():
            _say("SET LOCAL synchronous_commit = off")
            yield


@contextmanager
def _without_waiting_on_sqlite() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        (usual,) = cursor.fetchone()
    _say(f"PRAGMA synchronous = {min(usual, NORMAL)}")
    try:
        yield
    finally:
        _say(f"PRAGMA synchronous = {usual}")


def _say(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
