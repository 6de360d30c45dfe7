"""Responses as CSV and as a workbook."""

import csv
import io
import time
from typing import Any

import openpyxl
import polars as pl
import pytest

from polls.reporting.writers import responses_csv, responses_xlsx
from tests.reporting.sector_poll import POLL
from tests.reporting.writers.frames import ROWS, frame

pytestmark = pytest.mark.pure


def csv_lines(*frames: pl.DataFrame, language: str = "en", labels: bool = False) -> list[dict[str, str]]:
    stream = io.BytesIO()
    responses_csv.write(POLL, frames, stream, language=language, labels=labels)
    text = stream.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter={"nl": ";", "en": ","}[language]))


def sheet(*frames: pl.DataFrame, language: str = "en", labels: bool = False) -> list[tuple[object, ...]]:
    stream = io.BytesIO()
    responses_xlsx.write(POLL, frames, stream, language=language, labels=labels)
    return list(openpyxl.load_workbook(stream).worksheets[0].iter_rows(values_only=True))


def test_codes_tell_the_kinds_of_missing_apart() -> None:
    first, second = csv_lines(frame(*ROWS))
    assert first == {
        "language": "nl", "version": "1", "attributes.role": "inhouse", "opinion": "pos", "criterion": "else",
        "criterion.else.text": "Nabijheid", "directs": "_dk", "channels.phone": "1", "channels.chat": "0",
        "channels.mail": "1", "channels.none": "0", "rating": "7", "seats": "12.5", "comment": "Prima",
    }  # fmt: skip
    assert second == {
        "language": "en", "version": "1", "attributes.role": "bpo", "opinion": "", "criterion": "_na",
        "criterion.else.text": "", "directs": "yes", "channels.phone": "", "channels.chat": "", "channels.mail": "",
        "channels.none": "", "rating": "", "seats": "-3", "comment": "",
    }  # fmt: skip


def test_labels_are_words() -> None:
    first, second = csv_lines(frame(*ROWS), language="nl", labels=True)
    assert list(first.values()) == [
        "nl", "1", "inhouse", "Positief", "Anders, namelijk", "Nabijheid", "Weet niet", "ja", "nee", "ja", "nee", "7",
        "12,5", "Prima",
    ]  # fmt: skip
    assert list(second.values()) == [
        "en", "1", "bpo", "niet beantwoord", "niet gesteld", "", "Ja", *["niet beantwoord"] * 5, "-3",
        "niet beantwoord",
    ]  # fmt: skip
    assert list(first)[3] == "Hoe staat u tegenover het uitbesteden van klantcontact aan gespecialiseerde organisaties?"
    assert list(first)[7] == "Welke kanalen besteedt u uit? – Telefoon"


def test_dutch_files_suit_dutch_excel() -> None:
    stream = io.BytesIO()
    responses_csv.write(POLL, [frame(ROWS[0])], stream, language="nl", labels=False)
    assert stream.getvalue().startswith(b"\xef\xbb\xbflanguage;version;attributes.role;opinion;")
    assert b";12,5;" in stream.getvalue()


def test_chunks_make_one_file() -> None:
    whole, parts = csv_lines(frame(*ROWS)), csv_lines(frame(ROWS[0]), frame(ROWS[1]))
    assert whole == parts


@pytest.mark.parametrize("labels", [False, True])
def test_without_responses_there_are_headings_only(labels: Any) -> None:
    assert csv_lines(labels=labels) == []
    assert len(sheet(labels=labels)) == 1


def test_texts_with_separators_quotes_and_lines_come_back() -> None:
    text = 'een; twee, "drie"\nvier'
    assert csv_lines(frame({"comment": text}), language="nl")[0]["comment"] == text


def test_a_question_that_the_frames_do_not_have_was_not_asked() -> None:
    assert csv_lines(frame(*ROWS).drop("rating", "channels"))[0]["rating"] == "_na"
    assert csv_lines(frame(*ROWS).drop("rating", "channels"))[0]["channels.phone"] == "_na"


def test_a_workbook_has_numbers_as_numbers_and_texts_as_texts() -> None:
    head, first, second = sheet(frame(*ROWS))
    cells = dict(zip(head, first, strict=True))
    assert cells["seats"] == 12.5
    assert cells["rating"] == 7
    assert cells["channels.phone"] == 1
    assert cells["opinion"] == "pos"
    assert cells["version"] == "1"
    assert dict(zip(head, second, strict=True))["criterion"] == "_na"
    assert dict(zip(head, second, strict=True))["channels.phone"] is None


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "@x", "\u200b=1", "<r>x</r>", "<r><t>x</t></r>", "&amp;<b>", "http://example.org", "007", "  x ",
     "a\nb"],
)  # fmt: skip
def test_a_workbook_holds_exactly_the_stored_text_and_no_formula(text: Any) -> None:
    stream = io.BytesIO()
    responses_xlsx.write(POLL, [frame({"comment": text})], stream, language="nl", labels=False)
    cells = [cell for row in openpyxl.load_workbook(stream).worksheets[0].iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.row == 2][-1] == text
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]


def test_a_workbook_explains_its_columns() -> None:
    stream = io.BytesIO()
    responses_xlsx.write(POLL, [frame(*ROWS)], stream, language="nl", labels=False)
    book = openpyxl.load_workbook(stream)
    explained = [row[2:] for row in book["Toelichting"].iter_rows(values_only=True)]
    assert book.sheetnames == ["Antwoorden", "Toelichting"]
    assert book["Antwoorden"].freeze_panes == "A2"
    assert ("vneg", "Zeer negatief") in explained
    assert ("_na", "niet gesteld") in explained


def test_more_responses_than_a_sheet_has_rows_are_refused(monkeypatch: Any) -> None:
    monkeypatch.setattr(responses_xlsx, "MOST_ROWS", 1)
    with pytest.raises(responses_xlsx.TooManyResponsesError):
        sheet(frame(*ROWS))


def test_ten_thousand_responses_take_a_moment() -> None:
    many = frame(*ROWS * 5_000)
    started = time.process_time()
    lines = csv_lines(many)
    assert len(lines) == 10_000
    assert time.process_time() - started < 5
