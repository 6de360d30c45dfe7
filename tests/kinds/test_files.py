"""Every kind of answer in every file of responses, read back from the file."""

import csv
import io
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from polls.codebook.answers import skipped
from polls.codebook.kinds import LIST_KINDS, QuestionKind
from polls.codebook.schema import Question
from polls.reporting.writers import responses_csv, responses_sav, responses_xlsx
from tests.codebook.sample_kinds import EVERY_KIND, EXAMPLES
from tests.kinds.cells import FILES, InFile, stored
from tests.reporting.writers.spss import pspp, read_back

pytestmark = pytest.mark.pure

KINDS = list(QuestionKind)
TEXT_COLUMNS = {"q_short_text", "q_long_text", "q_file"}
BELOW_ALL = -(10**15)
"""Where an answer may be negative, the codes for missing values begin here."""


def frame() -> pl.DataFrame:
    """Give three respondents: one answered all, one left all open, one was asked nothing."""
    given = {key: value for kind in KINDS for key, value in stored(kind).items()}
    left = {variable.code: skipped(variable.kind) for variable in EVERY_KIND.variables}
    keys = dict.fromkeys([*EVERY_KIND.variable_by_code, *given])
    schema = {key: pl.List(pl.String) if is_list(EVERY_KIND.variable_by_code.get(key)) else pl.String for key in keys}
    return pl.DataFrame([{key: row.get(key) for key in keys} for row in (given, left, {})], schema=schema)


def is_list(variable: Question | None) -> bool:
    return variable is not None and variable.kind in LIST_KINDS


def csv_rows(*, labels: bool) -> list[dict[str, str]]:
    stream = io.BytesIO()
    responses_csv.write(EVERY_KIND, [frame()], stream, language="nl", labels=labels)
    lines = list(csv.reader(io.StringIO(stream.getvalue().decode("utf-8-sig"), newline=""), delimiter=";"))
    return [dict(zip(columns(), line, strict=True)) for line in lines[1:]]


def columns() -> list[str]:
    return [each.column for kind in KINDS for each in FILES[kind]]


@pytest.fixture(scope="module")
def coded() -> list[dict[str, str]]:
    return csv_rows(labels=False)


@pytest.fixture(scope="module")
def labelled() -> list[dict[str, str]]:
    return csv_rows(labels=True)


@pytest.fixture(scope="module")
def sheet() -> list[dict[str, Any]]:
    stream = io.BytesIO()
    responses_xlsx.write(EVERY_KIND, [frame()], stream, language="nl", labels=False)
    head, *rows = openpyxl.load_workbook(stream).worksheets[0].iter_rows(values_only=True)
    assert list(head) == columns()
    return [dict(zip(columns(), row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("spss")
    with (folder / "kinds.sav").open("wb") as stream:
        responses_sav.write(EVERY_KIND, [frame()], stream, language="nl")
    return folder


@pytest.fixture(scope="module")
def spss(folder: Path) -> tuple[list[dict[str, Any]], Any]:
    values, about = read_back(folder / "kinds.sav")
    return values.rows(named=True), about


def in_sheet(each: InFile) -> object:
    """Say what a cell of the workbook holds: a number as a number, a date as a date."""
    if each.column == "q_date":
        return datetime.fromisoformat(each.code)
    try:
        return float(each.code.replace(",", ".")) if is_number(each) else each.code or None
    except ValueError:
        return each.code


def is_number(each: InFile) -> bool:
    return isinstance(each.spss, float | int) and each.column not in CODED and each.code not in ("", "_dk", "_nr")


CODED = {"q_single", "q_dropdown", "q_scale", "q_image_choice", "q_hidden", "q_consent", "q_month"} | {
    "q_matrix_single.speed", "q_matrix_single.tone",
}  # fmt: skip
"""Columns of codes: text in a workbook even where the code is a figure."""


@pytest.mark.parametrize("kind", KINDS)
def test_csv(kind: Any, coded: list[dict[str, str]], labelled: list[dict[str, str]]) -> None:
    answered, left, unasked = coded
    for each in FILES[kind]:
        assert (answered[each.column], labelled[0][each.column]) == (each.code, each.label)
        is_other = each.column.endswith(".text")
        assert left[each.column] == ""
        assert labelled[1][each.column] == ("" if is_other else "niet beantwoord")
        assert unasked[each.column] == ("" if is_other else "_na")
        assert labelled[2][each.column] == ("" if is_other else "niet gesteld")


@pytest.mark.parametrize("kind", KINDS)
def test_xlsx(kind: Any, sheet: list[dict[str, Any]]) -> None:
    for each in FILES[kind]:
        assert sheet[0][each.column] == in_sheet(each)
        assert sheet[1][each.column] is None
        assert sheet[2][each.column] == (None if each.column.endswith(".text") else "_na")


@pytest.mark.parametrize("kind", KINDS)
def test_spss(kind: Any, spss: tuple[list[dict[str, Any]], Any]) -> None:
    (answered, left, unasked), about = spss
    for each in FILES[kind]:
        assert answered[each.column] == each.spss
        is_other = each.column.endswith(".text")
        if isinstance(each.spss, str):
            assert (left[each.column], unasked[each.column]) == ("", "" if is_other else "_na")
            continue
        shift = BELOW_ALL if kind is QuestionKind.CALCULATED else 0
        assert (left[each.column], unasked[each.column]) == (shift - 2, shift - 3)
        assert about.missing_ranges[each.column] == [{"lo": shift - 5, "hi": shift - 1}]
        assert about.variable_value_labels[each.column][shift - 3] == "niet gesteld"


def test_a_value_label_stands_at_each_code_in_spss(spss: tuple[list[dict[str, Any]], Any]) -> None:
    _rows, about = spss
    labels = about.variable_value_labels
    assert labels["q_scale"][4] == "Punt 4"
    assert labels["q_ranking.mail"][-5] == "niet gerangschikt"
    assert labels["q_consent"][1] == "Ja, daar ga ik mee akkoord"
    formats = about.original_variable_types
    assert [formats[name] for name in ("q_date", "q_month", "q_number")] == ["EDATE10", "MOYR8", "F10.2"]
    assert set(about.mr_sets) == {"q_multiple", "q_matrix_multiple.speed", "q_matrix_multiple.tone"}


def test_pspp_reads_dates_and_ranks_as_such(folder: Path) -> None:
    out = pspp(folder, "GET FILE='kinds.sav'.\nLIST q_date q_month q_ranking.chat q_number /CASES=FROM 1 TO 1.\n")
    assert ["31.12.2026", "MAY 2026", "1", "1250.50"] in [[cell.strip() for cell in row] for row in out]


def test_each_kind_has_its_example() -> None:
    assert set(FILES) == set(EXAMPLES) == set(QuestionKind)
