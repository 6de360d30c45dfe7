"""Weights: a table of targets, what it would do, and its acceptance."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from polls.codebook.schema import Question, Questionnaire, in_language
from polls.questionnaire.models import Poll
from polls.reporting.numbers import number, share_percent
from polls.results.forms import WeightsForm
from polls.results.models import PollWeights
from polls.results.services.runs import latest_run
from polls.results.services.weights import RefusedTargetsError, accept_weights, draft_weights, report_of, words_of
from polls.results.views.context import about, language_now

MOST_ROWS = 12


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("polls.weight_results", raise_exception=True)
def weights(request: HttpRequest, slug: str) -> HttpResponse:
    """List the weights of a poll, and make a new version from a table of targets."""
    poll = get_object_or_404(Poll, slug=slug)
    run = latest_run(poll)
    form = WeightsForm(request.POST or None, request.FILES or None, initial=_initial(poll))
    if request.method == "POST" and run is not None and form.is_valid():
        given = form.cleaned_data
        try:
            made = draft_weights(
                poll,
                run,
                name=given["name"],
                rows=given["rows"],
                method=given["method"],
                trim=float(given["trim"]) if given["trim"] and given["method"] == "rake" else None,
                language=language_now(),
                by=request.user,
                now=timezone.now(),
            )
        except RefusedTargetsError as error:
            form.add_error(None, str(error))
        else:
            return redirect("polls:weights_version", slug=slug, label=made.name, version=made.version)
    context = {
        **about(poll, current="results", now=timezone.now()),
        "run": run,
        "form": form,
        "made": PollWeights.objects.filter(poll=poll).select_related("accepted_by", "created_by"),
    }
    return render(request, "staff/weights.html", context, status=422 if form.errors else 200)


@require_safe
@permission_required("polls.view_results", raise_exception=True)
def version(request: HttpRequest, slug: str, label: str, version: int) -> HttpResponse:
    """Show what one version of weights does, before it is accepted and after."""
    found = _found(slug, label, version)
    run = latest_run(found.poll)
    context: dict[str, Any] = {**about(found.poll, current="results", now=timezone.now()), "weights": found, "run": run}
    if run is not None:
        questionnaire = run.questionnaire
        try:
            report = report_of(found.poll, run, found.scheme)
        except ValueError as error:
            context["problem"] = _why(error, questionnaire)
        else:
            context |= _shown(report, questionnaire, language_now())
    return render(request, "staff/weights_version.html", context)


@require_POST
@permission_required("polls.weight_results", raise_exception=True)
def accept(request: HttpRequest, slug: str, label: str, version: int) -> HttpResponse:
    """Accept weights, so that results can be shown with them."""
    found = accept_weights(_found(slug, label, version), by=request.user, now=timezone.now())
    text = _("“%(name)s”, version %(version)s, is accepted. Choose it on the results page.")
    messages.success(request, text % {"name": found.name, "version": found.version})
    return redirect("polls:weights_version", slug=slug, label=label, version=version)


def _found(slug: str, label: str, version: int) -> PollWeights:
    mine = PollWeights.objects.select_related("poll", "accepted_by", "created_by")
    return get_object_or_404(mine, poll__slug=slug, name=label, version=version)


def _initial(poll: Poll) -> dict[str, str]:
    """Offer a table to fill in: every segment of every variable, without a number."""
    latest = poll.latest_version
    variables = latest.questionnaire.segment_variables[:1] if latest else ()
    lines = [f"{variable.code}; {segment.code}; " for variable in variables for segment in variable.segments]
    return {"table": "\n".join(["variable; segment; target", *lines]), "name": "sector"}


def _why(error: ValueError, questionnaire: Questionnaire) -> str:
    code = getattr(error, "code", "impossible")
    parts = {name: getattr(error, name, "") for name in ("line", "variable", "segment")}
    return words_of(code, questionnaire, language_now(), **parts, detail=getattr(error, "detail", "") or str(error))


@dataclass(frozen=True)
class ShareLine:
    """One segment or answer: its share among respondents, weighted, and its target where it has one."""

    label: str
    share: str
    weighted: str
    target: str = ""
    is_first: bool = False


def _shown(report: Mapping[str, Any], questionnaire: Questionnaire, language: str) -> dict[str, Any]:
    def text(value: float, decimals: int) -> str:
        return number(value, language, decimals=decimals)

    return {
        "report": report,
        "smallest": text(report["smallest"], 2),
        "largest": text(report["largest"], 2),
        "effective": text(report["effective_base"], 0),
        "effect": text(report["design_effect"], 2),
        "deviation": f"{report['deviation']:.1e}",
        "contradicting": ", ".join(report["contradicting"]),
        "margins": [_margin(each, report["n"], questionnaire, language) for each in report["margins"]],
        "questions": [made for each in report["questions"] if (made := _question(each, questionnaire, language))],
    }


def _margin(
    margin: Mapping[str, Any], n: int, questionnaire: Questionnaire, language: str
) -> tuple[str, list[ShareLine]]:
    variable = questionnaire.segment_variable_by_code[margin["variable"]]
    labels = {segment.code: in_language(segment.label, language) for segment in variable.segments}
    lines = [
        ShareLine(
            labels[each["code"]],
            share_percent(each["share"], 500, language),
            share_percent(each["weighted_share"], 500, language),
            share_percent(each["target"], 500, language),
        )
        for each in margin["segments"]
    ]
    return in_language(variable.label, language), lines


def _question(
    summary: Mapping[str, Any], questionnaire: Questionnaire, language: str
) -> tuple[str, str, str, list[ShareLine]] | None:
    """Give the text, the base, the effective base and the shares of a question; None where nothing is weighted."""
    total = summary["groups"][0]
    if not summary.get("weighted") or total["hidden"] or not total["base"] or not total["rows"]:
        return None
    question = questionnaire.variable_by_code[summary["code"]]
    lines = [
        ShareLine(
            _label(question, row["code"], language),
            share_percent(row["unweighted_share"], total["base"], language),
            share_percent(row["share"], total["base"], language),
        )
        for row in total["rows"][:MOST_ROWS]
    ]
    effective = number(total["effective_base"], language)
    return in_language(question.text, language), number(total["base"], language), effective, lines


def _label(question: Question, code: str, language: str) -> str:
    choice = question.choice_by_code.get(code)
    return in_language(choice.label if choice else question.dont_know or {}, language) or code
