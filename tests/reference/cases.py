"""The numbers from R as parameters of tests: one test for each kind of case of a sample, which checks every case."""

import gzip
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray

from polls.analysis.adjustment import Correction
from tests.reference.samples import Sample, sample

HERE = Path(__file__).parent
SAMPLES = ("apiclus1", "apisrs", "poll_a", "poll_b")

ESTIMATE = 1e-9
"""The relative tolerance of estimates, standard errors and intervals."""

PVALUE = 1e-8
"""That of p-values, down to the smallest."""

CONVERGED = 1e-6
"""That of the command after raking, which R ends a little before it has converged."""

CORRECTIONS = {
    "none": Correction.NONE,
    "holm": Correction.HOLM,
    "BH": Correction.BENJAMINI_HOCHBERG,
    "bonferroni": Correction.BONFERRONI,
}

Case = dict[str, Any]
Check = Callable[[Sample, Case], None]


@cache
def cases(dataset: str, topic: str) -> list[Case]:
    """Give the cases of a file; none where the sample has no such file."""
    path = HERE / "cases" / dataset / f"{topic}.json.gz"
    found: list[Case] = json.loads(gzip.decompress(path.read_bytes())) if path.exists() else []
    return found


def kind_of(case: Case) -> str:
    return str(case["id"]).split(".")[0]


class Topic:
    """The checks of a file of cases: one for each kind, which is how the ids begin."""

    known: dict[str, "Topic"] = {}

    def __init__(self, name: str) -> None:
        self.name = name
        self.checks: dict[str, Check] = {}
        Topic.known[name] = self

    def kind(self, *names: str) -> Callable[[Check], Check]:
        def register(check: Check) -> Check:
            self.checks |= dict.fromkeys(names, check)
            return check

        return register

    @property
    def parameters(self) -> list[Any]:
        """Give a parameter for each sample and kind: how to verify all its cases."""
        return [
            pytest.param(self, dataset, kind, id=f"{dataset}-{kind}")
            for dataset in SAMPLES
            for kind in dict.fromkeys(map(kind_of, cases(dataset, self.name)))
        ]

    def verify(self, dataset: str, kind: str) -> None:
        """Check every case of a kind; the failure names them all."""
        wrong = []
        for case in cases(dataset, self.name):
            if kind_of(case) == kind:
                try:
                    self.checks[kind](sample(dataset), case)
                except AssertionError as error:
                    wrong.append(f"{case['id']}: {error}")
        assert not wrong, f"{len(wrong)} cases\n" + "\n".join(wrong[:20])


def numbers(expected: Any) -> NDArray[np.float64]:
    """Give an array of what R wrote: matrices with their names, null and texts for what is no number."""
    return np.array(_plain(expected), np.float64)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return _plain(value["values"] if "values" in value else list(value.values()))
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return np.nan if value is None else float(value)


def agree(got: ArrayLike, expected: Any, *, rel: float = ESTIMATE, floor: float = 1e-13) -> None:
    """Assert that numbers are those of R; what R gives no number for is not compared."""
    wanted, found = numbers(expected), np.asarray(got, np.float64)
    assert found.shape == wanted.shape, f"{found.shape} for {wanted.shape}"
    with np.errstate(invalid="ignore"):
        is_close = np.abs(found - wanted) <= rel * np.abs(wanted) + floor
    is_close |= np.isnan(wanted) | (found == wanted)
    assert is_close.all(), f"{found[~is_close][:3]} for {wanted[~is_close][:3]}"


def agree_pvalue(got: ArrayLike, expected: Any, *, rel: float = PVALUE) -> None:
    agree(got, expected, rel=rel, floor=1e-300)
