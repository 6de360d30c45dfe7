"""The table of both editions: what was lost (nothing), and what came twice (only what cannot be avoided).

python -m tests.faults.table            prints it; fails when a row is broken, was left out or is not there
python -m tests.faults.table --write    also writes it into docs/faults.md
"""

import os
import subprocess
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.faults.figures import NOTHING, Line
from tests.faults.promises import EDITIONS, PROMISES
from tests.faults.record import FILE, Outcome, read

DOCUMENT = Path(__file__).parents[2] / "docs" / "faults.md"
MARKS = ("<!-- table: made by python -m tests.faults.table --write -->", "<!-- end of table -->")
HEADS = ("promise", "what was done", "how much", "lost", "twice", "allowed", "what came of it", "on", "verdict")
WIDTHS = (22, 34, 20, 6, 7, 26, 40, 10, 8)
"""Of the table in a terminal. A Markdown table is as wide as it needs to be."""

SMALLER = "* not the full size"

NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"
"""Collecting tests connects to nothing."""


@dataclass(frozen=True)
class Row:
    """A line as one edition told it, or as both did when they say the same of the same attack."""

    line: Line
    editions: tuple[str, ...]
    verdict: str
    is_full: bool

    @property
    def cells(self) -> tuple[str, ...]:
        line = self.line
        name = f"{line.promise} {PROMISES[line.promise]}"
        size = line.size if self.is_full else f"{line.size} *"
        on = "both" if len(self.editions) == len(EDITIONS) else ", ".join(self.editions)
        return name, line.injected, size, line.lost, line.doubled, line.allowed, line.figure, on, self.verdict


def rows_of(outcomes: Iterable[Outcome]) -> list[Row]:
    """Give the rows in the order of the promises; the same attack on both editions is one row."""
    merged: dict[tuple[str, str, int], Row] = {}
    for outcome in sorted(outcomes, key=lambda each: EDITIONS.index(each.edition)):
        verdict = {"passed": "held", "failed": "BROKEN"}.get(outcome.ended, "LEFT OUT")
        for place, line in enumerate(outcome.lines):
            key = (line.promise, outcome.test, place)
            row = Row(line, (outcome.edition,), verdict, outcome.part == "full")
            merged[key] = _both(merged[key], row) if key in merged else row
    return [merged[key] for key in sorted(merged)]


def _both(first: Row, second: Row) -> Row:
    words = {
        name: _either(getattr(first.line, name), getattr(second.line, name))
        for name in ("injected", "size", "lost", "doubled", "allowed", "figure")
    }
    verdict = first.verdict if first.verdict == second.verdict else f"{first.verdict} / {second.verdict}"
    line = replace(first.line, **words)
    return Row(line, first.editions + second.editions, verdict, first.is_full and second.is_full)


def _either(first: str, second: str) -> str:
    """Write what both editions found, SQLite's first, once when it is the same."""
    return first if first == second else f"{first} / {second}"


def printed(rows: Sequence[Row]) -> Iterator[str]:
    """Write the table for a terminal, its cells broken into lines."""
    yield from _broken(HEADS)
    yield "  ".join("-" * width for width in WIDTHS)
    for row in rows:
        yield from _broken(row.cells)
    if not all(row.is_full for row in rows):
        yield SMALLER


def _broken(cells: Sequence[str]) -> Iterator[str]:
    columns = [textwrap.wrap(cell, width) or [""] for cell, width in zip(cells, WIDTHS, strict=True)]
    for number in range(max(map(len, columns))):
        parts = [column[number] if number < len(column) else "" for column in columns]
        yield "  ".join(part.ljust(width) for part, width in zip(parts, WIDTHS, strict=True)).rstrip()


def markdown(rows: Sequence[Row]) -> Iterator[str]:
    yield f"| {' | '.join(HEADS)} |"
    yield "|---" * len(HEADS) + "|"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') or NOTHING for cell in row.cells)} |"
    if not all(row.is_full for row in rows):
        yield f"\n{SMALLER}"


def what_is_wrong(outcomes: Sequence[Outcome], collected: dict[str, set[str]]) -> list[str]:
    """Name what keeps the table from being whole: tests that failed, were left out or never ran, promises not shown."""
    wrong = [f"{each.edition}: {each.test} {each.ended}" for each in outcomes if each.ended != "passed"]
    for edition in EDITIONS:
        here = [each for each in outcomes if each.edition == edition]
        known = {each.test for each in here}
        wrong += [f"{edition}: {test} did not run" for test in sorted(collected[edition] - known)]
        shown = {line.promise for each in here for line in each.lines}
        wrong += [f"{edition}: nothing shows {promise} {PROMISES[promise]}" for promise in PROMISES.keys() - shown]
    return wrong


def collected() -> dict[str, set[str]]:
    """Ask pytest which tests each edition has."""
    return {edition: _collected_on(edition) for edition in EDITIONS}


def _collected_on(edition: str) -> set[str]:
    url = {"DATABASE_URL": NOWHERE} if edition == "PostgreSQL" else {}
    environment = {
        "FAULTS": "full",
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        **url,
    }
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", "tests/faults"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return {line for line in done.stdout.splitlines() if line.startswith("tests/faults/") and "::" in line}


def write(rows: Sequence[Row]) -> None:
    """Put the table in the document, between its marks."""
    before, _, rest = DOCUMENT.read_text().partition(MARKS[0])
    after = rest.partition(MARKS[1])[2]
    DOCUMENT.write_text("\n".join([before + MARKS[0], *markdown(rows), MARKS[1] + after]))


def main() -> int:
    there = collected()
    known = [each for each in read() if each.test in there[each.edition]]
    rows = rows_of(known)
    sys.stdout.write("\n".join(["== What was lost, and what came twice ==", *printed(rows), ""]))
    wrong = what_is_wrong(known, there)
    smaller = sum(not row.is_full for row in rows)
    if "--write" in sys.argv:
        write(rows)
    held = sum(row.verdict == "held" for row in rows)
    sys.stdout.write(f"\n{held} of {len(rows)} rows held, {smaller} of them not at the full size. In {FILE}\n")
    sys.stdout.writelines(f"NOT SHOWN  {each}\n" for each in wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
