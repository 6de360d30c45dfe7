"""Tasks of the publication stage. The database says what there is to do; a task may be lost without harm."""

from celery import shared_task
from django.utils import timezone

from polls.publication.services import making


@shared_task(name="publication.make_edition")  # type: ignore[untyped-decorator]
def make_edition(edition_id: str) -> None:
    """Make one edition with its files."""
    making.make_edition(edition_id, now=timezone.now(), clock=timezone.now)


@shared_task(name="publication.wake_waiting")  # type: ignore[untyped-decorator]
def wake_waiting() -> None:
    """Wake a worker for the editions that wait."""
    making.wake_waiting(now=timezone.now())
