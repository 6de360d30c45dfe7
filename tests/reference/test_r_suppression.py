"""The fewest cells are hidden, as proven by exhaustive search, and a reader's bounds are those of lpSolve."""

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from polls.analysis.suppression import Fewest, LinkedCells, Protection, hide_fewest, linked_cells, reader_bounds

pytestmark = pytest.mark.pure

PROBLEMS = json.loads(gzip.decompress((Path(__file__).parent / "cases" / "suppression.json.gz").read_bytes()))
OPTIMA = {Protection.VALUE: "optimal_nonunique", Protection.THRESHOLD: "optimal_threshold"}

Problem = dict[str, Any]


def places(problem: Problem) -> dict[str, int]:
    return {name: place for place, name in enumerate(problem["cells"])}


def cells(problem: Problem) -> LinkedCells:
    place = places(problem)
    sums = [(place[each["total"]], [place[part] for part in each["parts"]]) for each in problem["equations"]]
    return linked_cells(list(problem["cells"].values()), sums)


@pytest.mark.parametrize("fewest", list(Fewest))
@pytest.mark.parametrize("protection", list(Protection))
@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: str(problem["id"]))
def test_the_fewest_are_hidden(problem: Problem, protection: Protection, fewest: Fewest) -> None:
    place, best = places(problem), problem[OPTIMA[protection]]
    may_be_hidden = [
        place[name] for name in problem["interior"] if problem["cells"][name] > 0 or not problem["zero_is_safe"]
    ]
    primary = [place[name] for name in problem["primary"]]
    chosen = hide_fewest(
        cells(problem), primary, may_be_hidden, protection=protection, threshold=problem["threshold"], fewest=fewest
    )
    assert chosen == sorted(place[name] for name in best["one_optimal"])
    assert len(chosen) == best["size"]
    assert cells(problem).counts[chosen].sum() == best["cost"]


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: str(problem["id"]))
def test_what_a_reader_can_bound(problem: Problem) -> None:
    place = places(problem)
    for key in ("attacker_intervals_primary_only", *OPTIMA.values()):
        expected = problem[key].get("attacker_intervals", {}) if key in OPTIMA.values() else problem[key]
        hidden = np.zeros(len(place), np.bool_)
        hidden[[place[name] for name in expected]] = True
        for name, bounds in expected.items():
            high = np.inf if bounds["hi"] == "Inf" else bounds["hi"]
            assert reader_bounds(cells(problem), hidden, place[name]) == pytest.approx((bounds["lo"], high))
