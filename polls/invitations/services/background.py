"""Large imports, worked off by whoever claims them. Doing a step again changes nothing."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from polls.invitations.models import ContactImport
from polls.invitations.services import importing
from polls.invitations.services.importing import FaultyRowsError
from polls.invitations.services.undoing import undo_import

LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 3
SMALL = 1_000
"""Up to so many rows are worked off while the page waits."""

State = ContactImport.State
logger = logging.getLogger(__name__)


def is_small(made: ContactImport) -> bool:
    rows = len(made.cells) or sum(made.outcome.get(name, 0) for name in ("new", "changed"))
    return rows <= SMALL


def waits_unread(made: ContactImport) -> bool:
    """Whether reading was given up although the file is still there: a worker may try again."""
    return made.state == State.FAILED and ContactImport.objects.filter(pk=made.pk, upload__isnull=False).exists()


def hand_over(made: ContactImport, state: State) -> None:
    """Leave the next step to a worker. ``state`` is one of ``ContactImport.WORKING``."""
    fields = {"state": state, "progress": 0, "attempts": 0, "lease_until": None, "mapping": made.mapping}
    ContactImport.objects.filter(pk=made.pk).update(**fields)
    made.refresh_from_db()


def work_on(pk: UUID | str, *, now: Callable[[], datetime]) -> bool:
    """Do the step that an import waits for, if it is free; tell whether this call did it."""
    started = now()
    claimed = ContactImport.objects.due_at(started).filter(pk=pk)
    made = claimed.first()
    if made is None:
        return False
    if made.attempts >= MOST_ATTEMPTS:
        claimed.update(state=State.FAILED, lease_until=None)
        return False
    lease = {"lease_until": started + LEASE, "attempts": made.attempts + 1}
    if not claimed.filter(attempts=made.attempts).update(**lease):
        return False
    made.lease_until, made.attempts = started + LEASE, made.attempts + 1
    _step(made, now)
    return True


def waiting(*, now: datetime) -> list[UUID]:
    return list(ContactImport.objects.due_at(now).order_by("created_at").values_list("pk", flat=True))


def _step(made: ContactImport, now: Callable[[], datetime]) -> None:
    def tell(percent: int) -> None:
        ContactImport.objects.filter(pk=made.pk).update(progress=min(percent, 99), lease_until=now() + LEASE)

    if made.state == State.READING:
        importing.read_kept(made)
    elif made.state == State.CHECKING:
        importing.check(made, tell=tell)
    elif made.state == State.UNDOING:
        undo_import(made)
    else:
        try:
            importing.confirm_import(
                made, by=None, now=now(), leave_out_faulty=bool(made.mapping.get("leave_out_faulty"))
            )
        except FaultyRowsError:
            ContactImport.objects.filter(pk=made.pk).update(state=State.PREVIEW, lease_until=None)
    logger.info("contact import %s: %s", made.pk, made.state)
