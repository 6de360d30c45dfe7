"""Rows that are written at once are read back as what they were, by a reader of somebody else."""

import io
from datetime import date, datetime

import openpyxl
import polars as pl
import pytest

from polls.reporting.writers import sheet_rows
from polls.reporting.writers.sheet_rows import LONGEST_TEXT, Cells, write_rows
from polls.reporting.writers.workbook import Book, write_text

pytestmark = pytest.mark.pure

TEXTS = ["a < b & c > d", " blank ", "two\nlines", "<r>no</r>", "_x0041_", "\x07 bell", "=1+1", "😀", "", None]


def written(*columns: Cells, top: int = 1) -> openpyxl.worksheet.worksheet.Worksheet:
    stream = io.BytesIO()
    with Book(stream, is_large=True) as book:
        sheet = book.add_sheet("rows")
        for position in range(len(columns)):
            write_text(sheet, 0, position, f"head {position}")
        write_rows(sheet, top, columns, book.look("date"))
        write_text(book.add_sheet("next"), 0, 0, "after")
    loaded = openpyxl.load_workbook(stream)
    assert loaded["next"]["A1"].value == "after"
    return loaded["rows"]


def column(sheet: openpyxl.worksheet.worksheet.Worksheet, letter: str) -> list[object]:
    return [cell.value for cell in sheet[letter]]


def test_texts_are_exactly_those_texts() -> None:
    found = column(written(Cells(pl.Series(TEXTS))), "A")
    assert found[1:5] == ["a < b & c > d", " blank ", "two\nlines", "<r>no</r>"]
    assert found[5:9] == ["_x005F_x0041_", "_x0007_ bell", "=1+1", "😀"]  # as the format writes them; openpyxl does not
    assert found[9:] == [""]  # the row with nothing in it has no cell


def test_numbers_and_days_are_such_and_the_rest_are_texts() -> None:
    numbers = Cells(pl.Series(["5", "0.25", "_dk", None]), numbers=pl.Series([5.0, 0.25, None, None]))
    days = pl.Series([date(2026, 5, 31), None, date(1850, 1, 1), date(1900, 3, 1)])
    sheet = written(numbers, Cells(pl.Series(["2026-05-31", "_na", "1850-01-01", "1900-03-01"]), days=days))
    assert column(sheet, "A") == ["head 0", 5, 0.25, "_dk", None]
    assert column(sheet, "B") == ["head 1", datetime(2026, 5, 31), "_na", "1850-01-01", datetime(1900, 3, 1)]  # noqa: DTZ001
    assert sheet["B2"].number_format == "yyyy-mm-dd"
    assert sheet.dimensions == "A1:B5"


def test_rows_come_in_several_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_rows, "STEP", 3)
    texts = [f"text {number}" for number in range(10)]
    assert column(written(Cells(pl.Series(texts))), "A") == ["head 0", *texts]


def test_a_text_is_cut_to_what_a_cell_holds_and_never_in_a_character() -> None:
    (_head, long, wide) = column(written(Cells(pl.Series(["x" * 40_000, "😀" * 20_000]))), "A")
    assert long == "x" * LONGEST_TEXT
    assert wide == "😀" * (LONGEST_TEXT // 2)


def test_no_rows_are_no_rows() -> None:
    assert column(written(Cells(pl.Series([], dtype=pl.String))), "A") == ["head 0"]
