"""The page that staff keep open during the fieldwork."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from polls.codebook.schema import QuestionKind, Text, in_language
from polls.collection.services.counts import ROUNDING, is_rounding
from polls.collection.services.fieldwork import Fieldwork, SegmentStanding, Standing, load_fieldwork
from polls.questionnaire.models import Poll

CHART_WIDTH = 720


@permission_required("polls.view_results", raise_exception=True)
@require_safe
def fieldwork(request: HttpRequest, slug: str) -> HttpResponse:
    """Show invited, sent, started and answered, in total and per segment."""
    poll = get_object_or_404(Poll, slug=slug)
    version = poll.latest_version
    context: dict[str, Any] = {"section": "polls", "poll": poll, "current": "fieldwork", "version": version}
    if version:
        now = timezone.now()
        phase = poll.phase_at(now)
        context |= _shown(load_fieldwork(poll, version.questionnaire)) | {"now": now, "phase": phase.value}
        context |= {"is_open": phase is Poll.Phase.OPEN, "is_rounded": is_rounding(poll), "rounding": ROUNDING}
        context["has_files"] = any(question.kind is QuestionKind.FILE for question in version.questionnaire.questions)
        context["has_sealed"] = phase is Poll.Phase.CLOSED and poll.sealed_responses.exists()
    return render(request, "staff/fieldwork.html", context)


def _shown(loaded: Fieldwork) -> dict[str, Any]:
    return {
        "total": loaded.total,
        "rate": _percent(loaded.total.answered, loaded.total.invited),
        "funnel": _funnel(loaded.total),
        "tables": [
            (_in_words(label), [_row(segment) for segment in segments]) for label, segments in loaded.by_variable
        ],
        "reminders": list(loaded.reminders.items()),
    }


def _row(segment: SegmentStanding) -> dict[str, Any]:
    standing = segment.standing
    return {
        "label": _in_words(segment.label) if segment.label else _("Not in a segment"),
        "standing": standing,
        "rate": _percent(standing.answered, standing.invited),
    }


def _funnel(total: Standing) -> list[dict[str, Any]]:
    """Give the steps from invited to answered, each with the width of its bar."""
    steps = [(_("Invited"), total.invited, False), (_("Mail sent"), total.sent, False)]
    steps += [(_("Started"), total.started, True), (_("Answered"), total.answered, True)]
    return [
        {
            "label": label,
            "count": count,
            "is_told": is_told,
            "percent": _percent(count, total.invited),
            "width": round(CHART_WIDTH * count / total.invited) if total.invited else 0,
        }
        for label, count, is_told in steps
    ]


def _percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None


def _in_words(text: Text) -> str:
    return in_language(text, (translation.get_language() or "nl")[:2])
