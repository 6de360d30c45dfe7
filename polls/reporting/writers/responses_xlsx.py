"""Responses as a workbook: a sheet with a row per response, and a sheet that explains its columns."""

from collections.abc import Iterable, Sequence
from typing import BinaryIO

import polars as pl
from xlsxwriter.worksheet import Worksheet

from polls.codebook.schema import Questionnaire, in_language
from polls.reporting.writers.guard import NUMBER
from polls.reporting.writers.responses import NOT_ASKED, WORDS, Holds, Layout, layout_for
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
}


class TooManyResponsesError(ValueError):
    """There are more responses than a sheet has rows; CSV holds them all."""


def write(
    questionnaire: Questionnaire,
    frames: Iterable[pl.DataFrame],
    stream: BinaryIO,
    *,
    language: str,
    labels: bool,
) -> None:
    """Write the responses of ``frames``; ``labels``: words instead of codes. Numbers are numbers, texts are texts.

    Raises TooManyResponsesError where a sheet cannot hold them.
    """
    with Book(stream, is_large=True) as book:
        sheet, layout, top = book.add_sheet(_TEXTS["responses"][language]), None, 1
        for frame in frames:
            if layout is None:
                layout = layout_for(questionnaire, frame, language=language, labels=labels)
                _write_headings(book, sheet, layout)
            if top + frame.height > MOST_ROWS + 1:
                raise TooManyResponsesError(f"more than {MOST_ROWS} responses")
            _write_rows(sheet, layout, layout.laid_out(frame), top)
            top += frame.height
        if layout is None:
            layout = layout_for(questionnaire, pl.DataFrame(), language=language, labels=labels)
            _write_headings(book, sheet, layout)
        _write_codebook(book, questionnaire, layout, language)


def _write_headings(book: Book, sheet: Worksheet, layout: Layout) -> None:
    sheet.freeze_panes(1, 0)
    for position, heading in enumerate(layout.headings):
        sheet.set_column(position, position, 32 if layout.columns[position].holds is Holds.TEXT else 16)
        write_text(sheet, 0, position, heading, book.look("head"))


def _write_rows(sheet: Worksheet, layout: Layout, rows: pl.DataFrame, top: int) -> None:
    numeric = [column.holds is Holds.NUMBER for column in layout.columns]
    typed = [_typed(rows[column.name], is_number) for column, is_number in zip(layout.columns, numeric, strict=True)]
    for offset, cells in enumerate(zip(*typed, strict=True)):
        for position, cell in enumerate(cells):
            if isinstance(cell, str):
                write_text(sheet, top + offset, position, cell)
            elif cell is not None:
                sheet.write_number(top + offset, position, cell)


def _typed(cells: pl.Series, is_number: bool) -> Sequence[str | float | None]:
    """Give texts, and floats for what is a number in a column of numbers."""
    texts: list[str | None] = cells.to_list()
    if not is_number:
        return texts
    numbers: list[float | None] = cells.set(~cells.str.contains(NUMBER), None).cast(pl.Float64).to_list()
    return [text if number is None else number for text, number in zip(texts, numbers, strict=True)]


def _write_codebook(book: Book, questionnaire: Questionnaire, layout: Layout, language: str) -> None:
    """Explain each column, each code, and the kinds of missing."""
    sheet = book.add_sheet(_TEXTS["columns"][language])
    sheet.freeze_panes(1, 0)
    for position, (key, width) in enumerate((("column", 30), ("meaning", 80), ("code", 18), ("label", 60))):
        sheet.set_column(position, position, width)
        write_text(sheet, 0, position, _TEXTS[key][language], book.look("head"))
    row = 1
    for column in layout.columns:
        write_text(sheet, row, 0, column.heading if layout.labels else column.name, book.look("text"))
        write_text(sheet, row, 1, column.heading, book.look("text"))
        row += 1
        for code, label in _codes(questionnaire, column.name, language):
            write_text(sheet, row, 2, code)
            write_text(sheet, row, 3, label)
            row += 1
    if not layout.labels:
        write_text(sheet, row, 2, NOT_ASKED)
        write_text(sheet, row, 3, WORDS["not_asked"][language])


def _codes(questionnaire: Questionnaire, name: str, language: str) -> list[tuple[str, str]]:
    question = questionnaire.question_by_code.get(name)
    if question is None:
        return []
    codes = [(option.code, in_language(option.label, language)) for option in question.choices]
    if question.dont_know is not None:
        codes.append(("_dk", in_language(question.dont_know, language)))
    return codes
