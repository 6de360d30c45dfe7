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
        ({"tables": [{"rows": []}]}, "$.tables[0].rows: at least one variable belongs here"),
        ({"tables": [{"rows": ["answer"], "columns": [[]]}]}, "$.tables[0].columns[0]: at least one variable"),
        ({"tables": [{"rows": ["answer"], "quantiles": [50]}]}, "$.tables[0].quantiles[0]: a share from 0 to 1"),
        ({"derived": {"half": {"value": " "}}}, "$.derived.half.value: a text belongs here, not an empty one"),
        ({"tables": [{"rows": ["answer"], "population": 4}]}, "$.tables[0].population: a population of 4 behind the"),
        ({"variables": {"answer": {"kind": "single", "codes": ["1", "1"]}}}, "$.variables.answer.codes[1]: '1' stands"),
        ({"variables": {"answer": {"kind": "single", "codes": ["1", "01"]}}}, "'01' and '1' would be the same answer"),
        ({"variables": {"answer": {"kind": "ranking", "columns": {}}}}, "$.variables.answer.columns: at least one"),
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
        ("sector,size,answer,weight\n", "line 2: there are no respondents below the heading"),
        (DATA.replace("size,", "sector,"), "line 1, column sector: the heading has more than one column of this name"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], data: str, complaint: str) -> None:
    assert complaint in run(tmp_path, capsys, SPEC, data)[1]


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (DATA.replace("\n2,", "\n\n2,").replace("3.0", ""), "line 8, column weight: a number belongs here, not ''"),
        (DATA.replace("3.0", "-1"), "line 6, column weight: a number from 0 belongs here, not '-1'"),
        (DATA.replace("3.0", "1e300"), "line 6, column weight: a number up to 1e+100 belongs here, not '1e300'"),
    ],
)
def test_a_weight_that_is_none_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: str, complaint: str
) -> None:
    table = {"rows": ["answer"], "weights": "own"}
    assert complaint in run(tmp_path, capsys, {**SPEC, "tables": [table]}, data)[1]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_a_file_may_be_delimited_otherwise(tmp_path: Path, capsys: pytest.CaptureFixture[str], delimiter: str) -> None:
    found = json.loads(run(tmp_path, capsys, SPEC, DATA.replace(",", delimiter))[0])["tables"][0]
    assert found["variables"][0]["count"] == [[2, 2, 0], [2, 1, 1]]


def test_a_variable_without_any_answer_has_no_numbers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seats = {**SPEC["variables"], "seats": {"kind": "number", "column": "nothing"}}
    table = {"rows": ["seats"], "columns": ["sector"], "weights": "own", "covariance": True, "tests": {"ranks": True}}
    data = "\n".join(f"{line},{'nothing' * (not place)}" for place, line in enumerate(DATA.splitlines())) + "\n"
    found = json.loads(run(tmp_path, capsys, {**SPEC, "variables": seats, "tables": [table]}, data)[0])["tables"][0]
    assert found["variables"][0]["estimate"] == [[None, None, None]]
    assert [warning["code"] for warning in found["variables"][0]["warnings"]] == ["empty_base"] * 3


def test_a_key_that_stands_twice_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "the key 'a' stands twice" in run(tmp_path, capsys, '{"a": 1, "a": 2}')[1]


def test_a_specification_that_is_no_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "this is not JSON" in run(tmp_path, capsys, "{")[1]
