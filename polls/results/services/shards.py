"""Very many responses in parts: each is read, or counted for one table, by whichever worker takes it up.

The rows say what there is to do; a part that is lost with its worker is done again by another.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from polls.results.dataset import DataMovedError
from polls.results.dataset.state import state_of
from polls.results.models import Run, Shard, WorkState
from polls.results.services.jobs import CODED, Job, job_of
from polls.results.services.waking import EXECUTE_RUN, wake
from polls.results.services.work import (
    LEASE,
    PER_RESPONSE,
    Clock,
    fail_claimed,
    finish_claimed,
    give_up,
    progress_of,
    take_up,
    waiting,
    wake_each,
)

EXECUTE_SHARD = "results.execute_shard"
STEP = "shards"
"""The step of a run that waits for parts."""

PAUSE = 0.5
"""Seconds between two looks at what other workers do."""

KEPT = timedelta(hours=24)

logger = logging.getLogger(__name__)


class ShardsPendingError(Exception):
    """Parts are still to be done; ``progress`` is what share of them is, in percent."""

    def __init__(self, progress: int) -> None:
        super().__init__(f"{progress} % of the parts are done")
        self.progress = progress


class ShardsFailedError(Exception):
    """A part cannot be done; ``code`` says why (``failures.FAILURES``)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def is_large(key: str) -> bool:
    """Whether the responses of the state that ``key`` names are so many that they are read in parts."""
    most: int = settings.SHARD_ABOVE
    return state_of(key).count > most


def reading_of(run: Run) -> Job:
    """Give the reading of the responses of a run."""
    coded = run.recipe.get(CODED)
    return Job(run.poll, run.version, run.data_key, {CODED: coded} if coded else {})


def ask(job: Job, *, now: datetime) -> None:
    """Ask for all parts, once, and wake workers for those that nobody has taken up."""
    parts = [
        Shard(
            poll=job.poll, version=job.version, data_key=job.data_key, spec=job.spec, spec_hash=job.spec_hash,
            number=number, of=job.of, created_at=now,
        )
        for number in range(job.of)
    ]  # fmt: skip
    Shard.objects.bulk_create(parts, ignore_conflicts=True)
    for pk in job.rows().filter(waiting(now)).values_list("pk", flat=True):
        wake(EXECUTE_SHARD, str(pk))


def check_done(job: Job) -> None:
    """Raise ShardsPendingError while parts are to be done, ShardsFailedError where one cannot be done."""
    check_failed(job)
    done = job.rows().filter(state=WorkState.DONE).count()
    if done < job.of:
        raise ShardsPendingError(100 * done // job.of)


def check_failed(job: Job) -> None:
    """Raise ShardsFailedError where a part cannot be done. All are then forgotten, so that asking again begins anew."""
    failed = job.rows().filter(state=WorkState.FAILED).first()
    if failed is not None:
        job.rows().delete()
        raise ShardsFailedError(failed.error)


def execute(shard_id: UUID | str, *, now: datetime, clock: Clock) -> bool:
    """Do one part that waits; tell whether this call did it. Doing it again changes nothing."""
    shard = take_up(Shard, shard_id, lambda mine: _make(mine, clock), now=now)
    if shard is None:
        return False
    wake_runs(job_of(shard).reading)
    return shard.state == WorkState.DONE


def _make(shard: Shard, clock: Clock) -> None:
    from polls.results.services.parting import make_part

    progress_of(shard, clock)(0, silence=LEASE + PER_RESPONSE * settings.SHARD_SIZE)
    try:
        base, counts = make_part(shard)
    except DataMovedError:
        fail_claimed(shard, "moved", now=clock())
    except ValueError:
        logger.exception("part %s holds an answer that does not belong", shard.pk)
        fail_claimed(shard, "answers", now=clock())
    except Exception:
        logger.exception("part %s failed", shard.pk)
        fail_claimed(shard, "unexpected", now=clock())
    else:
        finish_claimed(shard, now=clock(), base=base, counts=counts)


def wake_runs(reading: Job) -> None:
    """Tell the runs that wait for the parts how far these are; wake them when all are done or one has failed."""
    runs = Run.objects.filter(
        poll=reading.poll, version=reading.version, data_key=reading.data_key, state=WorkState.QUEUED, step=STEP
    )
    rows = reading.rows()
    done = rows.filter(state=WorkState.DONE).count()
    runs.update(progress=min(99, 100 * done // reading.of))
    if not reading.unfinished().exists():
        for pk in runs.values_list("pk", flat=True):
            wake(EXECUTE_RUN, str(pk))


def work_off(job: Job, *, clock: Clock, tell: Callable[[int, int], None] | None = None) -> None:
    """Do all parts that no worker has taken up, and wait for the others. ``tell`` gets the parts done and their sum."""
    while job.unfinished().exists():
        give_up(Shard, now=clock())
        pk = job.rows().filter(waiting(clock())).values_list("pk", flat=True).first()
        if pk is None:
            time.sleep(PAUSE)
        else:
            execute(pk, now=clock(), clock=clock)
        if tell is not None:
            tell(job.rows().filter(state=WorkState.DONE).count(), job.of)


def wake_waiting(*, now: datetime) -> int:
    """Wake a worker for each part that waits or was left behind; give how many."""
    give_up(Shard, now=now)
    return wake_each(Shard, EXECUTE_SHARD, now=now)


def remove_expired(*, now: datetime) -> int:
    """Forget parts that were asked for over a day ago, such as those of an interrupted command; give how many."""
    count, _by_model = Shard.objects.filter(created_at__lte=now - KEPT).delete()
    return count
