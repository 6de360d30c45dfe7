"""Tables and runs as files."""

import csv
import io
import json
from typing import Any

import openpyxl
import pytest

from polls.reporting.build import build_report
from polls.reporting.edition import Edition, Imprint, build_edition
from polls.reporting.writers import run_json, tables_csv, tables_xlsx
from polls.reporting.writers.workbook import Book
from tests.reporting.sector_poll import GROWTH_POLL, POLL, growth_summary, sector_summary

pytestmark = pytest.mark.pure


def edition(language: str = "nl", summary: Any = None, poll: Any = POLL) -> Edition:
    report = build_report(poll, summary or sector_summary(), language=language)
    return build_edition(report, Imprint("Klantenservice Federatie", "4 maart 2025"))


@pytest.fixture(scope="module")
def book() -> openpyxl.Workbook:
    stream = io.BytesIO()
    tables_xlsx.write(edition(), stream)
    return openpyxl.load_workbook(stream)


def row_of(sheet: Any, label: str, after: str) -> Any:
    rows = list(sheet.iter_rows())
    start = next(place for place, row in enumerate(rows) if str(row[0].value).startswith(after))
    return next(row for row in rows[start:] if row[0].value == label)


def test_there_is_a_sheet_per_division(book: Any) -> None:
    assert book.sheetnames == ["Inhoud", "Totaal", "Rol", "Besteedt uit"]


def test_nothing_is_a_formula(book: Any) -> None:
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_shares_are_numbers_in_a_percent_format(book: Any) -> None:
    cells = row_of(book["Besteedt uit"], "Kwaliteit van het klantcontact", "Wat is voor u")
    values = [cell.value for at, cell in enumerate(cells[1:16]) if at % 5 < 4]
    assert values == pytest.approx(
        [0.54, 54, 0.4426486032336823, 0.6343919169097589, 0.58, 29, 0.4423344176857823, 0.7062499664528802, 0.5, 25,
         0.3664451431682858, 0.6335548568317142]
    )  # fmt: skip
    assert [cell.number_format for cell in cells[1:4]] == ["0%", "#,##0", "0%"]


def test_bases_stand_over_the_shares(book: Any) -> None:
    assert [cell.value for cell in row_of(book["Besteedt uit"], "n", "Wat is voor u")[1:12:5]] == [100, 50, 50]


def test_a_share_names_the_groups_that_it_exceeds() -> None:
    stream = io.BytesIO()
    summary = growth_summary({"Noord": (45, 5), "Oost": (10, 40), "Zuid": (40, 33)})
    tables_xlsx.write(edition("nl", summary, GROWTH_POLL), stream)
    rows = list(openpyxl.load_workbook(stream)["Regio"].iter_rows(values_only=True))
    assert [value for value in rows[8][5::5] if value] == ["BC", "B"]
    assert rows[5][6] == "Noord (A)"


def test_every_sheet_is_made_to_be_read_and_printed(book: Any) -> None:
    assert book.properties.title == "Uitbesteden van klantcontact"
    for sheet in book:
        assert sheet.page_setup.paperSize == 9
        assert "Klantenservice Federatie" in sheet.oddFooter.left.text
        assert sheet.freeze_panes == (None if sheet.title == "Inhoud" else "B3")


def test_print_begins_a_page_before_a_table_or_a_test_that_would_be_torn_apart(book: Any) -> None:
    sheet = book["Totaal"]
    firsts = [sheet.cell(each.id + 1, 1).value for each in sheet.row_breaks.brk]
    assert len(firsts) >= 2
    assert set(firsts) <= {question.text["nl"] for question in POLL.questions}
    assert sheet.page_setup.fitToHeight is None  # programs that fit a sheet themselves heed no breaks
    assert (sheet.page_setup.scale, book["Rol"].page_setup.scale) == (75, 79)


def test_tests_stand_under_the_table(book: Any) -> None:
    cells = row_of(
        book["Besteedt uit"],
        "Kwaliteit van het klantcontact: ‘Besteedt al uit’ en ‘Besteedt nog niet uit’",
        after="Wat is voor",
    )
    assert cells[1].value == "z-toets"
    assert cells[5].value == pytest.approx(0.8025723539051276)
    assert cells[6].value == pytest.approx(0.4222219528747243)
    assert cells[7].value.startswith("Geen significant verschil")


def test_the_contents_lead_to_every_question(book: Any) -> None:
    links = [cell.hyperlink.location for row in book["Inhoud"].iter_rows() for cell in row if cell.hyperlink]
    assert len(links) == 21  # seven questions, each in three divisions
    texts = [question.text["nl"] for question in POLL.questions]
    found = []
    for link in links:
        sheet, cell = link.replace("'", "").split("!")
        found.append((sheet, book[sheet][cell].value))
    assert found == [(sheet, text) for text in texts for sheet in ("Totaal", "Rol", "Besteedt uit")]


def test_sheets_have_names_that_are_allowed_and_differ() -> None:
    with Book(io.BytesIO()) as made:
        names = [made.add_sheet(name).get_name() for name in ("a/b [c]", "A b C", "x" * 40, "x" * 40, "")]
    assert names == ["a b c", "A b C 2", "x" * 31, "x" * 29 + " 2", "-"]


def test_a_hidden_group_is_in_no_file() -> None:
    summary = growth_summary({"Noord": (2, 1), "Oost": (10, 10), "Zuid": (40, 33)})
    made = edition("nl", summary, GROWTH_POLL)
    stream = io.BytesIO()
    tables_csv.write(made, stream)
    assert "Noord" not in stream.getvalue().decode()
    stream = io.BytesIO()
    tables_xlsx.write(made, stream)
    rows = list(openpyxl.load_workbook(stream)["Regio"].iter_rows(values_only=True))
    place = rows[5].index("Noord")
    assert rows[6][place] == "niet getoond: minder dan 5 respondenten, of daaruit af te leiden"
    assert not [value for row in rows[8:10] for value in row[place : place + 5] if value]


def test_tables_as_csv_are_long_and_exact() -> None:
    stream = io.BytesIO()
    tables_csv.write(edition("en"), stream)
    lines = list(csv.DictReader(io.StringIO(stream.getvalue().decode("utf-8-sig"), newline="")))
    wanted = ("criterion", "already", "quality")
    found = [line for line in lines if (line["question"], line["segment"], line["row"]) == wanted]
    assert len(found) == 1
    assert found[0] | {"question_text": "", "base_note": ""} == {
        "question": "criterion", "question_text": "", "kind": "single", "base_note": "", "variable": "outsources",
        "segment": "already", "group": "Already outsources", "row": "quality",
        "row_label": "Quality of customer contact", "row_kind": "choice", "n": "50", "count": "29", "share": "0.58",
        "low": "0.4423344176857823", "high": "0.7062499664528802", "method": "wilson", "is_small_base": "0",
    }  # fmt: skip


def test_the_total_stands_once_in_the_csv() -> None:
    stream = io.BytesIO()
    tables_csv.write(edition(), stream)
    lines = list(csv.DictReader(io.StringIO(stream.getvalue().decode("utf-8-sig"), newline=""), delimiter=";"))
    assert len([line for line in lines if line["row"] == "quality" and line["variable"] == ""]) == 1
    assert next(line for line in lines if line["row"] == "quality")["share"] == "0,54"


def test_the_run_as_json_is_the_summary_with_labels() -> None:
    stream, summary = io.StringIO(), sector_summary()
    exact_questions: Any = summary["questions"]
    run_json.write(POLL, summary, stream, language="nl")
    run = json.loads(stream.getvalue())
    for question, computed in zip(run["questions"], exact_questions, strict=True):
        for group, numbers in zip(question["groups"], computed["groups"], strict=True):
            assert group["base"] == numbers["base"]
            for row, exact in zip(group["rows"], numbers["rows"], strict=True):
                assert (row["count"], row["share"], row["interval"]) == (
                    exact["count"], exact["share"], exact["interval"]
                )  # fmt: skip
                assert row["base"] == numbers["base"]
        for comparison, exact in zip(question["comparisons"], computed["comparisons"], strict=True):
            for name in ("test", "statistic", "pvalue", "significant"):
                assert comparison[name] == exact[name]
    criterion = run["questions"][1]
    assert criterion["text"].startswith("Wat is voor u het belangrijkste criterium")
    assert criterion["groups"][0]["label"] == "Totaal"
    assert criterion["groups"][0]["rows"][0]["label"] == "Kwaliteit van het klantcontact"
    assert criterion["groups"][0]["rows"][-1]["label"] == "Weet niet"
    assert criterion["groups"][1]["label"] == "Inhouse contactcenters"


def test_the_json_of_a_hidden_group_has_no_numbers() -> None:
    stream = io.StringIO()
    summary = growth_summary({"Noord": (2, 1), "Oost": (10, 10), "Zuid": (40, 33)})
    run_json.write(GROWTH_POLL, summary, stream, language="en")
    groups = json.loads(stream.getvalue())["questions"][0]["groups"]
    assert groups[1] == {
        "variable": "region", "segment": "noord", "hidden": True, "rows": [], "nets": [], "mean": None,
        "variable_label": "Region", "label": "Noord",
    }  # fmt: skip
