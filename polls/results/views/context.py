"""What every page about one poll says of it."""

from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from polls.codebook.schema import in_language
from polls.questionnaire.models import Poll
from polls.results.services.overview import stage_of


def language_now() -> str:
    """Give the language of the interface."""
    return get_language() or "nl"


def about(poll: Poll, *, current: str, now: datetime) -> dict[str, Any]:
    """Give the poll, its title in the reader's language, where it stands, and which of its pages this is."""
    return {
        "poll": poll,
        "poll_title": in_language(poll.title, language_now()) or poll.slug,
        "stage": stage_of(poll, now=now),
        "section": "polls",
        "current": current,
    }
