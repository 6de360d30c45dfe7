"""How long messages are kept after they have arrived or were given up."""

from datetime import datetime, timedelta

from polls.api.models import AccessEvent, Delivery
from polls.questionnaire.models import Announcement

KEPT = timedelta(days=30)
KEPT_OF_ACCESS = timedelta(days=730)


def remove_expired(*, now: datetime) -> int:
    """Remove messages that came to an end a month ago, and events of access of two years ago; give how many messages.

    Announcements with a key stay as long as their poll: they would be made anew.
    """
    ended = [Delivery.State.DELIVERED, Delivery.State.FAILED]
    removed, _by_model = Delivery.objects.filter(state__in=ended, not_before__lt=now - KEPT).delete()
    Announcement.objects.filter(told_at__lt=now - KEPT, key="").delete()
    AccessEvent.objects.filter(at__lt=now - KEPT_OF_ACCESS).delete()
    return removed
