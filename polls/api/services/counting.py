"""How many have answered, looked at by the clock: nobody's moment of answering is written down by it.

The submit of an answer writes no announcement. It would say when the fiftieth came in, beside an invitation that was
marked as used in the same second. So the counts are looked at every ten minutes, of open anonymous polls in steps.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from polls.api.models import Webhook
from polls.collection.services.counts import ROUNDING
from polls.questionnaire.models import Announcement, Poll
from polls.questionnaire.services.announcing import announce
from polls.results.services.overview import PollGlance, glances

LATE = timedelta(days=2)
"""How long after closing the exact count is still looked at."""


def announce_counts(*, now: datetime) -> int:
    """Announce the numbers of responses that were reached and that a webhook waits for; give how many are new.

    What is announced follows from the counts alone, so that a round which died is made good by the next.
    """
    with transaction.atomic():
        wanted = _thresholds()
        polls = Poll.objects.filter(
            Q(state=Poll.State.PUBLISHED) | Q(state=Poll.State.CLOSED, closes_at__gte=now - LATE)
        )
        if not wanted:
            return 0
        told = Announcement.objects.filter(kind=Announcement.Kind.RESPONSES, poll__in=polls)
        known = set(told.values_list("poll_id", "key"))
        reached = [
            (glance.poll, threshold)
            for glance in glances(polls, now=now)
            for threshold in wanted
            if threshold <= safe_count(glance) and (glance.poll.pk, str(threshold)) not in known
        ]
        for poll, threshold in reached:
            announce(poll, Announcement.Kind.RESPONSES, now=now, key=str(threshold), threshold=threshold)
    return len(reached)


def safe_count(glance: PollGlance) -> int:
    """Give the count that may be told: of an open anonymous poll in full steps of k, and never finer than pages do."""
    if not glance.is_rounded:
        return glance.answered
    return glance.answered - glance.answered % max(glance.poll.minimum_base, ROUNDING)


def _thresholds() -> list[int]:
    wanted = Webhook.objects.filter(is_active=True).values_list("kinds", "thresholds")
    return sorted({each for kinds, numbers in wanted if Announcement.Kind.RESPONSES in kinds for each in numbers})
