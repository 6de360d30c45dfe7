"""After a restore: the outbox is older than what was sent, so nothing leaves until somebody has looked."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from polls.invitations.models import Message, MessageEvent
from polls.invitations.services.log import note
from polls.invitations.services.planning import set_paused
from polls.questionnaire.models import Poll

WHY = "restored from a backup: it may have been sent since"


@dataclass(frozen=True)
class Held:
    """How many messages are now unknown, and the polls whose mail is paused."""

    messages: int
    polls: int


def hold_mail(*, now: datetime) -> Held:
    """Take every message that may have left since the backup as unknown, and pause the mail of all open polls.

    Staff see the unknown ones in the fieldwork page and decide: sent, or once more. A message that was not to leave
    before ``now`` stays as it is. Reminders that the plan would make anew wait too. Doing it twice changes nothing.
    """
    with transaction.atomic():
        on_the_way = Message.objects.filter(state__in=[Message.State.QUEUED, Message.State.SENDING])
        doubtful = list(on_the_way.exclude(not_before__gt=now).select_related("poll").select_for_update(of=("self",)))
        Message.objects.filter(pk__in=[message.pk for message in doubtful]).update(
            state=Message.State.UNKNOWN, lease_until=None, last_error=WHY
        )
        for message in doubtful:
            note(message, MessageEvent.What.UNKNOWN, at=now, detail=WHY)
        open_polls = list(Poll.objects.published())
        for poll in open_polls:
            set_paused(poll, True, by=None, now=now)
    return Held(len(doubtful), len(open_polls))
