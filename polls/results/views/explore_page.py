"""What stands on the explore page, put together for its template."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polls.analysis.exploration import columns_on_offer, rows_on_offer
from polls.codebook.schema import QuestionKind, Questionnaire, in_language
from polls.questionnaire.models import Poll
from polls.reporting.document import QuestionReport, Report, Row, RowKind, Table
from polls.results.models import Run
from polls.results.views.context import about
from polls.results.views.explore_form import AS_ASKED, COUNT, LOWEST, ExploreForm
from polls.results.views.question_view import QuestionView, view_of

UNORDERED = frozenset(
    {
        QuestionKind.SINGLE,
        QuestionKind.DROPDOWN,
        QuestionKind.MULTIPLE,
        QuestionKind.IMAGE_CHOICE,
        QuestionKind.HIDDEN,
        QuestionKind.RANKING,
    }
)
"""Kinds of which the answers may stand in any order; those of others go from one end to the other."""

REFUSALS: dict[str, str | Promise] = {
    "busy": gettext_lazy("Others ask for tables of this poll at the moment. Try again in a few seconds."),
    "moved": gettext_lazy("New responses came in while the responses were being read. Show it again in a minute."),
    "many": gettext_lazy("The responses are still being read. Show it again in a minute."),
    "weights": gettext_lazy("These weights do not fit these responses. Open the weights to see which segment it is."),
    "flags": gettext_lazy(
        "Too few respondents have such a flag, or too few have none: beside the numbers of everyone, those without them"
        " would tell what a few said."
    ),
}


def page_of(poll: Poll, run: Run, form: ExploreForm, *, query: str, now: datetime) -> dict[str, Any]:
    """Put the page together around a figure that may or may not be there."""
    questionnaire = run.questionnaire
    return {
        **about(poll, current="results", now=now),
        "run": run,
        "form": form,
        "query": query,
        "codes": _codes(questionnaire, form.language),
        "example": _example(questionnaire),
    }


def _example(questionnaire: Questionnaire) -> str:
    """Write a condition that could be typed."""
    return next((f"{each.code} = {each.options[0].code}" for each in columns_on_offer(questionnaire)), "")


def _codes(questionnaire: Questionnaire, language: str) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """List what a condition can speak of: each code with its text, and the codes of the answers."""
    attributes = [
        (name, "", [(value, "") for value in sorted(values)]) for name, values in questionnaire.attributes.items()
    ]
    return attributes + [
        (
            variable.code,
            in_language(variable.text, language),
            [(option.code, in_language(option.label, language)) for option in variable.options],
        )
        for variable in rows_on_offer(questionnaire)
    ]


@dataclass(frozen=True)
class Seen:
    """The report of what was asked for, by ``variable``; or why there is none, by its code."""

    report: Report | None = None
    variable: str | None = None
    refusal: str = ""


def figure_of(seen: Seen, form: ExploreForm, *, language: str) -> dict[str, Any]:
    """Put the figure together: the chart, the table as it was asked for, what can be said, and the tests."""
    report = seen.report
    if report is None:
        return {"refusal": REFUSALS[seen.refusal], "spoken": REFUSALS[seen.refusal]}
    drawn = view_of(report.questions[0], 1, seen.variable, language=language)
    view = replace(drawn, is_counts=form.cleaned_data["show"] == COUNT)
    return {
        "report": report,
        "question": view,
        "total": view.table.columns[0],
        "has_letters": any(cell.letters for line in view.lines for cell in line.cells),
        "weights_note": report.method_notes[-1],
        "is_test_left_out": _is_test_left_out(view),
        "spoken": _spoken(view),
    }


def sorted_report(report: Report, order: str) -> Report:
    """Put the answers of the one question in the order that was asked for, in tables and charts alike."""
    (question,) = report.questions
    if question.kind not in UNORDERED:
        return report
    views = {variable: _sorted(table, order) for variable, table in question.views.items()}
    changed = replace(question, views=views)
    groups = tuple(replace(group, members=_changed(group.members, changed)) for group in report.groups)
    return replace(report, questions=(changed,), groups=groups)


def _changed(members: Iterable[QuestionReport], changed: QuestionReport) -> tuple[QuestionReport, ...]:
    return tuple(changed if each.code == changed.code else each for each in members)


def _sorted(table: Table, order: str) -> Table:
    if order == AS_ASKED:
        return replace(table, is_in_order=True)
    sign = 1 if order == LOWEST else -1
    answers = sorted(
        (row for row in table.rows if row.kind is not RowKind.NET),
        key=lambda row: (row.is_last, 0.0 if row.is_last else sign * _share(row)),
    )
    nets = [row for row in table.rows if row.kind is RowKind.NET]
    return replace(table, rows=(*answers, *nets), is_in_order=True)


def _share(row: Row) -> float:
    """Give the share that a row is placed by: of everyone, or of the first group that is shown."""
    return next((cell.share for cell in row.cells if cell is not None), 0.0)


def _is_test_left_out(view: QuestionView) -> bool:
    """Whether the whole table was not tested though pairs of its groups were: that would take more than a moment."""
    has_pairs = any(test.scope == "row" and test.pvalue is not None for test in view.tests)
    return has_pairs and view.report.kind is not QuestionKind.MULTIPLE and view.table.overall is None


def _spoken(view: QuestionView) -> str:
    """Say in a line what is shown now, for who cannot see that it changed."""
    shown = [column for column in view.table.columns if column.is_shown and column.base]
    if not shown:
        return _("Nothing can be shown of this choice.")
    return _("%(question)s: %(count)s groups shown, n = %(n)s.") % {
        "question": view.text,
        "count": len(shown),
        "n": shown[0].n,
    }
