"""The page with the flags on responses, what leaving them out would change, and where people stop."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from polls.codebook.schema import in_language
from polls.questionnaire.models import Poll
from polls.reporting.flags import WORDS
from polls.results.views.context import about, language_now

MOST_EFFECTS = 10


@permission_required("polls.view_results", raise_exception=True)
@require_safe
def quality(request: HttpRequest, slug: str) -> HttpResponse:
    """Show how many responses are flagged, and what it would change to leave them out."""
    poll = get_object_or_404(Poll, slug=slug)
    context = about(poll, current="fieldwork", now=timezone.now())
    version = poll.latest_version
    if version is not None:
        context |= _shown(poll, version.questionnaire)
    return render(request, "staff/quality.html", context | {"version": version})


def _shown(poll: Poll, questionnaire: Any) -> dict[str, Any]:
    # Loads polars, which a web process otherwise does without.
    from polls.results.services.quality import load_quality

    found, language = load_quality(poll, questionnaire), language_now()
    return {
        "n": found.n,
        "flags": [
            {"name": WORDS[flag.name][language], "count": flag.count, "percent": _percent(flag.count, found.n)}
            for flag in found.flags
        ],
        "effects": [
            {
                "question": in_language(effect.question, language),
                "answer": in_language(effect.answer, language),
                "share": round(100 * effect.share),
                "without": round(100 * effect.share_without),
                "change": round(100 * effect.change),
            }
            for effect in found.effects[:MOST_EFFECTS]
        ],
        "pages": [
            {
                "title": in_language(page.title, language),
                "position": page.position,
                "seconds": round(page.seconds) if page.seconds else None,
                "reached": page.reached,
                "left": page.left,
                "percent": _percent(page.left, page.reached),
            }
            for page in found.pages
        ],
        "most_left": max((page.left / page.reached for page in found.pages), default=0),
    }


def _percent(part: int | None, whole: int) -> int | None:
    return round(100 * part / whole) if part is not None and whole else None
