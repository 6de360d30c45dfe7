"""One question as the results page shows it: its chart, its sentences, and its table line by line."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from polls.codebook.schema import QuestionKind
from polls.reporting.charts import NARROW, WIDE, draw_chart
from polls.reporting.document import (
    Cell,
    Claim,
    Column,
    Comparison,
    Extra,
    ExtraKind,
    Mean,
    QuestionReport,
    Row,
    RowKind,
    Table,
)
from polls.reporting.explaining import anchor_of
from polls.reporting.explaining_tests import anchor_of_test


@dataclass(frozen=True)
class Chart:
    """One chart in two widths: the page shows the one that fits the screen."""

    wide: SafeString
    narrow: SafeString


@dataclass(frozen=True)
class CellView:
    """What stands in one cell: its number and, under it, the count and the interval. Nothing where it is hidden."""

    text: str = ""
    detail: str = ""
    letters: str = ""
    is_small_base: bool = False
    is_highest: bool = False
    is_hidden: bool = False
    note: str = ""
    anchor: str = ""
    """Where the page that explains the numbers tells of this one."""


@dataclass(frozen=True)
class Line:
    """One line of the table. The first one carries the note of a hidden column, over the height of the table."""

    label: str
    cells: tuple[CellView, ...]
    is_first: bool
    is_summary: bool


@dataclass(frozen=True)
class QuestionView:
    """One question, by the variable that was chosen. ``number`` names it: its number, for an item with its label.

    ``is_counts``: the table tells numbers of respondents, with the shares under them.
    """

    number: int | str
    report: QuestionReport
    table: Table
    chart: Chart | None
    is_counts: bool = False

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What can be said; where one segment is everyone who was asked, it is said once."""
        claims = self.report.claims_for(self.table.variable)
        shown = [column for column in self.table.columns[1:] if column.is_shown]
        is_all = len(shown) == 1 and shown[0].base == self.table.columns[0].base
        return (tuple(claim for claim in claims if claim.variable is not None) or claims) if is_all else claims

    @property
    def tests(self) -> tuple[Comparison, ...]:
        return self.table.comparisons

    @property
    def tests_with_anchors(self) -> list[tuple[Comparison, str]]:
        """The tests, with the place of each on the page that explains it."""
        return [(test, anchor_of_test(test)) for test in self.tests]

    @property
    def is_group(self) -> bool:
        return False

    @property
    def code(self) -> str:
        return self.report.code

    @property
    def can_be_explored(self) -> bool:
        """Whether there is more to it than how many wrote something."""
        return bool(self.table.means) or any(row.kind is not RowKind.ANSWERED for row in self.table.rows)

    @property
    def text(self) -> str:
        return self.report.text

    @cached_property
    def lines(self) -> list[Line]:
        """The table: its rows, its nets, its means, and what else its kind tells."""
        rows = [(row.label, row.kind is RowKind.NET, _share_cells(self.table, row)) for row in self.table.rows]
        if self.table.means:
            is_score = self.report.kind is QuestionKind.NPS
            rows.append((_("Net Promoter Score") if is_score else _("Mean"), True, _mean_cells(self.table)))
            if not is_score:
                rows.append((_("Median"), True, _median_cells(self.table)))
        shown = [extra for extra in self.table.extras if extra.kind is not ExtraKind.POINTS]
        extras = [(extra.label, extra.kind is ExtraKind.MEDIAN, _extra_cells(self.table, extra)) for extra in shown]
        # What a ranking is about are its ranks; its first places come after them.
        rows = [*extras, *rows] if self.report.kind is QuestionKind.RANKING else [*rows, *extras]
        return [
            Line(label, tuple(map(_as_count, cells) if self.is_counts else cells), position == 0, is_summary)
            for position, (label, is_summary, cells) in enumerate(rows)
        ]


def view_of(question: QuestionReport, number: int | str, variable: str | None, *, language: str) -> QuestionView:
    """Put one question together by ``variable`` (None: the total alone)."""
    wide, narrow = (
        draw_chart(question, variable, language=language, width=width, has_base=False) for width in (WIDE, NARROW)
    )
    chart = chart_of(wide, narrow) if wide else None
    return QuestionView(number, question, question.views[variable], chart)


def chart_of(wide: str, narrow: str) -> Chart:
    """Mark a drawing as safe to show: ``reporting.charts`` escapes every text that it puts in."""
    return Chart(mark_safe(wide), mark_safe(narrow))  # noqa: S308 - see above


def _extra_cells(table: Table, extra: Extra) -> Iterator[CellView]:
    for column, cell in zip(table.columns, extra.cells, strict=True):
        if cell is None:
            yield empty_cell(column)
        else:
            yield CellView(cell.text, cell.detail, is_small_base=cell.is_small_base)


def _share_cells(table: Table, row: Row) -> Iterator[CellView]:
    for column, cell in zip(table.columns, row.cells, strict=True):
        yield replace(share_cell(cell), anchor=anchor_of(row.code, column)) if cell is not None else empty_cell(column)


def share_cell(cell: Cell) -> CellView:
    """Show a share with its count and interval."""
    return CellView(
        text=cell.percent,
        detail=" · ".join(part for part in (str(cell.count), cell.interval_text) if part),
        letters=cell.letters,
        is_small_base=cell.is_small_base,
        is_highest=cell.is_highest,
    )


def _as_count(cell: CellView) -> CellView:
    """Show how many there are, and under it the share."""
    count, _dot, _interval = cell.detail.partition(" · ")
    return replace(cell, text=count, detail=cell.text) if cell.text.endswith("%") and count else cell


def _mean_cells(table: Table) -> Iterator[CellView]:
    for column, mean in zip(table.columns, table.means, strict=True):
        yield mean_cell(mean.mean_text, mean.interval_text, mean) if mean is not None else empty_cell(column)


def _median_cells(table: Table) -> Iterator[CellView]:
    for column, mean in zip(table.columns, table.means, strict=True):
        yield mean_cell(mean.median_text, "", mean) if mean is not None else empty_cell(column)


def mean_cell(text: str, detail: str, mean: Mean) -> CellView:
    """Show a number that belongs to a mean."""
    return CellView(text=text, detail=detail, is_small_base=mean.is_small_base)


def empty_cell(column: Column) -> CellView:
    """Show that there is nothing to show, and why."""
    return CellView(is_hidden=not column.is_shown, note=column.note)
