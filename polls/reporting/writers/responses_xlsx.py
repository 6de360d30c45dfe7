"""Responses as a workbook: a sheet with a row per response, and a sheet that explains its columns."""

from collections.abc import Iterable, Sequence
from typing import BinaryIO

import polars as pl
from xlsxwriter.worksheet import Worksheet

from polls.codebook.schema import Questionnaire
from polls.reporting.writers.first_frame import Frames
from polls.reporting.writers.guard import NUMBER
from polls.reporting.writers.response_columns import layout_for
from polls.reporting.writers.responses import Holds, Layout, ResponseColumn
from polls.reporting.writers.sheet_rows import Cells, write_rows
from polls.reporting.writers.workbook import Book, write_text

MOST_ROWS = 1_048_575
"""Rows of a sheet after its headings."""

_TEXTS = {
    "responses": {"nl": "Antwoorden", "en": "Responses"},
    "columns": {"nl": "Toelichting", "en": "Codebook"},
    "column": {"nl": "Kolom", "en": "Column"},
    "meaning": {"nl": "Betekenis", "en": "Meaning"},
    "code": {"nl": "Code", "en": "Code"},
    "label": {"nl": "Label", "en": "Label"},
    "empty": {"nl": "(leeg)", "en": "(empty)"},
}


class TooManyResponsesError(ValueError):
    """There are more responses than a sheet has rows; CSV holds them all."""


_NOTES = {"nl": "Toelichting", "en": "Notes"}


def write(
    questionnaire: Questionnaire,
    frames: Iterable[pl.DataFrame],
    stream: BinaryIO,
    *,
    language: str,
    labels: bool,
    notes: Sequence[str] = (),
) -> None:
    """Write the responses of ``frames``; ``labels``: words instead of codes. Numbers are numbers, texts are texts.

    ``notes`` say what is not in the file.

    Raises TooManyResponsesError where a sheet cannot hold them.
    """
    with Book(stream, is_large=True) as book:
        sheet, seen, top = book.add_sheet(_TEXTS["responses"][language]), Frames(frames), 1
        layout = layout_for(questionnaire, seen.first, language=language, labels=labels)
        _write_headings(book, sheet, layout)
        for frame in seen:
            if top + frame.height > MOST_ROWS + 1:
                raise TooManyResponsesError(f"more than {MOST_ROWS} responses")
            _write_rows(book, sheet, layout, layout.laid_out(frame), top)
            top += frame.height
        _write_codebook(book, layout, language)
        if notes:
            sheet = book.add_sheet(_NOTES[language])
            sheet.set_column(0, 0, 110)
            for top, note in enumerate(notes):
                write_text(sheet, top, 0, note)


def _write_headings(book: Book, sheet: Worksheet, layout: Layout) -> None:
    sheet.freeze_panes(1, 0)
    for position, heading in enumerate(layout.headings):
        sheet.set_column(position, position, 32 if layout.columns[position].holds is Holds.TEXT else 16)
        write_text(sheet, 0, position, heading, book.look("head"))


def _write_rows(book: Book, sheet: Worksheet, layout: Layout, rows: pl.DataFrame, top: int) -> None:
    cells = [_cells_of(column, rows[column.name], labels=layout.labels) for column in layout.columns]
    write_rows(sheet, top, cells, book.look("date"))


def _cells_of(column: ResponseColumn, texts: pl.Series, *, labels: bool) -> Cells:
    """Give numbers and dates as such, in columns that hold them, and texts for what is none."""
    if column.holds is Holds.DAY:
        return Cells(texts, days=texts.str.to_date("%Y-%m-%d", strict=False))
    if not _is_numeric(column, labels=labels):
        return Cells(texts)
    return Cells(texts, numbers=texts.set(~texts.str.contains(NUMBER), None).cast(pl.Float64))


def _is_numeric(column: ResponseColumn, *, labels: bool) -> bool:
    return column.holds is Holds.NUMBER or (column.holds is Holds.TICK and not labels)


def _write_codebook(book: Book, layout: Layout, language: str) -> None:
    """Explain each column, each code, and the kinds of missing."""
    sheet = book.add_sheet(_TEXTS["columns"][language])
    sheet.freeze_panes(1, 0)
    for position, (key, width) in enumerate((("column", 30), ("meaning", 80), ("code", 18), ("label", 60))):
        sheet.set_column(position, position, width)
        write_text(sheet, 0, position, _TEXTS[key][language], book.look("head"))
    row = 1
    for column, heading in zip(layout.columns, layout.headings, strict=True):
        write_text(sheet, row, 0, heading, book.look("text"))
        write_text(sheet, row, 1, column.heading, book.look("text"))
        row += 1
        for code, label in _codes(column, language):
            write_text(sheet, row, 2, code)
            write_text(sheet, row, 3, label)
            row += 1


def _codes(column: ResponseColumn, language: str) -> list[tuple[str, str]]:
    """Give the codes of a column and of its kinds of missing; an empty cell is named as such."""
    missing = {code or _TEXTS["empty"][language]: word for code, word in column.reasons.items()}
    return [*column.labels.items(), *missing.items()]
