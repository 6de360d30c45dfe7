"""Charts as accessible SVG: readable without colour, without script, in print and on a phone."""

from collections.abc import Callable, Mapping

from polls.codebook.schema import QuestionKind
from polls.reporting.charts.bars import draw_bars
from polls.reporting.charts.days import draw_days
from polls.reporting.charts.frame import NARROW, WIDE
from polls.reporting.charts.histogram import draw_histogram
from polls.reporting.charts.means import draw_means
from polls.reporting.charts.segments import draw_segments
from polls.reporting.charts.stacks import draw_scale
from polls.reporting.document import QuestionReport

__all__ = ["CHARTS", "NARROW", "WIDE", "draw_chart", "draw_days"]

CHARTS: Mapping[QuestionKind, tuple[Callable[..., str], Callable[..., str]] | None] = {
    QuestionKind.SINGLE: (draw_bars, draw_segments),
    QuestionKind.MULTIPLE: (draw_bars, draw_segments),
    QuestionKind.SCALE: (draw_scale, draw_scale),
    QuestionKind.RATING: (draw_histogram, draw_means),
    QuestionKind.NUMBER: (draw_means, draw_means),
    QuestionKind.SHORT_TEXT: None,
    QuestionKind.LONG_TEXT: None,
    QuestionKind.DROPDOWN: (draw_bars, draw_segments),
    QuestionKind.NPS: (draw_histogram, draw_means),
    QuestionKind.STARS: (draw_histogram, draw_means),
    QuestionKind.MATRIX_SINGLE: None,
    QuestionKind.MATRIX_MULTIPLE: None,
    QuestionKind.MATRIX_NUMBER: None,
    QuestionKind.RANKING: None,
    QuestionKind.ALLOCATION: None,
    QuestionKind.SLIDER: (draw_means, draw_means),
    QuestionKind.DATE: None,
    QuestionKind.MONTH: None,
    QuestionKind.IMAGE_CHOICE: (draw_bars, draw_segments),
    QuestionKind.FILE: None,
    QuestionKind.INFORMATION: None,
    QuestionKind.HIDDEN: None,
    QuestionKind.CALCULATED: None,
    QuestionKind.CONSENT: (draw_bars, draw_segments),
}
"""By kind: the chart of the total, and the chart by a segment variable."""


def draw_chart(question: QuestionReport, variable: str | None = None, *, language: str, width: int = WIDE) -> str:
    """Draw the chart of a question as an SVG of this width; empty where there is nothing to draw.

    Raises KeyError when the report has no such variable.
    """
    table, chart = question.views[variable], CHARTS[question.kind]
    if chart is None:
        return ""
    return chart[0 if variable is None else 1](question, table, language=language, width=width)
