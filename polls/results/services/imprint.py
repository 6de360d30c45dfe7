"""Who made the numbers of a run, of when, and when they were computed: what stands in every file of it."""

from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.utils import timezone

from polls.codebook.answers.dates import MONTHS
from polls.questionnaire.models import Poll
from polls.reporting.edition import Imprint
from polls.results.models import Run

SHORT = 12
"""Letters of a hash that are enough to tell runs apart."""

_UNTIL = {"nl": "{first} tot en met {last}", "en": "{first} to {last}"}
_SINCE = {"nl": "vanaf {first}", "en": "from {first}"}


def imprint_of(run: Run, language: str) -> Imprint:
    """Give the imprint of a finished run in one language."""
    return Imprint(
        organisation=parseaddr(settings.DEFAULT_FROM_EMAIL)[0],
        made_on=_day(run.finished_at, language),
        fieldwork=_fieldwork(run.poll, language),
        reference=run.data_hash[:SHORT] or str(run.pk)[:SHORT],
    )


def _fieldwork(poll: Poll, language: str) -> str:
    """Say when people could answer; nothing of a poll without a beginning."""
    first, last = _day(poll.opens_at or poll.first_published_at, language), _day(poll.closes_at, language)
    is_over = poll.state == Poll.State.CLOSED
    if not first:
        return ""
    return (_UNTIL if is_over and last else _SINCE)[language].format(first=first, last=last)


def _day(at: datetime | None, language: str) -> str:
    """Write a day as people write it: ``22 november 2026``; nothing of no day."""
    if at is None:
        return ""
    day = timezone.localtime(at)
    return f"{day.day} {MONTHS[language].split()[day.month - 1]} {day.year}"
