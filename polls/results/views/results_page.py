"""What stands on the results page, put together for its template."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from urllib.parse import urlencode

from polls.analysis.summary_document import Summary
from polls.codebook.schema import Questionnaire, Segment, in_language
from polls.collection.services.counts import ROUNDING
from polls.questionnaire.models import Poll, WaveMap
from polls.reporting.build import build_report
from polls.reporting.charts import NARROW, WIDE, draw_days
from polls.reporting.document import Finding, Report
from polls.reporting.numbers import percent
from polls.results.forms import TOTAL, ResultsForm
from polls.results.models import Run, WorkState
from polls.results.services.failures import failure_of
from polls.results.services.overview import answered_so_far, count_invited, responses_by_day
from polls.results.views.choosing import chosen_in
from polls.results.views.context import about
from polls.results.views.group_view import GroupView, group_view_of
from polls.results.views.question_view import Chart, QuestionView, chart_of, view_of

MOST_FINDINGS = 6


@dataclass(frozen=True)
class SegmentResponse:
    """How a segment responded. ``answered`` is None where it is hidden; ``invited`` 0 where nobody knows.

    ``rate`` is how many of the invited are in the results, as text; empty where that cannot be said.
    """

    label: str
    answered: int | None
    invited: int
    rate: str
    population: int | None


def page_of(poll: Poll, run: Run, shown: Run, form: ResultsForm, *, language: str, now: datetime) -> dict[str, Any]:
    """Put the page together. ``run`` is the newest of everyone, ``shown`` the one whose numbers are shown."""
    questionnaire = run.questionnaire
    report = report_of_run(run, shown, language)
    return {
        **about(poll, current="results", now=now),
        "run": run,
        "shown": shown,
        "form": form,
        "variable": form.variable,
        "weights": shown.recipe.get("weights"),
        "weights_note": report.method_notes[-1] if shown.recipe.get("weights") else "",
        "downloads_query": urlencode(chosen_in(shown)),
        "has_waves": WaveMap.objects.filter(later=poll).exists(),
        "how_query": urlencode({"by": form.variable or TOTAL, **chosen_in(shown)}),
        "explore_query": urlencode({"by": form.variable or "", **chosen_in(shown)}),
        "report": report,
        "findings": [(finding, _exploring(finding, shown)) for finding in _findings(report)],
        "questions": _questions(report, form.variable, language),
        **_response(poll, run, questionnaire, language),
        **_freshness(poll, run),
    }


def report_of_run(run: Run, shown: Run, language: str) -> Report:
    """Put the numbers of ``shown`` into words, by the questionnaire of the newest run of everyone."""
    return build_report(run.questionnaire, cast(Summary, shown.summary), language=language)


def waiting_page(poll: Poll, *, now: datetime) -> dict[str, Any]:
    """Put together the page of a poll that has no results yet."""
    answered, is_rounded = answered_so_far(poll)
    return {
        **about(poll, current="results", now=now),
        "answered": answered,
        "is_rounded": is_rounded,
        "step": ROUNDING,
        "newest": _newest(poll),
    }


def _questions(report: Report, variable: str | None, language: str) -> list[QuestionView | GroupView]:
    return [
        view_of(group.members[0], number, variable, language=language)
        if group.is_single
        else group_view_of(group, number, variable, language=language)
        for number, group in enumerate(report.groups, start=1)
    ]


def _day_chart(days: list[tuple[date, int]], language: str) -> Chart:
    return chart_of(*(draw_days(days, language=language, width=width) for width in (WIDE, NARROW)))


def _findings(report: Report) -> tuple[Finding, ...]:
    return report.overview.findings[:MOST_FINDINGS]


def _exploring(finding: Finding, shown: Run) -> str:
    """Write the address under which a finding can be explored: its question by its variable, of the same people."""
    return urlencode({"q": finding.question, "by": finding.claim.variable or "", **chosen_in(shown)})


def _response(poll: Poll, run: Run, questionnaire: Questionnaire, language: str) -> dict[str, Any]:
    """Put together who responded: by segment and by day."""
    days = responses_by_day(poll)
    invited = count_invited(poll, questionnaire.segment_variables)
    return {
        "days": _day_chart(days, language) if days else None,
        "segments": _segments(run, questionnaire, invited.by_segment, language),
        "invited": invited.total,
        "rate": _rate(run.base, invited.total, language),
    }


def _segments(
    run: Run, questionnaire: Questionnaire, invited: Mapping[tuple[str, str], int], language: str
) -> list[tuple[str, list[SegmentResponse]]]:
    sizes = {
        (variable["code"], segment["code"]): segment["n"]
        for variable in cast(Summary, run.summary)["segment_variables"]
        for segment in variable["segments"]
    }
    return [
        (
            in_language(variable.label, language),
            [
                _segment(
                    segment, sizes[variable.code, segment.code], invited.get((variable.code, segment.code), 0), language
                )
                for segment in variable.segments
            ],
        )
        for variable in questionnaire.segment_variables
    ]


def _segment(segment: Segment, answered: int | None, invited: int, language: str) -> SegmentResponse:
    label, rate = in_language(segment.label, language), _rate(answered, invited, language)
    return SegmentResponse(label, answered, invited, rate, segment.population)


def _rate(answered: int | None, invited: int, language: str) -> str:
    """Write which part of the invited answered. Nothing where more answered than were invited by this attribute."""
    return percent(answered, invited, language) if answered is not None and answered <= invited and invited else ""


def _freshness(poll: Poll, run: Run) -> dict[str, Any]:
    """Say what is newer than what is shown: responses, a run under way, a run that failed."""
    answered, is_rounded = answered_so_far(poll)
    newest = _newest(poll)
    is_pending = newest is not None and newest.state in (WorkState.QUEUED, WorkState.RUNNING)
    has_failed = newest is not None and newest.state == WorkState.FAILED
    return {
        "answered": answered,
        "is_rounded": is_rounded,
        "behind": max(0, answered - run.base),
        "pending": newest if is_pending else None,
        "failed": newest if has_failed else None,
        "failure": failure_of(newest.error) if newest is not None and has_failed else None,
    }


def _newest(poll: Poll) -> Run | None:
    return Run.objects.of_everyone(poll).defer("summary").first()
