"""A table as a grid of figures: the one form from which every file with tables is written.

Shares, means, ranks and dates are figures alike; a writer places them without knowing of what
kind their question is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from polls.codebook.schema import QuestionKind
from polls.reporting.document import (
    Cell,
    Column,
    Comparison,
    Extra,
    ExtraCell,
    ExtraKind,
    Mean,
    QuestionReport,
    Row,
    RowKind,
    Table,
)
from polls.reporting.numbers import Interval, decimals_for
from polls.reporting.phrases import say


class Form(StrEnum):
    """How the number of a figure is written: a share of 0 to 1 in percent, a number, or only its text."""

    SHARE = "share"
    NUMBER = "number"
    TEXT = "text"


class Role(StrEnum):
    """What a line is within its table."""

    ANSWER = "answer"
    NET = "net"
    MEAN = "mean"
    MEDIAN = "median"
    SPREAD = "spread"
    EXTRA = "extra"


SUMMARIES = frozenset({Role.NET, Role.MEAN})
"""Lines that stand out."""


@dataclass(frozen=True)
class Figure:
    """One number of a table with its text (``54%``) and, as ``detail``, what belongs under it (``44–63%``).

    ``value`` is None where there is only text. ``letters`` are the columns that it significantly exceeds.
    """

    text: str
    detail: str = ""
    value: float | None = None
    form: Form = Form.SHARE
    decimals: int = 0
    base: int | None = None
    count: int | None = None
    interval: Interval | None = None
    method: str = ""
    letters: str = ""
    is_small_base: bool = False
    is_highest: bool = False


@dataclass(frozen=True)
class Line:
    """One line: ``code`` of the answer, ``kind`` as long tables name it, a figure per column or None."""

    code: str
    label: str
    kind: str
    role: Role
    figures: tuple[Figure | None, ...]


@dataclass(frozen=True)
class Grid:
    """One variable by one division of the respondents (``variable`` None: all together). Total is the first column.

    ``item`` names the variable within a question of several, and is empty for a question that is one itself.
    """

    code: str
    kind: QuestionKind
    title: str
    item: str
    variable: str | None
    label: str
    base_note: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    comparisons: tuple[Comparison, ...]
    notes: tuple[str, ...]


_LABELS = {
    Role.MEAN: {"nl": "Gemiddelde", "en": "Mean"},
    Role.MEDIAN: {"nl": "Mediaan", "en": "Median"},
    Role.SPREAD: {"nl": "Standaarddeviatie", "en": "Standard deviation"},
}
_SCORE = "Net Promoter Score"

_EXTRA_FORMS = {
    ExtraKind.MEAN_RANK: Form.NUMBER,
    ExtraKind.TOP_PLACES: Form.SHARE,
    ExtraKind.POINTS: Form.NUMBER,
    ExtraKind.TENTH: Form.TEXT,
    ExtraKind.MEDIAN: Form.TEXT,
    ExtraKind.NINETIETH: Form.TEXT,
}


def grid_of(question: QuestionReport, variable: str | None, *, language: str, item: str = "") -> Grid:
    """Lay out the table of a question by ``variable``. Raises KeyError when the report has no such variable."""
    table = question.views[variable]
    return Grid(
        code=question.code,
        kind=question.kind,
        title=question.text,
        item=item,
        variable=variable,
        label=table.label,
        base_note=table.base_note,
        columns=table.columns,
        lines=tuple(_lines(question, table, language)),
        comparisons=table.comparisons,
        notes=table.notes,
    )


def _lines(question: QuestionReport, table: Table, language: str) -> Iterator[Line]:
    """Give the lines in reading order. What a ranking is about are its ranks; its first places come after them."""
    answers = [_share_line(row) for row in table.rows]
    extras = [_extra_line(extra) for extra in table.extras]
    is_ranking = question.kind is QuestionKind.RANKING
    yield from extras if is_ranking else answers
    if table.means:
        yield from _mean_lines(table, language, is_score=question.kind is QuestionKind.NPS)
    yield from answers if is_ranking else extras


def _share_line(row: Row) -> Line:
    role = Role.NET if row.kind is RowKind.NET else Role.ANSWER
    return Line(row.code, row.label, row.kind.value, role, tuple(_share(cell) if cell else None for cell in row.cells))


def _share(cell: Cell) -> Figure:
    return Figure(
        text=cell.percent,
        detail=cell.interval_text,
        value=cell.share,
        decimals=decimals_for(cell.base),
        base=cell.base,
        count=cell.count,
        interval=cell.interval,
        method=cell.method,
        letters=cell.letters,
        is_small_base=cell.is_small_base,
        is_highest=cell.is_highest,
    )


def _mean_lines(table: Table, language: str, *, is_score: bool) -> Iterator[Line]:
    label = _SCORE if is_score else _LABELS[Role.MEAN][language]
    yield Line("_mean", label, "mean", Role.MEAN, tuple(_mean(mean) if mean else None for mean in table.means))
    if is_score:
        return
    for role, pick in ((Role.MEDIAN, "median"), (Role.SPREAD, "sd")):
        figures = tuple(_spread(mean, pick) if mean else None for mean in table.means)
        yield Line(f"_{pick}", _LABELS[role][language], pick, role, figures)


def _mean(mean: Mean) -> Figure:
    return Figure(
        text=mean.mean_text,
        detail=mean.interval_text,
        value=mean.mean,
        form=Form.NUMBER,
        decimals=_decimals(mean.mean_text),
        base=mean.base,
        interval=mean.interval,
        method="t",
        is_small_base=mean.is_small_base,
    )


def _spread(mean: Mean, pick: str) -> Figure | None:
    value, text = (mean.median, mean.median_text) if pick == "median" else (mean.sd, mean.sd_text)
    if value is None:
        return None
    return Figure(text, value=value, form=Form.NUMBER, decimals=_decimals(text), base=mean.base,
                  is_small_base=mean.is_small_base)  # fmt: skip


def _decimals(text: str) -> int:
    """Give how many decimals a number was written with."""
    signs = [position for position, sign in enumerate(text) if sign in ",."]
    return len(text) - signs[-1] - 1 if signs and len(text) - signs[-1] - 1 < 3 else 0


def _extra_line(extra: Extra) -> Line:
    form = _EXTRA_FORMS[extra.kind]
    figures = tuple(_extra(cell, form) if cell else None for cell in extra.cells)
    return Line(extra.code, extra.label, extra.kind.value, Role.EXTRA, figures)


def _extra(cell: ExtraCell, form: Form) -> Figure:
    return Figure(
        text=cell.text,
        detail=cell.detail,
        value=cell.value,
        form=form if cell.value is not None else Form.TEXT,
        decimals=_decimals(cell.text.removesuffix("%")),
        interval=cell.interval,
        is_small_base=cell.is_small_base,
    )


def column_heading(column: Column, language: str) -> str:
    """Head a column: its label, and its letter where others are compared with it."""
    return (
        f"{column.label} ({column.letter})"
        if column.letter and column.is_shown
        else column.label or say(language, "total")
    )
