"""Nothing of the reference is left out: no kind of case, and no number of a case.

A number counts as compared where its check fails when it is changed by a little more than the tolerance.
"""

import copy
import importlib
from collections.abc import Iterator
from typing import Any

import pytest

from tests.reference.cases import CORRECTIONS, HERE, SAMPLES, Case, Topic, cases, kind_of
from tests.reference.samples import sample

pytestmark = pytest.mark.pure

for checks_of in HERE.glob("test_r_*.py"):
    if checks_of.stem not in __name__:
        importlib.import_module(f"tests.reference.{checks_of.stem}")

ELSEWHERE = {"rounding"}
"""Checked in tests/reporting, where numbers are rounded."""

CHANGE = 2e-9
"""Of estimates, standard errors, intervals and statistics, as a share of them."""

CHANGE_OF_PVALUE = 1.1e-6

SIMULATED = {"fisher_mc"}
"""What is simulated by R too, and compared within four standard errors."""

SCALES = {("svychisq", "N_scale"), ("svychisq", "nu")}
"""What R used for a number, and says beside it: it is used for the check."""

Place = tuple[str | int, ...]


def leaves(value: Any, place: Place = ()) -> Iterator[tuple[Place, float]]:
    """Give the numbers of a result, but for the names of the rows and columns of matrices."""
    if isinstance(value, dict):
        for name, part in value.items():
            if not ("values" in value and name in {"rows", "cols"}):
                yield from leaves(part, (*place, name))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from leaves(part, (*place, number))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield place, value


def name_of(place: Place) -> str:
    return ".".join(part for part in place if isinstance(part, str))


Field = tuple[str, str, str]
"""A kind of case, its method or statistic, and the name of a number."""


def fields(topic: Topic) -> dict[Field, tuple[str, Case, Place, float]]:
    """Give a number for each field of each kind of case, and where it is found."""
    found: dict[Field, tuple[str, Case, Place, float]] = {}
    for dataset in SAMPLES:
        for case in cases(dataset, topic.name):
            kind = kind_of(case)
            if not case.get("degenerate") and kind not in SIMULATED:
                for place, value in leaves(case["result"]):
                    key = kind, method_of(case), name_of(place)
                    is_better = key not in found or (isinstance(value, float) and isinstance(found[key][3], int))
                    if abs(value) > 1e-6 and (kind, key[2]) not in SCALES and is_better:
                        found[key] = dataset, case, place, value
    return found


def method_of(case: Case) -> str:
    args = case.get("args") or {}
    return str(args.get("method", args.get("statistic", "")))


def is_pvalue(place: Place) -> bool:
    parts = name_of(place).split(".")
    return "p" in parts[-1].split("_") or not CORRECTIONS.keys().isdisjoint(parts)


def changed(case: Case, place: Place, value: float) -> Case:
    """Give a case of which one number is a little larger: one more, where it is whole."""
    other = copy.deepcopy(case)
    part = other["result"]
    for step in place[:-1]:
        part = part[step]
    change = CHANGE_OF_PVALUE if is_pvalue(place) else CHANGE
    part[place[-1]] = value * (1 + change) if isinstance(value, float) else value + 1
    return other


@pytest.mark.parametrize("topic", sorted({topic.name for topic in Topic.known.values()}))
def test_a_changed_number_is_noticed(topic: str) -> None:
    checks, unnoticed = Topic.known[topic].checks, []
    found = fields(Topic.known[topic])
    for (kind, _, name), (dataset, case, place, value) in found.items():
        checks[kind](sample(dataset), case)
        try:
            checks[kind](sample(dataset), changed(case, place, value))
        except AssertionError:
            continue
        unnoticed.append(f"{case['id']}: {name} = {value}")
    assert found
    assert not unnoticed, "\n".join(unnoticed)


def test_every_case_of_every_sample_has_its_check() -> None:
    for dataset in SAMPLES:
        for path in (HERE / "cases" / dataset).iterdir():
            topic = path.name.removesuffix(".json.gz")
            if topic not in ELSEWHERE:
                assert {kind_of(case) for case in cases(dataset, topic)} <= set(Topic.known[topic].checks), topic


def test_the_reference_is_whole() -> None:
    counts = {
        dataset: sum(
            len(cases(dataset, path.name.removesuffix(".json.gz"))) for path in (HERE / "cases" / dataset).iterdir()
        )
        for dataset in SAMPLES
    }
    assert counts == {"apiclus1": 1572, "apisrs": 1572, "poll_a": 4387, "poll_b": 4316}
