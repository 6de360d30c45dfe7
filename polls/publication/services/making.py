"""Freezing a publication: offered for approval by its makers, made into an edition with all its files by a worker."""

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction

from polls.publication.models import Edition, EditionFile
from polls.publication.services.keys import MAKE_EDITION
from polls.results.models import WorkState
from polls.results.services.waking import wake
from polls.results.services.work import (
    Clock,
    LostClaimError,
    claim,
    fail_claimed,
    finish_claimed,
    give_up,
    progress_of,
    queue_again,
    waiting,
)

logger = logging.getLogger(__name__)


def make_edition(edition_id: UUID | str, *, now: datetime, clock: Clock) -> bool:
    """Make an edition that waits; tell whether this call did it. Doing it again changes nothing."""
    edition = claim(Edition, edition_id, now=now)
    if edition is None:
        return False
    try:
        _make(edition, clock)
    except LostClaimError:
        logger.warning("edition %s was taken up by another worker", edition.pk)
        return False
    return edition.state == WorkState.DONE


def _make(edition: Edition, clock: Clock) -> None:
    # The one place where a task begins to need what counts, draws and writes files.
    from polls.publication.services.screening import WithheldError
    from polls.publication.services.writing import IncompleteError, write_edition

    try:
        written = write_edition(edition, progress_of(edition, clock))
        with transaction.atomic():
            edition.files.all().delete()
            EditionFile.objects.bulk_create(
                EditionFile(
                    edition=edition,
                    name=each.name,
                    content_type=each.content_type,
                    size=len(each.content),
                    sha256=each.sha256,
                    content=each.content,
                )
                for each in written.files
            )
            finish_claimed(edition, now=clock(), **written.fields())
    except LostClaimError:
        raise
    except WithheldError:
        fail_claimed(edition, "withheld", now=clock())
    except IncompleteError:
        fail_claimed(edition, "incomplete", now=clock())
    except Exception:
        logger.exception("edition %s failed", edition.pk)
        fail_claimed(edition, "unexpected", now=clock())


def make_again(edition: Edition) -> None:
    """Let an edition that failed be tried once more."""
    queue_again(edition)
    wake(MAKE_EDITION, str(edition.pk))


def wake_waiting(*, now: datetime) -> int:
    """Wake a worker for each edition that waits or was left behind; give how many."""
    give_up(Edition, now=now)
    keys = [str(pk) for pk in Edition.objects.filter(waiting(now)).values_list("pk", flat=True)]
    for pk in keys:
        wake(MAKE_EDITION, pk)
    return len(keys)
