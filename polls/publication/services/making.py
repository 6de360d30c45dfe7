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
    fail_claimed,
    finish_claimed,
    give_up,
    progress_of,
    queue_again,
    take_up,
    wake_each,
)

logger = logging.getLogger(__name__)


def make_edition(edition_id: UUID | str, *, now: datetime, clock: Clock) -> bool:
    """Make an edition that waits; tell whether this call did it. Doing it again changes nothing."""
    edition = take_up(Edition, edition_id, lambda mine: _make(mine, clock), now=now)
    return edition is not None and edition.state == WorkState.DONE


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
    return wake_each(Edition, MAKE_EDITION, now=now)
