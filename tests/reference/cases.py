"""The numbers from R as parameters of tests, one test per case."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent

Case = dict[str, Any]


def cases(name: str, **wanted: str) -> list[Any]:
    """Give the cases of a file that have the ``wanted`` values, each named by its id."""
    found: list[Case] = json.loads((HERE / f"{name}.json").read_text())
    return [
        pytest.param(case, id=case["id"])
        for case in found
        if all(case.get(key) == value for key, value in wanted.items())
    ]


def poll_a_rows() -> list[dict[str, str]]:
    """Give the 300 respondents of poll_a; an empty text is missing."""
    with (HERE / "poll_a.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def close(expected: Any) -> Any:
    """Compare estimates: nine digits."""
    return pytest.approx(expected, rel=1e-9, abs=1e-13)


def close_pvalue(expected: Any) -> Any:
    """Compare p-values: six digits."""
    return pytest.approx(expected, rel=1e-6, abs=1e-300)
