"""Nothing of the reference is left out."""

import importlib

import pytest

from tests.reference.cases import HERE, SAMPLES, Topic, cases, kind_of

pytestmark = pytest.mark.pure

ELSEWHERE = {"rounding"}
"""Checked in tests/reporting, where numbers are rounded."""


def test_every_case_of_every_sample_has_its_check() -> None:
    for path in HERE.glob("test_r_*.py"):
        importlib.import_module(f"tests.reference.{path.stem}")
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
