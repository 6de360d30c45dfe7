"""The numbers of a report by key: each share, base, interval, mean and difference that a text may name.

Made from the Report, so after disclosure control: a hidden group has no fact, and cannot be named by one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from polls.reporting.document import Cell, Column, Comparison, Mean, QuestionReport, Report, Row, Table
from polls.reporting.numbers import decimals_for, number, points, points_range
from polls.reporting.phrases import say


class FactKind(StrEnum):
    """What a number is."""

    RESPONDENTS = "respondents"
    SHARE = "share"
    BASE = "n"
    INTERVAL = "interval"
    MEAN = "mean"
    DIFFERENCE = "difference"
    DIFFERENCE_INTERVAL = "difference_interval"
    DETECTABLE = "detectable"


@dataclass(frozen=True)
class Fact:
    """One number of the run: its ``key``, as it is written (``text``), what it is in words, and its exact value.

    ``value`` of a share is 0-1, of a difference as well. ``base`` is the number of respondents behind it.
    """

    key: str
    kind: FactKind
    text: str
    detail: str
    value: Fraction | float
    base: int


def share_key(question: str, row: str, variable: str | None = None, segment: str | None = None) -> str:
    """Name a share: ``criterion/quality@role=inhouse``; of everyone asked without the part from ``@`` on."""
    return f"{question}/{row}{_place(variable, segment)}"


def base_key(question: str, variable: str | None = None, segment: str | None = None) -> str:
    """Name the base of a question in a column: ``n:criterion@role=inhouse``."""
    return f"{FactKind.BASE}:{question}{_place(variable, segment)}"


def mean_key(question: str, variable: str | None = None, segment: str | None = None) -> str:
    """Name a mean: ``mean:grade@role=inhouse``."""
    return f"{FactKind.MEAN}:{question}{_place(variable, segment)}"


def pair_key(kind: FactKind, question: str, test: Comparison) -> str:
    """Name a number of a comparison: ``difference:criterion/quality@role=inhouse,bpo``."""
    row = f"/{test.row}" if test.row else ""
    return f"{kind}:{question}{row}@{test.variable}={test.first},{test.second}"


def facts_of(report: Report) -> dict[str, Fact]:
    """Give all facts of a report by key."""
    facts = [
        Fact(
            str(FactKind.RESPONDENTS), FactKind.RESPONDENTS, number(report.overview.n, report.language),
            report.overview.n_text, Fraction(report.overview.n), report.overview.n,
        )
    ]  # fmt: skip
    for question in report.questions:
        facts += _of_question(question, report.language)
    return {fact.key: fact for fact in facts}


def _of_question(question: QuestionReport, language: str) -> Iterator[Fact]:
    for table in question.views.values():
        for position, column in enumerate(table.columns):
            yield from _of_column(question, table, position, column, language)
        for test in table.comparisons:
            yield from _of_pair(question, test, language)


def _of_column(question: QuestionReport, table: Table, position: int, column: Column, language: str) -> Iterator[Fact]:
    if not column.is_shown or column.base is None:
        return
    detail = f"{question.text} – {column.label}"
    key = base_key(question.code, column.variable, column.segment)
    yield Fact(key, FactKind.BASE, column.n, f"{detail}: n", Fraction(column.base), column.base)
    for row in table.rows:
        cell = row.cells[position]
        if cell is not None:
            yield from _of_cell(question, row, column, cell, f"{detail}: {row.label}")
    mean = table.means[position] if table.means else None
    if mean is not None:
        yield _of_mean(question, column, mean, f"{detail}: {say(language, 'mean_row')}")


def _of_cell(question: QuestionReport, row: Row, column: Column, cell: Cell, detail: str) -> Iterator[Fact]:
    key = share_key(question.code, row.code, column.variable, column.segment)
    yield Fact(key, FactKind.SHARE, cell.percent, detail, cell.exact, cell.base)
    if cell.interval_text:
        yield Fact(f"{FactKind.INTERVAL}:{key}", FactKind.INTERVAL, cell.interval_text, detail, cell.exact, cell.base)


def _of_mean(question: QuestionReport, column: Column, mean: Mean, detail: str) -> Fact:
    key = mean_key(question.code, column.variable, column.segment)
    return Fact(key, FactKind.MEAN, mean.mean_text, detail, mean.mean, mean.base)


def _of_pair(question: QuestionReport, test: Comparison, language: str) -> Iterator[Fact]:
    """Give the difference and what could have been shown; of shares only, in percentage points."""
    if test.row is None or test.difference is None or test.interval is None:
        return
    detail, smallest = f"{question.text} – {test.row_label}: {test.groups_label}", min(test.bases, default=0)
    decimals, low_high = decimals_for(smallest), test.interval
    if test.difference < 0:
        low_high = (-low_high[1], -low_high[0])
    texts: Mapping[FactKind, tuple[float | None, str]] = {
        FactKind.DIFFERENCE: (abs(test.difference), _in_points(abs(test.difference), decimals, language)),
        FactKind.DIFFERENCE_INTERVAL: (abs(test.difference), points_range(low_high, language, decimals=decimals)),
        FactKind.DETECTABLE: (test.detectable, _in_points(test.detectable or 0.0, decimals, language)),
    }
    for kind, (value, text) in texts.items():
        if value is not None:
            yield Fact(pair_key(kind, question.code, test), kind, text, detail, value, smallest)


def _in_points(difference: float, decimals: int, language: str) -> str:
    text = points(difference, language, decimals=decimals)
    return say(language, "point" if text == "1" else "points", points=text)


def _place(variable: str | None, segment: str | None) -> str:
    return f"@{variable}={segment}" if variable and segment else ""
