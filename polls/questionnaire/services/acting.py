"""What every verb of the stage needs: who acts, the poll held, the event recorded."""

from datetime import datetime
from typing import TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from polls.questionnaire.keys import new_key_pair
from polls.questionnaire.models import Poll, PollEvent

Row = TypeVar("Row", bound=Model)
Actor = AbstractBaseUser | AnonymousUser | None
"""Who does it; None is the machine itself."""


class NotNow(Exception):  # noqa: N818  # a refusal, not a fault
    """The poll is in a state in which this cannot be done: nothing was changed."""


class Gone(Exception):  # noqa: N818  # a refusal, not a fault
    """The row was deleted meanwhile. It may be in the bin."""


def hold(poll: Poll) -> Poll:
    """Load the poll afresh and keep it until the transaction ends: publishing and editing wait for each other."""
    return Poll.objects.select_for_update().get(pk=poll.pk)


def give_urn(poll: Poll) -> None:
    """Give an anonymous poll that has none the key pair of its urn."""
    if poll.is_anonymous and not (poll.urn_public_key and poll.urn_private_key):
        poll.urn_public_key, poll.urn_private_key = new_key_pair()


def record(poll: Poll, action: PollEvent.Action, *, by: Actor, now: datetime, **detail: object) -> None:
    PollEvent.objects.create(poll=poll, at=now, by_id=by.pk if by else None, action=action, detail=detail)


def afresh(row: Row) -> Row:
    """Load the row as it is now that its poll is held. Raises ``Gone`` when somebody deleted it."""
    found = type(row)._default_manager.filter(pk=row.pk).first()
    if found is None:
        raise Gone(f"{row._meta.model_name} {row.pk}")
    return found
