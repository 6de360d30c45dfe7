"""Native charts of a slide: bars, columns or stacked bars with their workbook, in the colours of the house."""

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.util import Pt

from polls.reporting.charts.palette import text_on
from polls.reporting.plots import Plot, PlotKind, PlotSeries

FONT = "Calibri"
INK, SOFT, GRID = "0F2A33", "47606A", "DBE4E5"

TYPES = {
    PlotKind.BARS: XL_CHART_TYPE.BAR_CLUSTERED,
    PlotKind.COLUMNS: XL_CHART_TYPE.COLUMN_CLUSTERED,
    PlotKind.STACKED: XL_CHART_TYPE.BAR_STACKED,
}
LEAST_LABELLED = 0.045
"""Parts smaller than this have no room for their percentage."""


def add_chart(page: Any, plot: Plot, title: str, box: tuple[int, int, int, int]) -> None:
    """Put a chart on a page, at (left, top, width, height); ``title`` and the numbers are its text for a reader."""
    data = CategoryChartData(number_format=_format(plot))
    data.categories = list(plot.categories)
    for series in plot.series:
        data.add_series(series.name, series.values)
    frame = page.shapes.add_chart(TYPES[plot.kind], *box, data)
    described = frame._element.nvGraphicFramePr.cNvPr
    described.set("descr", f"{title} {plot.description}")
    chart = frame.chart
    chart.has_title = False
    chart.font.size, chart.font.name = Pt(_size(plot)), FONT
    chart.font.color.rgb = RGBColor.from_string(INK)
    _axes(chart, plot)
    _plot(chart.plots[0], plot)
    chart.has_legend = len(plot.series) > 1
    if chart.has_legend:
        legend = chart.legend
        legend.position, legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        legend.font.size = Pt(14)


def _size(plot: Plot) -> int:
    return 14 if len(plot.categories) * (len(plot.series) if plot.kind is PlotKind.BARS else 1) <= 12 else 12


def _format(plot: Plot) -> str:
    decimals = f".{'0' * plot.decimals}" if plot.decimals else ""
    return f"0{decimals}%" if plot.is_share else f"0{decimals}"


def _axes(chart: Any, plot: Plot) -> None:
    category, value = chart.category_axis, chart.value_axis
    category.format.line.color.rgb = RGBColor.from_string("9FB2B7")
    category.major_tick_mark = XL_TICK_MARK.NONE
    category.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    category.has_major_gridlines = False
    if plot.kind is not PlotKind.COLUMNS:
        category.reverse_order = True  # the first answer on top
    value.visible = False
    value.has_major_gridlines = False
    value.minimum_scale = min(
        0.0, *(number for series in plot.series for number in series.values if number is not None)
    )
    if plot.kind is PlotKind.STACKED:
        value.maximum_scale = 1.0


def _plot(drawn: Any, plot: Plot) -> None:
    is_stacked = plot.kind is PlotKind.STACKED
    drawn.gap_width = _gap(plot)
    drawn.overlap = 100 if is_stacked else -5 if len(plot.series) > 1 else 0
    for shown, series in zip(drawn.series, plot.series, strict=True):
        _colour(shown, series)
        for at, value in enumerate(series.values):
            if value is not None and (not is_stacked or value >= LEAST_LABELLED):
                _label(shown.points[at], series, at, plot)


def _gap(plot: Plot) -> int:
    """Give the room between bars in percent of their width: a few bars are not made as thick as fits."""
    if len(plot.categories) <= 3:
        return {1: 250, 2: 150, 3: 90}[max(1, len(plot.categories))]
    return 45 if plot.kind is PlotKind.STACKED or len(plot.series) == 1 else 60


def _colour(shown: Any, series: PlotSeries) -> None:
    first = series.colours[0] if series.colours else "#0b5f73"
    shown.format.fill.solid()
    shown.format.fill.fore_color.rgb = _rgb(first)
    shown.invert_if_negative = False
    for at, colour in enumerate(series.colours):
        if colour != first:
            fill = shown.points[at].format.fill
            fill.solid()
            fill.fore_color.rgb = _rgb(colour)


def _label(point: Any, series: PlotSeries, at: int, plot: Plot) -> None:
    """Label one bar with its number as it is written everywhere else."""
    label = point.data_label
    frame = label.text_frame
    frame.text = series.texts[at]
    is_stacked = plot.kind is PlotKind.STACKED
    label.position = XL_LABEL_POSITION.CENTER if is_stacked else XL_LABEL_POSITION.OUTSIDE_END
    font = frame.paragraphs[0].runs[0].font
    font.name, font.size, font.bold = FONT, Pt(_size(plot)), not is_stacked
    font.color.rgb = _rgb(text_on(series.colours[at])) if is_stacked else RGBColor.from_string(INK)


def _rgb(colour: str) -> Any:
    return RGBColor.from_string(colour.removeprefix("#").upper())
