"""Background work that survives its worker: claimed with a lease, at most three times, and fenced by the attempt.

A worker that is killed leaves its row under way; when the lease has run out another takes it up. One that was only slow
finds, at its next step, that the row is no longer its own, and stops.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.db.models import F, Q

from polls.results.models import Run, WorkState
from polls.results.services.waking import wake

LEASE = timedelta(seconds=30)
"""How long a worker is silent at most, unless it said more. Should it live on after that, the fence stops it."""

PER_RESPONSE = timedelta(microseconds=100)
"""What reading a response takes at the very most, on a machine that is busy with other things."""

MOST_ATTEMPTS = 3

logger = logging.getLogger(__name__)


class Claimable(Protocol):
    """A row of background work: ``Run``, ``Export``, ``Shard``, and what later stages make."""

    _default_manager: Any
    pk: Any

    @property
    def attempts(self) -> int: ...


Work = TypeVar("Work", bound=Claimable)
Clock = Callable[[], datetime]


class LostClaimError(Exception):
    """Somebody else has taken the work up in the meantime."""


class Progress(Protocol):
    """Tells how far the work is, in percent, the name of the step, and how long it may take to the next telling."""

    def __call__(self, percent: int, step: str = "", *, silence: timedelta = LEASE) -> None: ...


def waiting(now: datetime) -> Q:
    """Match work that may be taken up: not begun, or begun by a worker that has not been heard of since."""
    return Q(state=WorkState.QUEUED) | Q(state=WorkState.RUNNING, lease_until__lt=now)


def claim(kind: type[Work], pk: UUID | str, *, now: datetime) -> Work | None:
    """Take the work for this worker; None when another has it, or it is done, or it was tried too often."""
    claimed = kind._default_manager.filter(waiting(now), pk=pk, attempts__lt=MOST_ATTEMPTS).update(
        state=WorkState.RUNNING, attempts=F("attempts") + 1, lease_until=now + LEASE, progress=0, error=""
    )
    if not claimed:
        return None
    found: Work = kind._default_manager.get(pk=pk)
    return found


def take_up(kind: type[Work], pk: UUID | str, make: Callable[[Work], None], *, now: datetime) -> Work | None:
    """Claim work and do it; give it with its outcome. None when it was not to be had, or another has taken it up."""
    work = claim(kind, pk, now=now)
    if work is None:
        return None
    try:
        make(work)
    except LostClaimError:
        logger.warning("%s %s was taken up by another worker", kind.__name__.lower(), work.pk)
        return None
    return work


def update_claimed(work: Claimable, **fields: Any) -> None:
    """Store fields of claimed work. Raises LostClaimError when the claim is no longer ours."""
    mine = type(work)
    rows = mine._default_manager.filter(pk=work.pk, state=WorkState.RUNNING, attempts=work.attempts)
    if rows.update(**fields) != 1:
        raise LostClaimError(f"{mine.__name__} {work.pk}, attempt {work.attempts}")
    for name, value in fields.items():
        setattr(work, name, value)


def progress_of(work: Claimable, clock: Clock) -> Progress:
    """Give the function by which the work tells its progress; each telling renews the lease."""

    def tell(percent: int, step: str = "", *, silence: timedelta = LEASE) -> None:
        fields: dict[str, Any] = {"progress": percent, "lease_until": clock() + silence}
        if isinstance(work, Run):
            fields["step"] = step
        update_claimed(work, **fields)

    return tell


def finish_claimed(work: Claimable, *, now: datetime, **fields: Any) -> None:
    """Store the outcome of claimed work as done."""
    update_claimed(work, state=WorkState.DONE, progress=100, finished_at=now, lease_until=None, **fields)


def fail_claimed(work: Claimable, code: str, *, now: datetime) -> None:
    """Store that claimed work failed, by the code of the reason (``failures.FAILURES``)."""
    update_claimed(work, state=WorkState.FAILED, error=code, finished_at=now, lease_until=None)


def put_off_claimed(work: Run, *, step: str, progress: int) -> None:
    """Give claimed work back until something else is done; it does not count as an attempt."""
    update_claimed(
        work, state=WorkState.QUEUED, attempts=work.attempts - 1, lease_until=None, step=step, progress=progress
    )


FINAL = "final"


def hold_back_claimed(work: Run, *, is_final: bool, now: datetime) -> None:
    """Store that claimed numbers may not be shown; unless ``is_final`` they may when the poll closes."""
    reason = FINAL if is_final else ""
    update_claimed(work, state=WorkState.WITHHELD, error=reason, finished_at=now, lease_until=None)


def may_be_final(work: Run) -> bool:
    """Whether numbers that were held back are to be tried once more when the poll is closed."""
    return work.state == WorkState.WITHHELD and work.error != FINAL


def give_up(kind: type[Claimable], *, now: datetime) -> int:
    """Mark work that ended with its worker three times as failed; give how many."""
    lost = kind._default_manager.filter(state=WorkState.RUNNING, lease_until__lt=now, attempts__gte=MOST_ATTEMPTS)
    given_up: int = lost.update(state=WorkState.FAILED, error="stopped", finished_at=now, lease_until=None)
    return given_up


def wake_each(kind: type[Claimable], task: str, *, now: datetime) -> int:
    """Wake a worker for all work that waits or was left behind; give how many."""
    keys = [str(pk) for pk in kind._default_manager.filter(waiting(now)).values_list("pk", flat=True)]
    for pk in keys:
        wake(task, pk)
    return len(keys)


def queue_again(work: Claimable) -> None:
    """Let work that failed or was held back be tried anew, as often as at first."""
    again = [WorkState.FAILED, WorkState.WITHHELD]
    rows = type(work)._default_manager.filter(pk=work.pk, state__in=again)
    rows.update(state=WorkState.QUEUED, attempts=0, progress=0, error="", finished_at=None)
