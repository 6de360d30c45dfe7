"""Charts as accessible SVG: readable without colour, without script, in print and on a phone."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from polls.codebook.schema import QuestionKind
from polls.reporting.charts.bars import draw_bars, draw_timeline
from polls.reporting.charts.days import draw_days, draw_fieldwork_days
from polls.reporting.charts.frame import NARROW, WIDE
from polls.reporting.charts.histogram import draw_histogram
from polls.reporting.charts.items import draw_item_bars, draw_item_means, draw_parts
from polls.reporting.charts.means import draw_means
from polls.reporting.charts.outlook import OutlookLine, draw_outlook
from polls.reporting.charts.ranks import draw_ranks
from polls.reporting.charts.segments import draw_segments
from polls.reporting.charts.stacks import draw_matrix, draw_nps, draw_scale
from polls.reporting.document import QuestionGroup, QuestionReport, RowKind

__all__ = [
    "CHARTS",
    "GROUP_CHARTS",
    "NARROW",
    "WIDE",
    "OutlookLine",
    "draw_chart",
    "draw_days",
    "draw_fieldwork_days",
    "draw_group",
    "draw_outlook",
]

CHARTS: Mapping[QuestionKind, tuple[Callable[..., str], Callable[..., str]] | None] = {
    QuestionKind.SINGLE: (draw_bars, draw_segments),
    QuestionKind.MULTIPLE: (draw_bars, draw_segments),
    QuestionKind.DROPDOWN: (draw_bars, draw_segments),
    QuestionKind.SCALE: (draw_scale, draw_scale),
    QuestionKind.RATING: (draw_histogram, draw_means),
    QuestionKind.NPS: (draw_nps, draw_nps),
    QuestionKind.STARS: (draw_histogram, draw_means),
    QuestionKind.MATRIX_SINGLE: None,
    QuestionKind.MATRIX_MULTIPLE: None,
    QuestionKind.MATRIX_NUMBER: None,
    QuestionKind.RANKING: (draw_ranks, draw_segments),
    QuestionKind.ALLOCATION: None,
    QuestionKind.SLIDER: (draw_means, draw_means),
    QuestionKind.NUMBER: (draw_means, draw_means),
    QuestionKind.DATE: (draw_timeline, draw_timeline),
    QuestionKind.MONTH: (draw_timeline, draw_timeline),
    QuestionKind.SHORT_TEXT: None,
    QuestionKind.LONG_TEXT: None,
    QuestionKind.IMAGE_CHOICE: (draw_bars, draw_segments),
    QuestionKind.FILE: None,
    QuestionKind.INFORMATION: None,
    QuestionKind.HIDDEN: (draw_bars, draw_segments),
    QuestionKind.CALCULATED: (draw_means, draw_means),
    QuestionKind.CONSENT: (draw_bars, draw_segments),
}
"""By kind of variable: the chart of the total, and the chart by a segment variable."""

GROUP_CHARTS: Mapping[QuestionKind, Callable[..., str]] = {
    QuestionKind.MATRIX_SINGLE: draw_matrix,
    QuestionKind.MATRIX_MULTIPLE: draw_item_bars,
    QuestionKind.MATRIX_NUMBER: draw_item_means,
    QuestionKind.ALLOCATION: draw_parts,
}
"""By kind of question that has several variables: the one chart of all of them."""


def draw_chart(
    question: QuestionReport, variable: str | None = None, *, language: str, width: int = WIDE, has_base: bool = True
) -> str:
    """Draw the chart of a variable as an SVG of this width; empty where there is nothing to draw.

    Without ``has_base`` it leaves its base to what stands beside it. Raises KeyError when the report has no such
    segment variable.
    """
    table, chart = question.views[variable], CHARTS[question.kind]
    table = table if has_base else replace(table, base_note="")
    if chart is None or (all(row.kind is RowKind.ANSWERED for row in table.rows) and not table.means):
        return ""
    return chart[0 if variable is None else 1](question, table, language=language, width=width)


def draw_group(group: QuestionGroup, *, language: str, width: int = WIDE, has_base: bool = True) -> str:
    """Draw the one chart of a question with several variables; empty where there is nothing to draw.

    Without ``has_base`` it leaves its base to what stands beside it.
    """
    group = group if has_base else replace(group, base_note="")
    return GROUP_CHARTS[group.kind](group, language=language, width=width)
