"""Tasks of the results stage. The database says what there is to do; a task does it and may be lost without harm."""

from celery import shared_task
from django.utils import timezone

from polls.results.services import closing, exports, runs, shards


@shared_task(name="results.execute")  # type: ignore[untyped-decorator]
def execute(run_id: str) -> None:
    """Compute one run."""
    runs.execute(run_id, now=timezone.now(), clock=timezone.now)


@shared_task(name="results.execute_shard")  # type: ignore[untyped-decorator]
def execute_shard(shard_id: str) -> None:
    """Read or count one part of very many responses."""
    shards.execute(shard_id, now=timezone.now(), clock=timezone.now)


@shared_task(name="results.refresh_due")  # type: ignore[untyped-decorator]
def refresh_due() -> None:
    """Queue the runs that are due, and wake those that wait."""
    shards.wake_waiting(now=timezone.now())
    runs.refresh_due(now=timezone.now())
    exports.remove_outdated()
    exports.wake_waiting(now=timezone.now())


@shared_task(name="results.close_due")  # type: ignore[untyped-decorator]
def close_due() -> None:
    """Close the polls whose time has passed."""
    closing.close_due(now=timezone.now())


@shared_task(name="results.make_export")  # type: ignore[untyped-decorator]
def make_export(export_id: str) -> None:
    """Make one file."""
    exports.make_export(export_id, now=timezone.now(), clock=timezone.now)


@shared_task(name="results.remove_expired")  # type: ignore[untyped-decorator]
def remove_expired() -> None:
    """Remove files, and what is left of work in parts, that are a day old."""
    shards.remove_expired(now=timezone.now())
    exports.remove_expired(now=timezone.now())
