"""How long somebody may wait for the database when it says nothing at all.

The limits of the server itself do not help when the network swallows what it says. A respondent's page may wait a few
seconds in all; anything else as long as the server allows a statement. When the server cannot be reached either to
cancel what it was asked, it is silent, and for a moment nobody else in this process waits for it.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

PAGE = 7.0
"""Seconds that a page may wait for the database in all. With what comes after it, an answer takes less than ten."""

STATEMENT = 65.0
"""Seconds for one statement where nobody waits: a little more than the server gives it (``statement_timeout``)."""

PAUSE = 2.0
"""Seconds during which a silent database is not asked again."""


@dataclass
class Budget:
    """The seconds that are left to wait for the database; time in which we work ourselves does not count."""

    left: float = PAGE


_budget: ContextVar[Budget | None] = ContextVar("budget", default=None)
_silent_until = 0.0


@contextmanager
def of_a_page() -> Iterator[None]:
    """Limit the waiting that is done inside to that of one page."""
    token = _budget.set(Budget())
    try:
        yield
    finally:
        _budget.reset(token)


@contextmanager
def waiting() -> Iterator[float]:
    """Give how long may be waited now, at most, and count the time in which that is done; zero: not at all."""
    start, budget = time.monotonic(), _budget.get()
    if start < _silent_until:
        yield 0.0
    elif budget is None:
        yield STATEMENT
    else:
        try:
            yield budget.left
        finally:
            budget.left = max(budget.left - (time.monotonic() - start), 0.0)


def note_silence() -> None:
    """Let nobody wait for the next moment."""
    global _silent_until
    _silent_until = time.monotonic() + PAUSE
