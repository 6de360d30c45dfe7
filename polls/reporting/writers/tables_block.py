"""One table on a sheet of a workbook: its question, base, heads, lines, tests and notes."""

from collections.abc import Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from polls.reporting.document import Column, Comparison
from polls.reporting.edition_texts import text
from polls.reporting.grid import SUMMARIES, Figure, Form, Grid, Line, Role, column_heading
from polls.reporting.writers.workbook import LINE_HEIGHT, Book, fit_height, write_text

LABEL_WIDTH = 46
CELL_WIDTH, LETTERS_WIDTH = 8, 5

CELLS = 5
"""Columns of the sheet for each group: share, count, the two bounds of the interval, and letters."""

HEAD_ROWS = 5
"""Question, base, and the three rows of the head."""

_TEXTS = {
    "count": {"nl": "aantal", "en": "count"},
    "from": {"nl": "95% van", "en": "95% from"},
    "to": {"nl": "tot", "en": "to"},
    "letters": {"nl": "sign.", "en": "sign."},
    "comparison": {"nl": "Vergelijking", "en": "Comparison"},
    "test": {"nl": "Toets", "en": "Test"},
    "statistic": {"nl": "Toetsgrootheid", "en": "Statistic"},
}
_HEADS = ("%", "count", "from", "to", "letters")

_AT = {"name": 1, "statistic": 5, "p": 6, "verdict": 7}
"""Columns of a test after its comparison."""


class Block:
    """Writes one table. ``write`` gives the next free row.

    ``units`` are what print is to keep together: the first row of each, and its height in points.
    """

    def __init__(self, book: Book, sheet: Worksheet, language: str, *, last: int) -> None:
        """``last`` is the last column that is printed."""
        self.book, self.sheet, self.language, self.last = book, sheet, language, last
        self.units: list[tuple[int, float]] = []

    def write(self, grid: Grid, top: int) -> int:
        self._text(top, 0, grid.title, "heading")
        self._text(top + 1, 0, grid.base_note, "soft")
        self._heads(grid.columns, top + 2)
        row, height = top + HEAD_ROWS, HEAD_ROWS * LINE_HEIGHT
        for line in grid.lines:
            height += self._line(line, grid.columns, row)
            row += 1
        self.units.append((top, height))
        row = self._comparisons(grid.comparisons, row)
        for note in grid.notes:
            self._text(row, 0, note, "note")
            row += 1
        first, height = self.units[-1]
        self.units[-1] = (first, height + len(grid.notes) * LINE_HEIGHT)
        return row

    def _heads(self, columns: Sequence[Column], top: int) -> None:
        self._text(top, 0, text(self.language, "answer"), "head")
        self._text(top + 1, 0, "n", "label")
        self._text(top + 2, 0, "", "subhead")
        for position, column in enumerate(columns):
            left = 1 + position * CELLS
            self.sheet.merge_range(top, left, top, left + CELLS - 1, "", self._look("head_centre"))
            self._text(top, left, column_heading(column, self.language), "head_centre")
            if column.base is None:
                self._text(top + 1, left, column.note, "note")
            else:
                self.sheet.write_number(top + 1, left, column.base, self._look("count"))
                self._text(top + 1, left + 1, column.note, "note")
            for offset, key in enumerate(_HEADS):
                self._text(top + 2, left + offset, key if key == "%" else self._say(key), "subhead")

    def _line(self, line: Line, columns: Sequence[Column], row: int) -> float:
        self._text(row, 0, line.label, "net" if line.role in SUMMARIES else "label")
        height = fit_height(self.sheet, row, line.label, LABEL_WIDTH)
        for position, figure in enumerate(line.figures):
            left = 1 + position * CELLS
            if figure is not None:
                self._figure(figure, row, left)
                continue
            self._ruled(row, left, left + CELLS - 1)
            if line.role in (Role.ANSWER, Role.NET):
                self._text(row, left, "–" if columns[position].base is not None else "", "empty")
        return height

    def _figure(self, figure: Figure, row: int, left: int) -> None:
        self._ruled(row, left, left + CELLS - 1)
        if figure.value is None:
            self._text(row, left, figure.text, "empty")
            return
        self.sheet.write_number(row, left, figure.value, self._look(_look_of(figure)))
        if figure.count is not None:
            self.sheet.write_number(row, left + 1, figure.count, self._look("count"))
        for offset, bound in enumerate(figure.interval or ()):
            self.sheet.write_number(row, left + 2 + offset, bound, self._look(_bound_of(figure)))
        if figure.letters:
            self._text(row, left + 4, figure.letters, "letters")

    def _comparisons(self, comparisons: Sequence[Comparison], row: int) -> int:
        if not comparisons:
            return row
        for position in range(max(self.last, _AT["verdict"]) + 1):
            self._text(row + 1, position, "", "subhead")
        heads = (self._say("comparison"), self._say("test"), self._say("statistic"), "p")
        for head, position in zip(heads, (0, *_AT.values()), strict=False):
            self._text(row + 1, position, head, "subhead" if position > _AT["name"] else "subhead_left")
        self.units.append((row, 2 * LINE_HEIGHT + self._comparison(comparisons[0], row + 2)))
        row += 3
        for comparison in comparisons[1:]:
            self.units.append((row, self._comparison(comparison, row)))
            row += 1
        return row

    def _comparison(self, comparison: Comparison, row: int) -> float:
        subject = f"{comparison.row_label}: " if comparison.row_label else ""
        self._ruled(row, 0, _AT["verdict"])
        self._text(row, 0, subject + comparison.groups_label, "compared")
        height = fit_height(self.sheet, row, subject + comparison.groups_label, LABEL_WIDTH)
        self._text(row, _AT["name"], comparison.test_name, "test")
        if comparison.statistic is not None:
            self.sheet.write_number(row, _AT["statistic"], comparison.statistic, self._look("statistic"))
        if comparison.pvalue is not None:
            self.sheet.write_number(row, _AT["p"], comparison.pvalue, self._look("p"))
        return max(height, self._verdict(comparison.text, row))

    def _verdict(self, words: str, row: int) -> float:
        """Write the sentence of a test in lines over what is left of the width of the sheet, so that print keeps it."""
        left = _AT["verdict"]
        if self.last <= left:
            self._text(row, left, words, "soft")
            return LINE_HEIGHT
        self.sheet.merge_range(row, left, row, self.last, "", self._look("verdict"))
        self._text(row, left, words, "verdict")
        return fit_height(self.sheet, row, words, (self.last - left + 1) * CELL_WIDTH)

    def _ruled(self, row: int, first: int, last: int) -> None:
        """Draw the line under a row, through cells that stay empty too."""
        for column in range(first, last + 1):
            self.sheet.write_blank(row, column, None, self._look("line"))

    def _say(self, key: str) -> str:
        return _TEXTS[key][self.language]

    def _look(self, name: str) -> Format:
        return self.book.look(name)

    def _text(self, row: int, column: int, words: str, look: str) -> None:
        write_text(self.sheet, row, column, words, self.book.look(look))


def _look_of(figure: Figure) -> str:
    if figure.form is not Form.SHARE:
        return "mean"
    if figure.is_small_base:
        return "small"
    fine = "_fine" if figure.decimals else ""
    return f"percent{fine}" + ("_bold" if figure.is_highest else "")


def _bound_of(figure: Figure) -> str:
    if figure.form is not Form.SHARE:
        return "mean"
    return "bound_fine" if figure.decimals else "bound"
