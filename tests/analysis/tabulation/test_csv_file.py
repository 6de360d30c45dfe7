"""What fields of a plain file stand for, and which are refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from polls.analysis.tabulation.csv_file import DataError, read_csv
from polls.analysis.tabulation.node import SpecError
from polls.analysis.tabulation.read_spec import read_spec
from polls.analysis.tabulation.run import tabulate

pytestmark = pytest.mark.pure


def first_row(folder: Path, variable: dict[str, Any], data: str, **table: Any) -> list[float | None]:
    """Tabulate one variable by itself; give its first row."""
    spec = read_spec({"variables": {"v": variable}, "tables": [{"rows": ["v"], **table}]})
    path = folder / "data.csv"
    path.write_text(data, encoding="utf-8")
    document = tabulate(read_csv(path, spec), spec)
    return [row[0] for row in json.loads(json.dumps(document["tables"][0]["variables"][0]["estimate"]))]


@pytest.mark.parametrize("missing", ["-9", "-9.0", " -9 ", "-09"])
def test_a_missing_number_is_missing_however_it_is_written(tmp_path: Path, missing: str) -> None:
    number = {"kind": "number", "missing": {"skipped": ["-9"]}}
    assert first_row(tmp_path, number, f"v\n1\n{missing}\n2\n") == [1.5]


@pytest.mark.parametrize("text", ["1_0", "١", "nan", "inf", "0x1", "1,5", ""])
def test_what_only_looks_like_a_number_is_refused(tmp_path: Path, text: str) -> None:
    number = {"kind": "number", "missing": {"skipped": ["-9"]}, "empty": "skipped"}
    if text:
        with pytest.raises(DataError, match="line 3, column v: a number"):
            first_row(tmp_path, number, f'v\n1\n"{text}"\n')
    else:
        assert first_row(tmp_path, number, "v\n1\n \n") == [1.0]


def test_a_composed_letter_is_the_same_however_it_is_encoded(tmp_path: Path) -> None:
    assert first_row(tmp_path, {"kind": "single", "codes": ["café", "bar"]}, "v\ncafe\u0301\nbar\n") == [0.5, 0.5]


def test_what_is_no_tick_can_be_said(tmp_path: Path) -> None:
    ticks = {"kind": "multiple", "columns": ["a", "b"], "ticked": ["yes"], "unticked": ["no"]}
    assert first_row(tmp_path, ticks, "a,b\nyes,no\nyes,yes\nno,yes\n") == [2 / 3, 2 / 3]
    with pytest.raises(DataError, match=r"'perhaps' is no code of v \(no, yes\), nor one of its 'unticked'"):
        first_row(tmp_path, ticks, "a,b\nyes,no\nperhaps,no\n")


def test_a_rank_stands_once(tmp_path: Path) -> None:
    ranking = {"kind": "ranking", "columns": ["a", "b"]}
    with pytest.raises(DataError, match="line 3, column b: rank 1 of v stands here for a second time"):
        first_row(tmp_path, ranking, "a,b\n1,2\n1,1\n")


@pytest.mark.parametrize(
    ("condition", "complaint"),
    [
        ("v = 7", r"'7' is not a code of v that is known; known are '1', '2'; don't know is _dk"),
        ("v != 99", "'99' is not a code of v"),
        ("v in (1, 3)", "'3' is not a code of v"),
        ("v = 1 or not (v = '3')", "'3' is not a code of v"),
    ],
)
def test_a_condition_on_a_code_that_nobody_can_have_is_refused(tmp_path: Path, condition: str, complaint: str) -> None:
    single = {"kind": "single", "codes": ["1", "2"], "dont_know": ["99"]}
    with pytest.raises(SpecError, match=complaint):
        first_row(tmp_path, single, "v\n1\n99\n", filter=condition)
    assert first_row(tmp_path, single, "v\n1\n99\n", filter="v != _dk and v in (1.0, 2)") == [1.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("variable", "complaint"),
    [
        ({"kind": "single", "codes": ["1"], "bands": [1]}, r"v\.bands: this belongs to number; v is a single"),
        ({"kind": "single", "codes": ["1"], "columns": ["v"]}, r"v\.columns: this belongs to multiple, ranking"),
        ({"kind": "number", "bands": [5, 1]}, r"v\.bands\[1\]: a number above 5 belongs here, not 1"),
        ({"kind": "scale", "codes": ["1", "2"], "points": {"1": 1}}, r"v\.points: a value for '2' is missing"),
        ({"kind": "scale", "codes": ["1", "2"], "points": {"3": 1}}, r"v\.points\.3: '3' is not an answer"),
        ({"kind": "rating", "minimum": 5, "maximum": 1}, r"v\.maximum: answers from 5 to 1 are none"),
        ({"kind": "rating", "minimum": 0.5}, r"v\.minimum: a whole number belongs here, not 0.5"),
        ({"kind": "single", "codes": [str(code) for code in range(2000)]}, r"v\.codes: 2000 codes, where 1000"),
        (
            {"kind": "multiple", "columns": ["v"], "ticked": ["1"], "unticked": ["1"]},
            r"v\.unticked\[0\]: '1' is a tick",
        ),
    ],
)
def test_a_key_that_makes_no_sense_is_refused(tmp_path: Path, variable: dict[str, Any], complaint: str) -> None:
    with pytest.raises(SpecError, match=complaint):
        first_row(tmp_path, variable, "v\n1\n")


def test_a_banner_that_would_outgrow_memory_is_refused(tmp_path: Path) -> None:
    single = {"kind": "single", "codes": [str(code) for code in range(900)]}
    with pytest.raises(SpecError, match=r"columns\[0\]: 900 columns are too many to compare two by two"):
        first_row(tmp_path, single, "v\n1\n", columns=["v"])
    assert first_row(tmp_path, single, "v\n1\n", columns=["v"], tests=False)[:2] == [0.0, 1.0]


def test_groups_of_a_derived_variable_are_there_and_differ() -> None:
    for groups, complaint in (
        ([], r"groups: at least one group"),
        ([{"code": "a", "when": "v = 1"}] * 2, r"groups\[1\].code: 'a' stands here twice"),
    ):
        document = {
            "variables": {"v": {"kind": "single", "codes": ["1"]}},
            "derived": {"d": {"groups": groups}},
            "tables": [{"rows": ["v"]}],
        }
        with pytest.raises(SpecError, match=complaint):
            read_spec(document)
