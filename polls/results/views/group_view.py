"""A question with several variables as the results page shows it: one chart, one table, and each variable by itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from polls.codebook.schema import QuestionKind
from polls.reporting.charts import NARROW, WIDE, draw_group
from polls.reporting.document import Column, QuestionGroup, QuestionReport, RowKind, Table
from polls.results.views.question_view import (
    CellView,
    Chart,
    Line,
    QuestionView,
    chart_of,
    empty_cell,
    mean_cell,
    share_cell,
    view_of,
)

MEAN_KINDS = frozenset({QuestionKind.MATRIX_NUMBER, QuestionKind.ALLOCATION})


@dataclass(frozen=True)
class Item:
    """A row of a matrix or a part of an allocation, with its own chart, sentences, table and tests."""

    label: str
    view: QuestionView

    @property
    def sentence(self) -> str:
        """What can be said of the item, over everyone."""
        return next((claim.text for claim in self.view.report.claims if claim.variable is None), "")


@dataclass(frozen=True)
class GroupView:
    """The question as a whole, by the variable that was chosen.

    The table has a line per item: for shares over everyone with a column per answer, for means with one per group.
    """

    number: int
    group: QuestionGroup
    chart: Chart | None
    head: tuple[str, ...]
    lines: tuple[Line, ...]
    items: tuple[Item, ...]

    @property
    def is_group(self) -> bool:
        return True

    @property
    def code(self) -> str:
        return self.group.code

    @property
    def text(self) -> str:
        return self.group.text

    @property
    def sentences(self) -> list[Item]:
        return [item for item in self.items if item.sentence]


def group_view_of(group: QuestionGroup, number: int, variable: str | None, *, language: str) -> GroupView:
    """Put one question together by ``variable`` (None: the total alone)."""
    wide, narrow = (draw_group(group, language=language, width=width, has_base=False) for width in (WIDE, NARROW))
    # Each table on the page has a name of its own for who cannot see where it stands.
    views = [
        view_of(member, f"{number}, {label}", variable, language=language)
        for label, member in zip(group.labels, group.members, strict=True)
    ]
    is_about_means = group.kind in MEAN_KINDS
    head = _groups_head(views[0].table) if is_about_means else _answers_head(group.members[0].total)
    cells = [_means(view.table) if is_about_means else _shares(view.report) for view in views]
    return GroupView(
        number=number,
        group=group,
        chart=chart_of(wide, narrow) if wide else None,
        head=tuple(head),
        lines=tuple(
            Line(label, tuple(line), is_first=True, is_summary=False)
            for label, line in zip(group.labels, cells, strict=True)
        ),
        items=tuple(Item(label, view) for label, view in zip(group.labels, views, strict=True)),
    )


def _groups_head(table: Table) -> Iterator[str]:
    return (column.label for column in table.columns)


def _answers_head(table: Table) -> Iterator[str]:
    return (row.label for row in table.rows if row.kind is not RowKind.NET)


def _means(table: Table) -> Iterator[CellView]:
    means = table.means or (None,) * len(table.columns)
    for column, mean in zip(table.columns, means, strict=True):
        yield mean_cell(mean.mean_text, mean.interval_text, mean) if mean else _nothing(column)


def _shares(report: QuestionReport) -> Iterator[CellView]:
    column = report.total.columns[0]
    for row in report.total.rows:
        if row.kind is not RowKind.NET:
            cell = row.cells[0]
            yield share_cell(cell) if cell else _nothing(column)


def _nothing(column: Column) -> CellView:
    empty = empty_cell(column)
    return CellView(note=empty.note)
