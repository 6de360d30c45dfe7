"""What the runs of the fault tests found, kept in one file: each test by edition, with its outcome and its lines.

A run of some of the tests replaces what is known of those, so that the table can be made row by row.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.faults.figures import Line, edition, lines_of, part

FILE = Path(os.environ.get("FAULTS_FILE") or Path(__file__).parents[2] / "var" / "faults.json")


@dataclass(frozen=True)
class Outcome:
    """How one test ended on one edition: ``passed``, ``failed`` or ``skipped``, and what it told."""

    test: str
    edition: str
    ended: str
    part: str
    seconds: float
    at: str
    lines: list[Line] = field(default_factory=list)


def outcomes_of(reports: Iterable[pytest.TestReport]) -> list[Outcome]:
    """Collect the outcome of each fault test that ran. A test that broke while it was set up has failed too."""
    found: dict[str, Outcome] = {}
    for report in reports:
        if not report.nodeid.startswith("tests/faults/") or not (report.when == "call" or report.outcome != "passed"):
            continue
        known = found.get(report.nodeid)
        if known is None or report.outcome == "failed":
            lines = lines_of(report)
            at = datetime.now(UTC).isoformat(timespec="minutes")
            found[report.nodeid] = Outcome(
                report.nodeid, edition(), report.outcome, part(), round(report.duration, 1), at, lines
            )
    return list(found.values())


def read(path: Path = FILE) -> list[Outcome]:
    """Give all that is known; nothing when nothing ran yet."""
    if not path.exists():
        return []
    known: list[dict[str, Any]] = json.loads(path.read_text())["tests"]
    return [Outcome(**{**each, "lines": [Line(**line) for line in each["lines"]]}) for each in known]


def add(outcomes: Iterable[Outcome], path: Path = FILE) -> None:
    """Keep what a run found, in the place of what was known of the same tests."""
    known = {(each.edition, each.test): each for each in read(path)}
    known |= {(each.edition, each.test): each for each in outcomes}
    path.parent.mkdir(parents=True, exist_ok=True)
    ordered = [asdict(known[key]) for key in sorted(known)]
    waiting = path.with_suffix(f".{os.getpid()}")
    waiting.write_text(json.dumps({"tests": ordered}, ensure_ascii=False, indent=1) + "\n")
    waiting.replace(path)
