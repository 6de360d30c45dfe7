"""The table of both editions: complete, or it says what is missing."""

import re
from pathlib import Path

from tests.faults import record, table
from tests.faults.figures import Line
from tests.faults.promises import EDITIONS, PROMISES
from tests.faults.record import Outcome

TEST = "tests/faults/test_mailing.py::test_one"


def outcome(edition: str, ended: str = "passed", *, twice: str = "1", part: str = "full") -> Outcome:
    line = Line("G-MAIL-1", "workers killed", "2 kills", "0", twice, "what is marked", "1 marked")
    return Outcome(TEST, edition, ended, part, 1.0, "2026-11-26T05:00+00:00", [line])


def test_what_both_editions_say_alike_is_one_row() -> None:
    (row,) = table.rows_of([outcome("PostgreSQL", twice="3"), outcome("SQLite")])
    assert row.cells[2:5] == ("2 kills", "0", "1 / 3")
    assert row.cells[-2:] == ("both", "held")


def test_a_broken_row_says_on_which_edition() -> None:
    (row,) = table.rows_of([outcome("SQLite"), outcome("PostgreSQL", "failed", part="0.1")])
    assert row.cells[2] == "2 kills *"
    assert row.cells[-1] == "held / BROKEN"


def test_nothing_may_be_missing_skipped_or_broken() -> None:
    both = {edition: {TEST} for edition in EDITIONS}
    known = [outcome("SQLite"), outcome("PostgreSQL", "skipped")]
    wrong = table.what_is_wrong(known, {**both, "SQLite": {TEST, "tests/faults/test_mailing.py::test_two"}})
    assert f"PostgreSQL: {TEST} skipped" in wrong
    assert "SQLite: tests/faults/test_mailing.py::test_two did not run" in wrong
    assert f"SQLite: nothing shows G-INT-1 {PROMISES['G-INT-1']}" in wrong
    assert not any("nothing shows G-MAIL-1 " in each for each in wrong)


def test_each_promise_is_shown_by_a_test_and_explained_in_a_row() -> None:
    here = Path(__file__).parent
    shown = set(re.findall(r'"(G-[A-Z]+-\d+)"', "".join(path.read_text() for path in here.glob("test_*.py"))))
    rows = (here.parents[1] / "docs" / "faults.md").read_text().partition("## Row by row")[2]
    explained = re.findall(r"^\| (G-[A-Z]+-\d+) \|", rows, re.M)
    assert set(PROMISES) <= shown
    assert sorted(explained) == sorted(PROMISES)


def test_a_later_run_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    path = tmp_path / "faults.json"
    record.add([outcome("SQLite", "failed"), outcome("PostgreSQL")], path)
    record.add([outcome("SQLite")], path)
    assert [(each.edition, each.ended) for each in record.read(path)] == [
        ("PostgreSQL", "passed"),
        ("SQLite", "passed"),
    ]
    assert record.read(path)[0].lines[0].doubled == "1"
