"""A poll beside its earlier waves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from polls.codebook.schema import in_language
from polls.questionnaire.models import Poll
from polls.reporting.charts import NARROW, WIDE
from polls.reporting.charts.trend import TrendLine, draw_trend
from polls.reporting.numbers import p_value, percent_range, points, points_range, share_percent
from polls.reporting.phrases import TEST_NAMES
from polls.results.views.context import about, language_now
from polls.results.views.question_view import Chart, chart_of

if TYPE_CHECKING:
    from polls.analysis.waves import Change, Point
    from polls.results.services.waves import Trend, Wave


@dataclass(frozen=True)
class WaveCell:
    """One answer in one wave, and what changed since the wave before."""

    percent: str = ""
    interval: str = ""
    change: str = ""
    test: str = ""
    is_significant: bool = False


@dataclass(frozen=True)
class TrendView:
    """One question over the waves."""

    code: str
    text: str
    bases: tuple[str, ...]
    lines: tuple[tuple[str, tuple[WaveCell, ...]], ...]
    chart: Chart | None
    both: int


@require_safe
@permission_required("polls.view_results", raise_exception=True)
def waves(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every question that an earlier wave has too: shares, changes with their tests, and a trend."""
    # The one place where this page begins to need NumPy.
    from polls.results.services.waves import trends, waves_of

    poll = get_object_or_404(Poll, slug=slug)
    found = waves_of(poll)
    language = language_now()
    context = {
        **about(poll, current="results", now=timezone.now()),
        "waves": [(wave, in_language(wave.poll.title, language) or wave.poll.slug) for wave in found],
        "trends": [_view(trend, found, language) for trend in trends(found)],
        "is_identified": any(not wave.poll.is_anonymous for wave in found),
    }
    return render(request, "staff/waves.html", context)


def _view(trend: "Trend", found: "Sequence[Wave]", language: str) -> TrendView:
    names = [wave.poll.slug for wave in found]
    labels = {row: _label(trend, row, language) for row in trend.rows}
    text = in_language(trend.question.text, language)
    by_share = sorted(trend.rows, key=lambda row: -trend.points[-1][row].share)
    drawn = [TrendLine(labels[row], tuple(_drawn(each.get(row)) for each in trend.points)) for row in by_share]
    wide, narrow = (
        draw_trend(trend.question.code, text, names, drawn, language=language, width=width) for width in (WIDE, NARROW)
    )
    lines = tuple(
        (labels[row], tuple(_cell(each.get(row), change.get(row), language) for each, change in _pairs(trend)))
        for row in trend.rows
    )
    bases = tuple(str(next(iter(each.values())).base) if each else "–" for each in trend.points)
    both = max((change.both for each in trend.changes for change in each.values()), default=0)
    return TrendView(trend.question.code, text, bases, lines, chart_of(wide, narrow) if wide else None, both)


def _pairs(trend: "Trend") -> "list[tuple[dict[str, Point], dict[str, Change]]]":
    return [(dict(each), dict(change)) for each, change in zip(trend.points, trend.changes, strict=True)]


def _drawn(point: "Point | None") -> tuple[float, float, float] | None:
    return (point.share, point.low, point.high) if point else None


def _label(trend: "Trend", row: str, language: str) -> str:
    choice = trend.question.choice_by_code.get(row)
    return in_language(choice.label if choice else trend.question.dont_know or {}, language) or row


def _cell(point: "Point | None", change: "Change | None", language: str) -> WaveCell:
    if point is None:
        return WaveCell()
    percent = share_percent(point.share, point.base, language)
    interval = percent_range((point.low, point.high), point.base, language)
    if change is None:
        return WaveCell(percent, interval)
    sign = "+" if change.difference > 0 else ""
    told = f"{sign}{points(change.difference, language)}"
    reach = points_range((change.low, change.high), language)
    if change.pvalue is None:
        return WaveCell(percent, interval, f"{told} ({reach})", _("too few to test"))
    test = f"{TEST_NAMES[change.test][language]}, {p_value(change.pvalue, language)}"
    return WaveCell(percent, interval, f"{told} ({reach})", test, change.verdict == "different")
