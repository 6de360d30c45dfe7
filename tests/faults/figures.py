"""What the fault tests found: a line each, printed as one table at the end of a run.

``FAULTS=full`` gives each test its full size (``make faults``), ``FAULTS=0.1`` a tenth of it; without it they are short
enough for every day.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass

import pytest

PROPERTY = "fault figure"

Tell = Callable[[str, str, str], None]
"""Called with the promise, the attack, and what came of it."""


@dataclass(frozen=True)
class Line:
    """One row of the table. ``has_held``: the test that told it passed."""

    promise: str
    attack: str
    figure: str
    has_held: bool


def sized(short: int, full: int) -> int:
    """Give the size of a test: ``short`` every day, ``full`` for the table, or a part of that."""
    wanted = os.environ.get("FAULTS", "0")
    return full if wanted == "full" else max(short, int(full * float(wanted or 0)))


def lines_of(reports: list[pytest.TestReport]) -> list[Line]:
    """Collect what the tests told, in the order of the promises."""
    told = [
        Line(str(value[0]), str(value[1]), str(value[2]), has_held=report.passed)
        for report in reports
        if report.when == "call"
        for name, value in report.user_properties
        if name == PROPERTY and isinstance(value, tuple | list)
    ]
    return sorted(told, key=lambda line: line.promise)


def table(lines: list[Line]) -> list[str]:
    """Write the table in columns as wide as they need to be."""
    heads = ("promise", "what was done", "what came of it")
    rows = [(line.promise, line.attack, line.figure if line.has_held else f"BROKEN: {line.figure}") for line in lines]
    widths = [max(len(row[column]) for row in [heads, *rows]) for column in range(3)]
    ruler = tuple("-" * width for width in widths)
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (heads, ruler, *rows)
    ]
