"""Who empties the outbox on SQLite: one at a time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection


@contextmanager
def turn() -> Iterator[bool]:
    """Say whether it is this worker's turn to empty the outbox; the turn lasts as long as the block.

    On PostgreSQL it always is. SQLite has one writer at a time: two workers send no faster than one, and wait for each
    other just when a mail was accepted and is not yet written down, so that a kill leaves more mails in doubt. The lock
    of a worker that dies is free at once.
    """
    database = Path(str(connection.settings_dict["NAME"]))
    if connection.vendor != "sqlite" or not database.is_absolute():  # in memory nobody else can look
        yield True
        return
    with database.with_name(f"{database.name}-outbox").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
