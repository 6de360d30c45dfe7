"""The command on a plain file: what it prints, and how it complains."""

import json
from pathlib import Path
from typing import Any

import pytest

from polls.analysis.__main__ import main

pytestmark = pytest.mark.pure

DATA = """sector,size,answer,weight
1,1,1,2.0
1,2,1,1.0
1,1,2,1.0
2,2,2,1.0
2,1,,3.0
"""

SPEC: dict[str, Any] = {
    "variables": {
        "sector": {"kind": "single", "codes": {"1": "Inhouse", "2": "Agency"}},
        "size": {"kind": "single", "codes": ["1", "2"]},
        "answer": {"kind": "single", "codes": {"1": "Yes", "2": "No"}},
    },
    "weights": {"own": {"column": "weight"}},
    "tables": [{"rows": ["answer"], "columns": ["sector"]}],
}


def run(folder: Path, capsys: pytest.CaptureFixture[str], spec: Any, data: str = DATA, *more: str) -> tuple[str, str]:
    """Run the command in this process; give what it printed and what it complained of."""
    (folder / "data.csv").write_text(data)
    (folder / "spec.json").write_text(spec if isinstance(spec, str) else json.dumps(spec))
    status = main(["tabulate", str(folder / "data.csv"), "--spec", str(folder / "spec.json"), *more])
    printed = capsys.readouterr()
    assert (status == 0) == (printed.err == "")
    return printed.out, printed.err


def test_shares_on_their_own_base(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = json.loads(run(tmp_path, capsys, SPEC)[0])["tables"][0]
    answer = table["variables"][0]

    assert [column["label"] for column in table["columns"]] == ["Total", "Inhouse", "Agency"]
    assert answer["count"] == [[2, 2, 0], [2, 1, 1]]
    assert answer["base"] == [[4, 3, 1], [4, 3, 1]]
    assert answer["estimate"] == [[0.5, 2 / 3, 0.0], [0.5, 1 / 3, 1.0]]
    assert answer["bases"]["not_asked"] == [1, 0, 1]


def test_weights_and_a_filter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = {"rows": ["answer"], "columns": ["sector > size"], "filter": "sector = 1", "weights": "own"}
    found = json.loads(run(tmp_path, capsys, {**SPEC, "tables": [table]})[0])["tables"][0]["variables"][0]

    assert found["weighted_count"] == [[3.0, 2.0, 1.0, 0.0, 0.0], [1.0, 1.0, 0.0, 0.0, 0.0]]
    assert found["estimate"][0] == [0.75, 2 / 3, 1.0, None, None]
    assert found["effective_base"][0][0] == pytest.approx(16 / 6)


def test_text_is_for_reading(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = run(tmp_path, capsys, SPEC, DATA, "--format", "text")[0]

    assert "Inhouse (A)" in printed
    assert "66.7%" in printed


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"tables": [{"rows": ["anser"]}]}, "$.tables[0].rows[0]: 'anser' is not a variable"),
        ({"tables": [{"rows": ["answer"], "weights": "me"}]}, "$.tables[0].weights: 'me' is not the name of weights"),
        ({"tables": [{"rows": ["answer"], "filter": "sector = "}]}, "$.tables[0].filter: character 10 of the"),
        ({"tables": [{"rows": ["answer"], "colums": []}]}, "$.tables[0].colums: 'colums' is not a key"),
        ({"tables": [{"rows": ["answer"], "confidence": 95}]}, "$.tables[0].confidence: a share between 0 and 1"),
        (
            {"weights": {"own": {"column": "wt"}}, "tables": [{"rows": ["answer"], "weights": "own"}]},
            "$.weights.own.column: 'wt' is not a column",
        ),
        ({"variables": {"answer": {"kind": "single"}}}, "$.variables.answer: 'codes' is missing"),
        ({"variables": {}}, "$.tables[0].rows[0]"),
    ],
)  # fmt: skip
def test_an_error_in_the_specification_is_pointed_at(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, Any], complaint: str
) -> None:
    assert complaint in run(tmp_path, capsys, {**SPEC, **change})[1]


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (DATA.replace("1,2,1,1.0", "1,2,7,1.0"), "line 3, column answer: '7' is no code of answer (1, 2)"),
        (DATA.replace("1,2,1,1.0", "1,2,1"), "line 3: 3 fields where the heading has 4 columns"),
        (DATA.replace("answer,", "anwser,"), "line 1, column answer: variable answer needs this column"),
        ("", "line 1: the file is empty"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], data: str, complaint: str) -> None:
    assert complaint in run(tmp_path, capsys, SPEC, data)[1]


def test_a_specification_that_is_no_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "this is not JSON" in run(tmp_path, capsys, "{")[1]
