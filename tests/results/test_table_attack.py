"""An attacker with every table that the command printed, and the results, does not find a group of fewer than k.

What is known is read from the documents alone: each shown column says how many are in it.
"""

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any
from unittest import mock

import numpy as np
import pytest
from django.core.management import call_command
from scipy.optimize import linprog

from polls.results.services import tables
from tests.results import sample
from tests.results.conftest import finished_run, summary_of

pytestmark = pytest.mark.django_db

K = 5
ROLES, CHANNELS, OPINIONS = ("inhouse", "bpo"), ("phone", "mail", "chat"), ("p1", "p5")
COLUMNS = ["role", "way", "channels", "opinion", "role > channels", "role > opinion", "opinion > role"]
FILTERS: dict[str, Callable[["Person"], bool]] = {
    "": lambda person: True,
    "role = bpo": lambda person: person[0] == "bpo",
    "channels includes phone": lambda person: "phone" in person[1],
    "channels includes phone and role = bpo": lambda person: "phone" in person[1] and person[0] == "bpo",
    "opinion = p1": lambda person: person[2] == "p1",
    "not (channels includes chat and opinion = p5)": lambda person: not ("chat" in person[1] and person[2] == "p5"),
}
Person = tuple[str, tuple[str, ...], str]
"""Role, channels, opinion."""


def people(rng: random.Random, count: int) -> list[Person]:
    return [
        (
            rng.choices(ROLES, [3, 1])[0],
            tuple(channel for channel in CHANNELS if rng.random() < 0.4) or ("mail",),
            rng.choice(OPINIONS),
        )
        for _ in range(count)
    ]


def is_in(person: Person, variable: str | None, segment: str | None) -> bool:
    """Say whether somebody is in a column, from what the column says of itself."""
    if variable is None or segment is None:
        return True
    pairs = zip(variable.split(" > "), segment.split(" > "), strict=True)
    return all(_has(person, name.removeprefix("segments."), code) for name, code in pairs)


def _has(person: Person, variable: str, code: str) -> bool:
    role, channels, opinion = person
    if variable == "way":
        return "phone" in channels if code == "calls" else bool({"mail", "chat"} & set(channels))
    return code in {"role": (role,), "channels": channels, "opinion": (opinion,)}[variable]


def printed(column: str, condition: str) -> dict[str, Any]:
    out = StringIO()
    call_command("tabulate", "sample", "--rows", "grade", "--columns", column, "--filter", condition, stdout=out)
    table: dict[str, Any] = json.loads(out.getvalue())["tables"][0]
    return table


def told(table: dict[str, Any], condition: str, cells: list[Person]) -> Iterator[tuple[list[bool], int]]:
    """Give who is in each shown column, and how many they are."""
    passes = FILTERS[condition]
    for column, base in zip(table["columns"], table["variables"][0]["base"][0], strict=True):
        if base is not None:
            yield [passes(cell) and is_in(cell, column["variable"], column["segment"]) for cell in cells], base


def told_by_results(summary: dict[str, Any], cells: list[Person]) -> Iterator[tuple[list[bool], int]]:
    question = next(each for each in summary["questions"] if each["code"] == "grade")
    for group in question["groups"]:
        if not group["hidden"]:
            yield [is_in(cell, group["variable"], group["segment"]) for cell in cells], group["base"]


def found(known: list[tuple[list[bool], int]], sizes: np.ndarray) -> list[int]:
    """Attack by linear programming: the small cells, columns and differences of columns that have one size only."""
    rows = np.unique(np.array([row for row, _base in known], float), axis=0)
    assert [int(np.array(row) @ sizes) for row, _base in known] == [base for _row, base in known]
    differences = [one - two for one in rows for two in rows]
    wanted = {tuple(vector) for vector in [*np.eye(len(sizes)), *rows, *differences] if min(vector) >= 0}
    small = [np.array(vector) for vector in wanted if 0 < np.array(vector) @ sizes < K]
    return [int(vector @ sizes) for vector in small if _is_pinned(vector, rows, rows @ sizes)]


def _is_pinned(vector: np.ndarray, rows: np.ndarray, sums: np.ndarray) -> bool:
    ends = [linprog(sign * vector, A_eq=rows, b_eq=sums, bounds=(0, None)).fun for sign in (1, -1)]
    return None not in ends and bool(abs(ends[0] + ends[1]) < 1e-6)


def attack(seed: int) -> list[int]:
    rng = random.Random(seed)
    present = people(rng, rng.randint(40, 90))
    poll = sample.published(sample.questionnaire(is_anonymous=True))
    answers = [{"opinion": opinion, "channels": list(ticks), "grade": "7"} for _role, ticks, opinion in present]
    sample.respond(poll, answers, [{"role": role} for role, _ticks, _opinion in present])
    sizes = Counter(present)
    cells = list(sizes)
    known = list(told_by_results(summary_of(finished_run(poll)), cells))
    for _table in range(6):
        condition = rng.choice(list(FILTERS))
        known += told(printed(rng.choice(COLUMNS), condition), condition, cells)
    return found(known, np.array([sizes[cell] for cell in cells]))


@pytest.mark.parametrize("seed", range(3))
def test_all_tables_together_tell_of_no_small_group(seed: int) -> None:
    assert attack(seed) == []


def test_without_the_ledger_the_same_attack_succeeds() -> None:
    """The control: each table hides its own small groups, and together they give some away."""
    with mock.patch.object(tables, "pass_table_gate", lambda *arguments, now: arguments[5]):
        assert attack(1) != []
