"""Mail that waits and cannot go any more: of a poll that has closed, and of those whom a full quota would turn away.

A claim finds that out by itself; but nothing is claimed of a poll that is paused or outside its hours, and then its
mail would stand in the outbox as waiting for ever.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from polls.invitations.models import Message, MessageEvent
from polls.invitations.services.log import note
from polls.questionnaire.models import Poll

BATCH = 500


def stop_unwanted(*, now: datetime) -> int:
    """Cancel what waits and cannot go, with its reason; give how many messages that were. Repeatable."""
    waiting = Message.objects.filter(state=Message.State.QUEUED).exclude(kind=Message.Kind.THANKS)
    is_closed = Q(poll__state=Poll.State.CLOSED) | Q(poll__closes_at__lte=now)
    stopped = _cancel(waiting.filter(is_closed), Message.Reason.CLOSED, now)
    return stopped + _cancel(waiting.filter(invitation__is_past_quota=True), Message.Reason.QUOTA, now)


def _cancel(messages: QuerySet[Message], reason: Message.Reason, now: datetime) -> int:
    """Cancel in batches, each a transaction, what no worker claims meanwhile."""
    count = 0
    while batch := list(messages.values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            ours = Message.objects.select_for_update(of=("self",)).select_related("poll")
            for message in ours.filter(pk__in=batch, state=Message.State.QUEUED):
                message.state, message.cancelled_for = Message.State.CANCELLED, reason
                message.save(update_fields=["state", "cancelled_for"])
                note(message, MessageEvent.What.CANCELLED, at=now)
                count += 1
    return count
