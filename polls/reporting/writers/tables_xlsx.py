"""Tables as a workbook: a sheet with the contents and findings, then one sheet per division of the respondents."""

from collections.abc import Sequence
from typing import BinaryIO

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from polls.reporting.document import (
    Cell,
    Column,
    Comparison,
    Extra,
    ExtraKind,
    Mean,
    QuestionReport,
    Report,
    Row,
    RowKind,
    Table,
)
from polls.reporting.numbers import decimals_for
from polls.reporting.writers.workbook import Book, write_text

CELLS = 4
"""Columns of the sheet for each group: share, count, and the two bounds of the interval."""

_TEXTS = {
    "contents": {"nl": "Inhoud", "en": "Contents"},
    "findings": {"nl": "Wat opvalt", "en": "What stands out"},
    "questions": {"nl": "Vragen", "en": "Questions"},
    "method": {"nl": "Hoe is dit berekend?", "en": "How was this computed?"},
    "answer": {"nl": "Antwoord", "en": "Answer"},
    "count": {"nl": "aantal", "en": "count"},
    "from": {"nl": "95% van", "en": "95% from"},
    "to": {"nl": "tot", "en": "to"},
    "mean": {"nl": "Gemiddelde", "en": "Mean"},
    "median": {"nl": "Mediaan", "en": "Median"},
    "sd": {"nl": "Standaarddeviatie", "en": "Standard deviation"},
    "interval": {"nl": "Interval", "en": "Interval"},
    "comparison": {"nl": "Vergelijking", "en": "Comparison"},
    "test": {"nl": "Toets", "en": "Test"},
    "statistic": {"nl": "Toetsgrootheid", "en": "Statistic"},
    "yes": {"nl": "significant", "en": "significant"},
    "no": {"nl": "niet significant", "en": "not significant"},
}


def write(report: Report, stream: BinaryIO) -> None:
    """Write the tables of the report. Shares are numbers from 0 to 1 in a percent format; nothing is a formula."""
    with Book(stream) as book:
        contents = book.add_sheet(_TEXTS["contents"][report.language])
        links: dict[str, str] = {}
        for variable in report.questions[0].views if report.questions else ():
            _write_view(book, report, variable, links)
        _write_contents(book, contents, report, links)


def _write_view(book: Book, report: Report, variable: str | None, links: dict[str, str]) -> None:
    """Write the sheet of one division; ``links`` gets the place where each question is first found."""
    sheet = book.add_sheet(report.questions[0].views[variable].label)
    _set_up(sheet, max(len(question.views[variable].columns) for question in report.questions))
    top = 0
    for question in report.questions:
        links.setdefault(question.code, f"internal:'{sheet.get_name()}'!A{top + 1}")
        top = _Block(book, sheet, report.language).write(question, question.views[variable], top) + 2


def _set_up(sheet: Worksheet, groups: int) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 46)
    sheet.set_column(1, groups * CELLS, 9)
    sheet.freeze_panes(0, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write_contents(book: Book, sheet: Worksheet, report: Report, links: dict[str, str]) -> None:
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 120)
    texts: list[tuple[str, str]] = [(report.title, "title"), (report.overview.n_text, "soft")]
    texts += [(note, "note") for note in report.overview.notes]
    texts += [("", "text"), (_TEXTS["findings"][report.language], "heading")]
    texts += [(f"{finding.question_text} {finding.claim.text}", "text") for finding in report.overview.findings]
    texts += [("", "text"), (_TEXTS["questions"][report.language], "heading")]
    row = _write_lines(book, sheet, texts, 0)
    for question in report.questions:
        sheet.write_url(row, 0, links[question.code], book.look("text"), string=question.text[:250])
        row += 1
    texts = [("", "text"), (_TEXTS["method"][report.language], "heading")]
    _write_lines(book, sheet, [*texts, *((note, "text") for note in report.method_notes)], row)


def _write_lines(book: Book, sheet: Worksheet, lines: Sequence[tuple[str, str]], row: int) -> int:
    for text, look in lines:
        write_text(sheet, row, 0, text, book.look(look))
        row += 1
    return row


class _Block:
    """Writes one table: its question, base, heads, rows, means, tests and notes. ``write`` gives the next free row."""

    def __init__(self, book: Book, sheet: Worksheet, language: str) -> None:
        self.book, self.sheet, self.language = book, sheet, language

    def write(self, question: QuestionReport, table: Table, top: int) -> int:
        self._text(top, 0, question.text, "heading")
        self._text(top + 1, 0, table.base_note, "soft")
        self._heads(table.columns, top + 2)
        row = top + 5
        for each in table.rows:
            self._row(each, table.columns, row)
            row += 1
        row = self._means(table, row)
        for extra in table.extras:
            self._extra(extra, row)
            row += 1
        row = self._comparisons(table.comparisons, row)
        for note in table.notes:
            self._text(row, 0, note, "note")
            row += 1
        return row

    def _heads(self, columns: Sequence[Column], top: int) -> None:
        self._text(top, 0, self._say("answer"), "head")
        self._text(top + 1, 0, "n", "label")
        self._text(top + 2, 0, "", "subhead")
        for position, column in enumerate(columns):
            left = 1 + position * CELLS
            label = f"{column.label} ({column.letter})" if column.letter else column.label
            self.sheet.merge_range(top, left, top, left + CELLS - 1, "", self._look("head_centre"))
            self._text(top, left, label, "head_centre")
            if column.base is None:
                self._text(top + 1, left, column.note, "note")
            else:
                self.sheet.write_number(top + 1, left, column.base, self._look("count"))
                self._text(top + 1, left + 1, column.note, "note")
            for offset, key in enumerate(("%", "count", "from", "to")):
                self._text(top + 2, left + offset, key if key == "%" else self._say(key), "subhead")

    def _row(self, row: Row, columns: Sequence[Column], top: int) -> None:
        self._text(top, 0, row.label, "net" if row.kind is RowKind.NET else "label")
        for position, cell in enumerate(row.cells):
            left = 1 + position * CELLS
            if cell is None:
                self._text(top, left, "–" if columns[position].base is not None else "", "empty")
            else:
                self._cell(cell, top, left)

    def _cell(self, cell: Cell, top: int, left: int) -> None:
        fine = "_fine" if decimals_for(cell.base) else ""
        look = "small" if cell.is_small_base else f"percent{fine}" + ("_bold" if cell.is_highest else "")
        self.sheet.write_number(top, left, cell.share, self._look(look))
        self.sheet.write_number(top, left + 1, cell.count, self._look("count"))
        for offset, bound in enumerate(cell.interval or ()):
            self.sheet.write_number(top, left + 2 + offset, bound, self._look(f"bound{fine}"))

    def _means(self, table: Table, row: int) -> int:
        if not table.means:
            return row
        for key in ("mean", "median", "sd"):
            self._text(row, 0, self._say(key), "label")
            for position, mean in enumerate(table.means):
                if mean is not None:
                    self._mean(mean, key, row, 1 + position * CELLS)
            row += 1
        return row

    def _mean(self, mean: Mean, key: str, row: int, left: int) -> None:
        value: float | None = getattr(mean, key)
        if value is not None:
            self.sheet.write_number(row, left, value, self._look("mean"))
        if key == "mean":
            for offset, bound in enumerate(mean.interval or ()):
                self.sheet.write_number(row, left + 2 + offset, bound, self._look("mean"))

    def _extra(self, extra: Extra, row: int) -> None:
        self._text(row, 0, extra.label, "label")
        look = "percent" if extra.kind is ExtraKind.TOP_PLACES else "mean"
        for position, cell in enumerate(extra.cells):
            left = 1 + position * CELLS
            if cell is None:
                continue
            if cell.value is None:
                self._text(row, left, cell.text, "empty")
            else:
                self.sheet.write_number(row, left, cell.value, self._look(look))
            for offset, bound in enumerate(cell.interval or ()):
                self.sheet.write_number(row, left + 2 + offset, bound, self._look(look))

    def _comparisons(self, comparisons: Sequence[Comparison], row: int) -> int:
        if not comparisons:
            return row
        heads = (self._say("comparison"), self._say("test"), self._say("statistic"), "p", "")
        for head, position in zip(heads, (0, 1, 5, 6, 7), strict=True):
            self._text(row + 1, position, head, "subhead")
        row += 2
        for comparison in comparisons:
            self._comparison(comparison, row)
            row += 1
        return row

    def _comparison(self, comparison: Comparison, row: int) -> None:
        subject = f"{comparison.row_label}: " if comparison.row_label else ""
        self._text(row, 0, subject + comparison.groups_label, "label")
        self._text(row, 1, comparison.test_name, "soft")
        if comparison.statistic is not None:
            self.sheet.write_number(row, 5, comparison.statistic, self._look("statistic"))
        if comparison.pvalue is not None:
            self.sheet.write_number(row, 6, comparison.pvalue, self._look("p"))
        self._text(row, 7, comparison.text, "soft")

    def _say(self, key: str) -> str:
        return _TEXTS[key][self.language]

    def _look(self, name: str) -> Format:
        return self.book.look(name)

    def _text(self, row: int, column: int, text: str, look: str) -> None:
        write_text(self.sheet, row, column, text, self.book.look(look))
