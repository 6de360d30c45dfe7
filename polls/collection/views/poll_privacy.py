"""What was promised about the answers of a poll, what is kept until when, and the proof that it went."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from polls.codebook.schema import Channel, in_language
from polls.collection.models import Response
from polls.collection.services.retention import DRAFTS, LINKS
from polls.questionnaire.models import Poll, PollEvent

PROOFS = (
    PollEvent.Action.PUBLISHED,
    PollEvent.Action.CLOSED,
    PollEvent.Action.REOPENED,
    PollEvent.Action.LINKS_CUT,
    PollEvent.Action.PERSON_ERASED,
)


@permission_required("polls.view_results", raise_exception=True)
@require_safe
def poll_privacy(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the promise as it is fixed, in the words that respondents read, and what became of it."""
    poll = get_object_or_404(Poll, slug=slug)
    now = timezone.now()
    context = {
        "section": "polls",
        "current": "fieldwork",
        "poll": poll,
        "events": poll.events.filter(action__in=PROOFS).select_related("by"),
        **_dates(poll, now),
        **_promise(poll),
    }
    return render(request, "staff/poll_privacy.html", context)


def _dates(poll: Poll, now: datetime) -> dict[str, Any]:
    linked = Response.objects.filter(poll=poll, invitation__isnull=False).count() if not poll.is_anonymous else 0
    link_end = None if poll.is_anonymous else poll.link_end_at(now)
    return {
        "linked": linked,
        "link_end": link_end,
        "is_link_over": link_end is not None and link_end < timezone.localdate(now),
        "drafts_end": poll.closes_at + DRAFTS if poll.closes_at else None,
        "links_end": poll.closes_at + LINKS if poll.closes_at else None,
        "drafts_days": DRAFTS.days,
        "links_days": LINKS.days,
    }


def _promise(poll: Poll) -> dict[str, Any]:
    """Give what the respondents' own text is made of."""
    version = poll.latest_version
    if version is None:
        return {"version": None}
    questionnaire = version.questionnaire
    language = (translation.get_language() or "nl")[:2]
    return {
        "version": version,
        "is_anonymous": questionnaire.is_anonymous,
        "is_by_invitation": questionnaire.channel is Channel.INVITATION,
        "minimum_base": questionnaire.minimum_base,
        "linked_until": poll.linked_until if poll.leads_to_people else None,
        "privacy": in_language(questionnaire.privacy, language),
    }
