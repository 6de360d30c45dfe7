"""What a fault test found: a line of the table that says what was lost and what was sent twice.

``FAULTS=full`` gives each test its full size (``make faults``), ``FAULTS=0.1`` a tenth of it; without it they are short
enough for every day.
"""

import os
from dataclasses import asdict, dataclass
from typing import Protocol

import pytest

from tests.faults.promises import EDITIONS, PROMISES

PROPERTY = "fault figure"
NOTHING = "–"
"""In the columns of what was lost and doubled: there is nothing there that can be."""


class Tell(Protocol):
    """Puts a line in the table: the key of the promise, what was done and how much of it, what was lost and came
    twice, what would have been allowed, and what else came of it."""

    def __call__(
        self,
        promise: str,
        injected: str,
        *,
        size: str,
        allowed: str,
        figure: str = "",
        lost: int | str = NOTHING,
        doubled: int | str = NOTHING,
    ) -> None: ...


@dataclass(frozen=True)
class Line:
    """One line of the table, as words."""

    promise: str
    injected: str
    size: str
    lost: str
    doubled: str
    allowed: str
    figure: str


def teller(node: pytest.Item) -> Tell:
    """Give what a test calls; its lines travel with its report, also from another process."""

    def tell(
        promise: str,
        injected: str,
        *,
        size: str,
        allowed: str,
        figure: str = "",
        lost: int | str = NOTHING,
        doubled: int | str = NOTHING,
    ) -> None:
        assert promise in PROMISES, promise
        line = Line(promise, injected, size, str(lost), str(doubled), allowed, figure)
        node.user_properties.append((PROPERTY, asdict(line)))

    return tell


def lines_of(report: pytest.TestReport) -> list[Line]:
    """Give the lines that a test told."""
    return [Line(**value) for name, value in report.user_properties if name == PROPERTY and isinstance(value, dict)]


def part() -> str:
    """Say which part of the full size was asked for: ``full``, ``0.1``, or nothing for the short form."""
    return os.environ.get("FAULTS", "")


def sized(short: int, full: int) -> int:
    """Give the size of a test: ``short`` every day, ``full`` for the table, or a part of that."""
    wanted = part() or "0"
    return full if wanted == "full" else max(short, int(full * float(wanted)))


def edition() -> str:
    """Name the edition that the tests of this process run on."""
    return EDITIONS[os.environ.get("DATABASE_URL", "").startswith("postgres")]
