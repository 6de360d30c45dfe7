"""Files made in the background: asked for, made with progress, fetched, removed when their time is over."""

import logging
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef

from polls.questionnaire.models import Poll, PollEvent
from polls.results.models import Export, WorkState
from polls.results.services.actors import Actor, key_of
from polls.results.services.keeping import KEPT
from polls.results.services.waking import MAKE_EXPORT, wake
from polls.results.services.work import (
    Clock,
    LostClaimError,
    fail_claimed,
    finish_claimed,
    give_up,
    progress_of,
    take_up,
    wake_each,
)

AT_ONCE = 100_000
"""Up to so many responses a CSV file is made while the browser waits."""

ENDINGS: Mapping[str, str] = {"r": "zip", "stata": "zip", "ddi": "zip", "triple_s": "zip"}
"""The ending of a file of single responses, where it is not the name of its format."""

logger = logging.getLogger(__name__)


def request_export(poll: Poll, *, options: Mapping[str, str], by: Actor, now: datetime) -> Export:
    """Queue a file of single responses for ``by``. ``options``: format, values (labels or codes) and language."""
    export = Export.objects.create(
        poll=poll,
        kind=Export.Kind.RESPONSES,
        options=dict(options),
        file_name=file_name(poll, options),
        created_at=now,
        created_by_id=key_of(by),
    )
    wake(MAKE_EXPORT, str(export.pk))
    return export


def file_name(poll: Poll, options: Mapping[str, str]) -> str:
    """Name a file of single responses for the person who saves it; only CSV and Excel have either codes or labels."""
    chosen = options["format"]
    kind = [options["values"]] if chosen in ("csv", "xlsx") else [chosen.replace("_", "-")] if chosen in ENDINGS else []
    parts = [poll.slug, "responses", *kind, options["language"]]
    return f"{'-'.join(parts)}.{ENDINGS.get(chosen, chosen)}"


def path_of(export: Export) -> Path:
    """Say where the file lies: under a random name, outside of what the web server serves."""
    return Path(settings.MEDIA_ROOT) / "exports" / str(export.pk)


def make_export(export_id: UUID | str, *, now: datetime, clock: Clock) -> bool:
    """Make a file that waits; tell whether this call did it. Doing it again changes nothing."""
    export = take_up(Export, export_id, lambda mine: _make(mine, clock), now=now)
    return export is not None and export.state == WorkState.DONE


def _make(export: Export, clock: Clock) -> None:
    # The one place where a page or a task begins to need what writes files.
    from polls.reporting.writers.responses_xlsx import TooManyResponsesError
    from polls.results.services.files import TooFewError, write_file

    path = path_of(export)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{export.attempts}")
        with part.open("wb") as stream:
            write_file(export, stream, progress_of(export, clock))
        size = part.stat().st_size
        part.replace(path)
    except LostClaimError:
        raise
    except TooFewError:
        fail_claimed(export, "too_few", now=clock())
    except TooManyResponsesError:
        fail_claimed(export, "too_many", now=clock())
    except OSError:
        logger.exception("export %s could not be written", export.pk)
        fail_claimed(export, "storage", now=clock())
    except Exception:
        logger.exception("export %s failed", export.pk)
        fail_claimed(export, "unexpected", now=clock())
    else:
        finish_claimed(export, now=clock(), size=size)


def record_download(poll: Poll, *, by: Actor, now: datetime, file: str) -> None:
    """Leave an event that says who took which file."""
    PollEvent.objects.create(
        poll=poll, at=now, by_id=key_of(by), action=PollEvent.Action.DOWNLOADED, detail={"file": file}
    )


def wake_waiting(*, now: datetime) -> int:
    """Wake a worker for each file that waits or was left behind; give how many."""
    give_up(Export, now=now)
    return wake_each(Export, MAKE_EXPORT, now=now)


def remove_expired(*, now: datetime) -> int:
    """Remove files that were asked for too long ago, with their rows, and files without a row; give how many."""
    removed = 0
    for kind, kept in KEPT.items():
        old = Export.objects.filter(kind=kind, created_at__lte=now - kept)
        for export in old:
            path_of(export).unlink(missing_ok=True)
        count, _by_model = old.delete()
        removed += count
    _remove_orphans()
    return removed


def remove_outdated() -> int:
    """Remove files that were asked for before somebody was erased who may be in them; give how many."""
    erased = PollEvent.objects.filter(
        poll=OuterRef("poll"), action=PollEvent.Action.PERSON_ERASED, at__gte=OuterRef("created_at")
    )
    outdated = Export.objects.filter(Exists(erased))
    for export in outdated:
        path_of(export).unlink(missing_ok=True)
    count, _by_model = outdated.delete()
    if count:
        _remove_orphans()
    return count


def _remove_orphans() -> None:
    folder = Path(settings.MEDIA_ROOT) / "exports"
    known = {str(pk) for pk in Export.objects.values_list("pk", flat=True)}
    for path in folder.iterdir() if folder.exists() else ():
        if path.name.partition(".")[0] not in known:
            path.unlink(missing_ok=True)
