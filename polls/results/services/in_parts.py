"""Whole numbers from parts. Loads NumPy and polars: imported only where numbers are made."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from polls.analysis.tabulation.data import Answers
from polls.analysis.tabulation.shards import Shard as Counts
from polls.analysis.tabulation.shards import count_shard, document_of_shards, merged, of_nobody
from polls.analysis.tabulation.spec import TableSpec
from polls.results.dataset import DataMovedError
from polls.results.dataset.parts import is_kept, join_parts, missing_parts, remove_parts
from polls.results.models import WorkState
from polls.results.services.jobs import Job
from polls.results.services.shards import ShardsFailedError, ask, check_done, check_failed, work_off
from polls.results.services.work import Clock

logger = logging.getLogger(__name__)


def gather_columns(job: Job, *, now: datetime) -> None:
    """Join the parts of a reading where that is to be done. Raises ShardsPendingError until all parts have been read.

    Raises ShardsFailedError, or DataMovedError when the responses of that state are not to be had any more.
    """
    questionnaire = job.questionnaire
    if is_kept(job.poll, questionnaire, job.data_key):
        return
    for number in missing_parts(job.poll, questionnaire, job.data_key, job.of):
        job.rows().filter(number=number, finished_at__isnull=False, error="").delete()
    ask(job, now=now)
    check_done(job)
    try:
        join_parts(job.poll, questionnaire, job.data_key, job.of)
    except DataMovedError:
        job.rows().delete()
        raise
    except (OSError, ValueError, KeyError) as error:
        if is_kept(job.poll, questionnaire, job.data_key):
            return  # another run of the same responses was faster
        logger.warning("kept parts of poll %s are damaged (%s), reading again", job.poll.slug, error)
        remove_parts(job.poll, questionnaire, job.data_key, job.of)
        job.rows().delete()
        ask(job, now=now)
        check_done(job)
    job.rows().delete()


def table_in_parts(
    job: Job, answers: Answers, table: TableSpec, *, clock: Clock, tell: Callable[[int, int], None] | None
) -> dict[str, Any]:
    """Count a table in parts, add these up and finish it: the bytes of a single pass.

    Raises NotCountableError for a table that counts do not make, SpecError for one that cannot be made, and
    ShardsFailedError.
    """
    count_shard(of_nobody(answers), table)
    while len(rows := list(job.rows().filter(state=WorkState.DONE))) < job.of:
        # Again where somebody else who asked for the same table has finished it, and with it the parts, in between.
        ask(job, now=clock())
        work_off(job, clock=clock, tell=tell)
        check_failed(job)
    whole = merged(Counts.from_bytes(bytes(row.counts or b"")) for row in rows)
    if whole.respondents != answers.n:
        job.rows().delete()
        raise ShardsFailedError("moved")
    document = document_of_shards(answers, [table], [whole])
    job.rows().delete()
    return document
