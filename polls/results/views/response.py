"""The response of a poll as AAPOR has it: dispositions, rates with their definitions, and a file of both."""

import csv
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from polls.analysis.outcomes import Disposition, Outcomes, outcome_rates
from polls.codebook.schema import Text, in_language
from polls.collection.services.channels import load_channels
from polls.collection.services.counts import ROUNDING, is_rounding
from polls.questionnaire.models import Poll
from polls.reporting.writers.guard import guarded
from polls.results.services.response import Response, load_response
from polls.results.views.context import about, language_now

LABELS = {
    Disposition.COMPLETE: gettext_lazy("Complete"),
    Disposition.PARTIAL: gettext_lazy("Partial"),
    Disposition.REFUSAL: gettext_lazy("Refusal: opted out without answering"),
    Disposition.BREAK_OFF: gettext_lazy("Break-off: started and did not send"),
    Disposition.NON_CONTACT: gettext_lazy("Not available in the period"),
    Disposition.OTHER: gettext_lazy("Other"),
    Disposition.NO_INVITATION: gettext_lazy("No invitation sent"),
    Disposition.NOTHING_RETURNED: gettext_lazy("Invited, nothing heard"),
    Disposition.UNDELIVERED: gettext_lazy("Invitation could not be delivered"),
    Disposition.SCREENED_OUT: gettext_lazy("Screened out: does not belong to the group asked"),
    Disposition.QUOTA_FULL: gettext_lazy("Quota full"),
}

RATES = {
    "RR1": (gettext_lazy("Response rate 1"), gettext_lazy("completes of everyone, unknown eligibility included")),
    "RR2": (gettext_lazy("Response rate 2"), gettext_lazy("as 1, with partials")),
    "RR3": (gettext_lazy("Response rate 3"), gettext_lazy("as 1, with an estimate of how many are eligible")),
    "RR4": (gettext_lazy("Response rate 4"), gettext_lazy("as 3, with partials")),
    "RR5": (gettext_lazy("Response rate 5"), gettext_lazy("completes of those known to be eligible")),
    "RR6": (gettext_lazy("Response rate 6"), gettext_lazy("as 5, with partials")),
    "COOP1": (gettext_lazy("Cooperation rate 1"), gettext_lazy("completes of all who were reached")),
    "REF1": (gettext_lazy("Refusal rate 1"), gettext_lazy("refusals and break-offs of everyone")),
    "CON1": (gettext_lazy("Contact rate 1"), gettext_lazy("all who were reached of everyone")),
}
SEGMENT_RATES = ("RR1", "RR5", "COOP1", "REF1", "CON1")


@require_safe
@permission_required("polls.view_results", raise_exception=True)
def response(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what became of everyone who was invited."""
    poll = get_object_or_404(Poll, slug=slug)
    context = about(poll, current="fieldwork", now=timezone.now())
    loaded = _loaded(poll)
    if loaded is not None:
        context |= _shown(loaded) | {"is_provisional": poll.state != Poll.State.CLOSED}
    return render(request, "staff/response.html", context | _sources(poll) | {"is_held_back": is_rounding(poll)})


@require_safe
@permission_required("polls.view_results", raise_exception=True)
def response_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the same as a file; where there is nothing to give, the page says why."""
    poll = get_object_or_404(Poll, slug=slug)
    loaded = _loaded(poll)
    if loaded is None:
        return redirect("polls:response", slug=poll.slug)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{poll.slug}-response.csv"'
    answer.write("\ufeff")
    csv.writer(answer).writerows(_lines(loaded))
    return answer


def _sources(poll: Poll) -> dict[str, Any]:
    """Give what came by each link of a poll with an open link: participation, which is not a response rate."""
    if poll.channel != Poll.Channel.OPEN or not poll.is_frozen:
        return {}
    sources = load_channels(poll, now=timezone.now())
    started, answered = (sum(getattr(each, name) for each in sources) for name in ("started", "answered"))
    return {
        "sources": [(each, _percent(each.participation)) for each in sources],
        "participation": {"started": started, "answered": answered, "percent": _percent(_share(answered, started))},
        "is_rounded": is_rounding(poll),
        "rounding": ROUNDING,
    }


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _loaded(poll: Poll) -> Response | None:
    """Load it where there is something to say; exact counts of an open anonymous poll are nobody's business."""
    version = poll.latest_version
    if version is None or poll.channel != Poll.Channel.INVITATION or is_rounding(poll):
        return None
    loaded = load_response(poll, version.questionnaire)
    return loaded if loaded.total.total else None


def _shown(loaded: Response) -> dict[str, Any]:
    total, rates = loaded.total, outcome_rates(loaded.total)
    return {
        "total": total,
        "dispositions": _dispositions(total),
        "rates": [(name, label, meaning, _percent(rates[name])) for name, (label, meaning) in RATES.items()],
        "segment_rates": SEGMENT_RATES,
        "tables": [
            (_in_words(label), [_segment_row(_name_of(segment.label), segment.outcomes) for segment in segments])
            for label, segments in loaded.by_variable
        ],
        "total_row": _segment_row(_("Total"), total),
    }


def _dispositions(outcomes: Outcomes) -> list[dict[str, Any]]:
    """Give each disposition that somebody has, with AAPOR's code and its share of everyone."""
    return [
        {"code": each.value, "label": LABELS[each], "count": count, "percent": _percent(count / outcomes.total)}
        for each in Disposition
        if (count := outcomes.counts.get(each, 0))
    ]


def _segment_row(label: str, outcomes: Outcomes) -> dict[str, Any]:
    rates = outcome_rates(outcomes)
    return {"label": label, "n": outcomes.total, "rates": [_percent(rates[name]) for name in SEGMENT_RATES]}


def _lines(loaded: Response) -> list[list[str]]:
    """Write the file: a line for each group and disposition, then one for each group and rate, rates in 0–1."""
    groups = [("", _("Total"), loaded.total)]
    groups += [
        (guarded(_in_words(label)), guarded(_name_of(segment.label)), segment.outcomes)
        for label, segments in loaded.by_variable
        for segment in segments
    ]
    lines = [["variable", "segment", "measure", "value"]]
    for variable, segment, outcomes in groups:
        lines += [
            [variable, segment, f"{each.value} {LABELS[each]}", str(outcomes.counts.get(each, 0))]
            for each in Disposition
        ]
        lines += [
            [variable, segment, name, "" if rate is None else repr(rate)]
            for name, rate in outcome_rates(outcomes).items()
        ]
    return lines


def _name_of(label: Text | None) -> str:
    return _in_words(label) if label else _("Not in a segment")


def _in_words(text: Text) -> str:
    return in_language(text, language_now())


def _percent(rate: float | None) -> str:
    return "–" if rate is None else f"{100 * rate:.0f}%"
