"""Charts as data, for programs that draw themselves: what a slide's native chart is made of.

Which chart a kind of question gets is decided in ``charts.CHARTS`` alone; here stands, for each of those, its data.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from polls.reporting import charts
from polls.reporting.charts.bars import draw_bars, draw_timeline, sorted_bars
from polls.reporting.charts.histogram import draw_histogram
from polls.reporting.charts.items import draw_item_bars, draw_item_means, draw_parts
from polls.reporting.charts.means import draw_means
from polls.reporting.charts.palette import FAINT, MUTED, SERIES, ramp
from polls.reporting.charts.ranks import draw_ranks
from polls.reporting.charts.segments import column_title, draw_segments, series_of
from polls.reporting.charts.stacks import draw_matrix, draw_nps, draw_scale
from polls.reporting.document import Cell, Column, ExtraKind, Mean, QuestionGroup, QuestionReport, Row, RowKind, Table


class PlotKind(StrEnum):
    """Bars lie and are read from the top; columns stand; stacked bars are parts of a whole."""

    BARS = "bars"
    COLUMNS = "columns"
    STACKED = "stacked"


@dataclass(frozen=True)
class PlotSeries:
    """One series: a value per category (None: nothing to show), the colour of each, and the text of each."""

    name: str
    values: tuple[float | None, ...]
    texts: tuple[str, ...]
    colours: tuple[str, ...]


@dataclass(frozen=True)
class Plot:
    """A chart to draw. ``is_share``: values are shares of 0 to 1, written with ``decimals`` as percentages."""

    kind: PlotKind
    categories: tuple[str, ...]
    series: tuple[PlotSeries, ...]
    is_share: bool
    decimals: int = 0

    @property
    def description(self) -> str:
        """The chart in words, for who cannot see it."""
        if len(self.series) == 1:
            pairs = zip(self.categories, self.series[0].texts, strict=True)
            return "; ".join(f"{name}: {text}" for name, text in pairs if text) + "."
        told = [
            f"{name}: " + ", ".join(f"{each.name} {each.texts[at]}" for each in self.series if each.texts[at])
            for at, name in enumerate(self.categories)
        ]
        return "; ".join(told) + "."


def plot_of(question: QuestionReport, variable: str | None, *, language: str) -> Plot | None:
    """Give the chart of a variable as data; None where there is nothing to draw."""
    chart = charts.CHARTS[question.kind]
    if chart is None or not charts.draw_chart(question, variable, language=language):
        return None
    return PLOTS[chart[0 if variable is None else 1]](question, question.views[variable], language)


def plot_of_group(group: QuestionGroup, *, language: str) -> Plot | None:
    """Give the one chart of a question with several variables as data."""
    if not charts.draw_group(group, language=language):
        return None
    return GROUP_PLOTS[charts.GROUP_CHARTS[group.kind]](group, language)


def _shares(name: str, cells: Sequence[Cell | None], colours: Sequence[str], *, is_faint: bool = True) -> PlotSeries:
    """Make a series of shares; ``is_faint``: those on a small base are pale, where colour tells nothing else."""
    return PlotSeries(
        name,
        tuple(cell.share if cell else None for cell in cells),
        tuple(cell.percent if cell else "" for cell in cells),
        tuple(
            FAINT if is_faint and cell and cell.is_small_base else colour
            for cell, colour in zip(cells, colours, strict=True)
        ),
    )


def _means(name: str, means: Sequence[Mean], colour: str) -> PlotSeries:
    return PlotSeries(
        name, tuple(mean.mean for mean in means), tuple(mean.mean_text for mean in means), (colour,) * len(means)
    )


def _highlighted(rows: Sequence[Row], cells: Sequence[Cell], kind: PlotKind) -> Plot:
    colours = [SERIES[0] if cell.is_highest else MUTED for cell in cells]
    decimals = 1 if any("," in cell.percent or "." in cell.percent for cell in cells) else 0
    return Plot(kind, tuple(row.label for row in rows), (_shares("%", cells, colours),), True, decimals)


def _bars(_question: QuestionReport, table: Table, _language: str) -> Plot:
    bars = sorted_bars(table, 0)
    return _highlighted([bar.row for bar in bars], [bar.cell for bar in bars], PlotKind.BARS)


def _in_order(_question: QuestionReport, table: Table, _language: str) -> Plot:
    pairs = [(row, cell) for row in table.rows if row.kind is RowKind.CHOICE and (cell := row.cells[0])]
    return _highlighted([row for row, _ in pairs], [cell for _, cell in pairs], PlotKind.COLUMNS)


def _segments(_question: QuestionReport, table: Table, language: str) -> Plot:
    rows, series = [bar.row for bar in sorted_bars(table, 0)], series_of(table)
    made = tuple(
        _shares(column_title(each.column, language), [row.cells[each.position] for row in rows],
                [each.colour] * len(rows), is_faint=False)
        for each in series
    )  # fmt: skip
    return Plot(PlotKind.BARS, tuple(row.label for row in rows), made, True)


def _stacked(rows: Sequence[Row], colours: Sequence[str], columns: Sequence[tuple[int, Column]], language: str) -> Plot:
    series = tuple(
        _shares(row.label, [row.cells[position] for position, _ in columns], [colour] * len(columns), is_faint=False)
        for row, colour in zip(rows, colours, strict=True)
    )
    return Plot(PlotKind.STACKED, tuple(column_title(column, language) for _, column in columns), series, True)


def _with_base(table: Table) -> list[tuple[int, Column]]:
    return [(position, column) for position, column in enumerate(table.columns) if column.base]


def _scale(_question: QuestionReport, table: Table, language: str) -> Plot:
    rows = [row for row in table.rows if row.kind is RowKind.CHOICE]
    return _stacked(rows, ramp(len(rows)), _with_base(table), language)


def _nps(_question: QuestionReport, table: Table, language: str) -> Plot:
    rows = [row for row in reversed(table.rows) if row.kind is RowKind.NET]
    return _stacked(rows, ramp(len(rows)), _with_base(table), language)


def _mean_bars(_question: QuestionReport, table: Table, language: str) -> Plot:
    named = [(column, mean) for column, mean in zip(table.columns, table.means, strict=False) if mean]
    names = tuple(column_title(column, language) for column, _ in named)
    return Plot(PlotKind.BARS, names, (_means("x̄", [mean for _, mean in named], SERIES[0]),), False, 1)


def _ranks(_question: QuestionReport, table: Table, _language: str) -> Plot:
    told = [
        (extra.answer.strip("‘’"), cell.value, cell.text)
        for extra in table.extras_of(ExtraKind.MEAN_RANK)
        if (cell := extra.cells[0]) is not None and cell.value is not None
    ]
    told.sort(key=lambda each: each[1])
    series = PlotSeries(
        "x̄", tuple(value for _, value, _ in told), tuple(text for _, _, text in told), (SERIES[0],) * len(told)
    )
    return Plot(PlotKind.BARS, tuple(name for name, _, _ in told), (series,), False, 1)


def _matrix(group: QuestionGroup, language: str) -> Plot:
    rows = [row for row in group.members[0].total.rows if row.kind in (RowKind.CHOICE, RowKind.DONT_KNOW)]
    choices = sum(row.kind is RowKind.CHOICE for row in rows)
    colours = [*ramp(choices), *[SERIES[-1]] * (len(rows) - choices)]
    shown = _shown(group)
    series = tuple(
        _shares(
            row.label,
            [member.total.row(row.code).cells[0] for _, member in shown],
            [colour] * len(shown),
            is_faint=False,
        )
        for row, colour in zip(rows, colours, strict=True)
    )
    names = tuple(f"{name} ({_n(member, language)})" for name, member in shown)
    return Plot(PlotKind.STACKED, names, series, True)


def _item_bars(group: QuestionGroup, language: str) -> Plot:
    rows = [row for row in group.members[0].total.rows if row.kind in (RowKind.CHOICE, RowKind.DONT_KNOW)]
    shown = _shown(group)
    series = tuple(
        _shares(row.label, [member.total.row(row.code).cells[0] for _, member in shown],
                [SERIES[place % len(SERIES)]] * len(shown), is_faint=False)
        for place, row in enumerate(rows)
    )  # fmt: skip
    return Plot(PlotKind.BARS, tuple(f"{name} ({_n(member, language)})" for name, member in shown), series, True)


def _item_means(group: QuestionGroup, _language: str) -> Plot:
    return _mean_items(group, is_sorted=False)


def _parts(group: QuestionGroup, _language: str) -> Plot:
    return _mean_items(group, is_sorted=True)


def _mean_items(group: QuestionGroup, *, is_sorted: bool) -> Plot:
    named = [
        (name, mean)
        for name, member in zip(group.labels, group.members, strict=True)
        if (mean := member.total.means[0] if member.total.means else None)
    ]
    if is_sorted:
        named.sort(key=lambda pair: -pair[1].mean)
    means = _means("x̄", [mean for _, mean in named], SERIES[0])
    return Plot(PlotKind.BARS, tuple(name for name, _ in named), (means,), False, 1)


def _shown(group: QuestionGroup) -> list[tuple[str, QuestionReport]]:
    pairs = zip(group.labels, group.members, strict=True)
    return [(name, member) for name, member in pairs if member.total.columns[0].base]


def _n(member: QuestionReport, _language: str) -> str:
    return f"n = {member.total.columns[0].n}"


PLOTS: Mapping[Callable[..., str], Callable[[QuestionReport, Table, str], Plot]] = {
    draw_bars: _bars,
    draw_timeline: _in_order,
    draw_histogram: _in_order,
    draw_segments: _segments,
    draw_scale: _scale,
    draw_nps: _nps,
    draw_means: _mean_bars,
    draw_ranks: _ranks,
}
"""By the chart of the pages: the same as data."""

GROUP_PLOTS: Mapping[Callable[..., str], Callable[[QuestionGroup, str], Plot]] = {
    draw_matrix: _matrix,
    draw_item_bars: _item_bars,
    draw_item_means: _item_means,
    draw_parts: _parts,
}
