"""The page that staff keep open during the fieldwork."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from polls.analysis.forecast import ASSUMED_WEIGHT
from polls.codebook.schema import QuestionKind
from polls.collection.services.channels import Channel, load_channels
from polls.collection.services.counts import ROUNDING, is_rounding
from polls.collection.services.fieldwork import Fieldwork, load_fieldwork
from polls.questionnaire.models import Poll, QuestionnaireVersion
from polls.results.services.advice import advise
from polls.results.services.field_days import earlier_polls, load_days
from polls.results.services.outlook import Outlook, look_ahead
from polls.results.services.quota_standing import load_quotas
from polls.results.views.context import about
from polls.results.views.fieldwork_parts import (
    advice_rows,
    day_rows,
    days_chart,
    funnel,
    outlook_chart,
    quota_rows,
    segment_tables,
)


@permission_required("polls.view_results", raise_exception=True)
@require_safe
def fieldwork(request: HttpRequest, slug: str) -> HttpResponse:
    """Show sent, delivered, started and finished, what the end is expected to be, and what to do next."""
    poll = get_object_or_404(Poll, slug=slug)
    now = timezone.now()
    context = about(poll, current="fieldwork", now=now)
    version = poll.latest_version
    if version is not None:
        context |= _shown(poll, version, now)
    return render(request, "staff/fieldwork.html", context | {"version": version})


def _shown(poll: Poll, version: QuestionnaireVersion, now: datetime) -> dict[str, Any]:
    questionnaire = version.questionnaire
    loaded = load_fieldwork(poll, questionnaire)
    earlier = earlier_polls(poll)
    days = load_days([poll, *earlier])
    ours = days[poll.pk]
    outlook = look_ahead(poll, loaded, ours, [(other, days[other.pk]) for other in earlier], now=now)
    quotas = load_quotas(poll, questionnaire)
    phase = poll.phase_at(now)
    return {
        "now": now,
        "phase": phase.value,
        "is_open": phase is Poll.Phase.OPEN,
        "is_rounded": is_rounding(poll),
        "rounding": ROUNDING,
        "total": loaded.total,
        "rate": _percent(loaded),
        "funnel": funnel(loaded.total),
        "advice": advice_rows(advise(poll, loaded, ours, outlook, quotas, now=now)),
        "days": day_rows(ours),
        "days_chart": days_chart(ours),
        "quotas": quota_rows(quotas),
        "reminders": list(loaded.reminders.items()),
        "has_files": any(question.kind is QuestionKind.FILE for question in questionnaire.questions),
        "has_sealed": phase is Poll.Phase.CLOSED and poll.sealed_responses.exists(),
        "channels": _channels(poll, now),
        **_expected(loaded, outlook),
    }


def _channels(poll: Poll, now: datetime) -> Sequence[Channel]:
    """Give the ways into a poll with an open link, the main one first; none where that is the only one."""
    found = load_channels(poll, now=now) if poll.channel == Poll.Channel.OPEN else []
    return found if len(found) > 1 else []


def _expected(loaded: Fieldwork, outlook: Outlook | None) -> dict[str, Any]:
    return {
        "outlook": outlook,
        "outlook_chart": outlook_chart(loaded, outlook) if outlook else None,
        "assumed_weight": ASSUMED_WEIGHT,
        "tables": segment_tables(loaded, outlook),
    }


def _percent(loaded: Fieldwork) -> int | None:
    rate = loaded.total.response_rate
    return None if rate is None else round(100 * rate)
