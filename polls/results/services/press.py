"""The press text of a poll: begun from a run, changed by revision, kept in versions, bound anew to newer results."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.db import transaction
from django.db.models import F

from polls.analysis.summary_document import Summary
from polls.questionnaire.models import Poll
from polls.reporting.build import build_report
from polls.reporting.document import Report
from polls.reporting.press.compose import compose, possible_leads
from polls.reporting.press.document import PressText
from polls.reporting.press.facts import Fact, facts_of
from polls.reporting.press.markup import read_press_text, refreshed
from polls.results.models import PressDraft, PressVersion, Run
from polls.results.services.actors import Actor, key_of

PAUSE = timedelta(minutes=10)
"""Changes of one person that follow each other sooner make one version."""

LANGUAGES = ("nl", "en")
LONGEST = 60_000


class PressConflictError(Exception):
    """Somebody else changed the text since; ``draft`` is the text as it stands now."""

    def __init__(self, draft: PressDraft) -> None:
        super().__init__(f"press text {draft.pk} is at revision {draft.revision}")
        self.draft = draft


class TooLongError(Exception):
    """The text is longer than any press text is."""


@dataclass(frozen=True)
class Bound:
    """A text with the report that its numbers come from."""

    report: Report
    facts: Mapping[str, Fact]
    text: PressText


def report_in(run: Run, language: str) -> Report:
    """Put a finished run into words. Its summary has passed the gate."""
    return build_report(run.questionnaire, cast(Summary, run.summary), language=language)


def bind(source: str, run: Run, language: str) -> Bound:
    """Read the writer's text with the numbers of a run."""
    report = report_in(run, language)
    facts = facts_of(report)
    return Bound(report, facts, read_press_text(source, facts, language))


def suggested(run: Run, language: str, *, lead: str = "") -> str:
    """Write the first version of a text from a run."""
    return compose(run.questionnaire, report_in(run, language), lead=lead)


def leads(run: Run, report: Report) -> list[tuple[str, str]]:
    """Give code and text of each question that a text on the report of a run can begin with."""
    return possible_leads(run.questionnaire, report)


def draft_of(poll: Poll, language: str) -> PressDraft | None:
    """Give the text of a poll in a language, None where nobody has begun one."""
    mine = PressDraft.objects.select_related("run__version", "edited_by")
    return mine.filter(poll=poll, language=language).first()


def begin(poll: Poll, run: Run, language: str, *, by: Actor, now: datetime, lead: str = "") -> PressDraft:
    """Begin a text from a run; where there is one already, give that."""
    made: dict[str, Any] = {
        "run": run,
        "source": suggested(run, language, lead=lead),
        "edited_at": now,
        "edited_by_id": key_of(by),
    }
    with transaction.atomic():
        draft, is_new = PressDraft.objects.get_or_create(poll=poll, language=language, defaults=made)
        if is_new:
            _keep(draft, by=by, now=now, is_new=True)
    return draft


def change(draft: PressDraft, source: str, *, revision: int, by: Actor, now: datetime, is_kept: bool = False) -> int:
    """Write a text that was based on ``revision`` and give the new revision; ``is_kept`` makes a version of its own.

    Raises PressConflictError when the text is at another revision, TooLongError.
    """
    if len(source) > LONGEST:
        raise TooLongError(str(len(source)))
    return _write(draft, {"source": source}, revision=revision, by=by, now=now, is_new=is_kept)


def bind_to(draft: PressDraft, run: Run, *, revision: int, by: Actor, now: datetime) -> int:
    """Bind the numbers of a text to another run, and give the new revision. Raises PressConflictError."""
    source = refreshed(draft.source, facts_of(report_in(run, draft.language)))
    return _write(draft, {"source": source, "run": run}, revision=revision, by=by, now=now, is_new=True)


def go_back(draft: PressDraft, number: int, *, revision: int, by: Actor, now: datetime) -> int:
    """Make an earlier version the text again, and give the new revision.

    Raises PressVersion.DoesNotExist, PressConflictError.
    """
    version = draft.versions.get(number=number)
    return _write(draft, {"source": version.source}, revision=revision, by=by, now=now, is_new=True)


def _write(
    draft: PressDraft, values: Mapping[str, Any], *, revision: int, by: Actor, now: datetime, is_new: bool
) -> int:
    marks = {"revision": F("revision") + 1, "edited_at": now, "edited_by_id": key_of(by)}
    with transaction.atomic():
        if not PressDraft.objects.filter(pk=draft.pk, revision=revision).update(**values, **marks):
            raise PressConflictError(PressDraft.objects.select_related("edited_by", "run__version").get(pk=draft.pk))
        draft.refresh_from_db()
        _keep(draft, by=by, now=now, is_new=is_new)
    return draft.revision


def _keep(draft: PressDraft, *, by: Actor, now: datetime, is_new: bool) -> None:
    """Keep the text as a version: the newest one where the same person goes on with it, else one more."""
    newest = draft.versions.first()
    goes_on = newest is not None and newest.kept_by_id == key_of(by) and now - newest.kept_at < PAUSE
    if newest is not None and goes_on and not is_new and newest.number > 1:
        newest.source = draft.source
        newest.save(update_fields=["source"])
        return
    number = newest.number + 1 if newest else 1
    PressVersion.objects.create(draft=draft, number=number, source=draft.source, kept_at=now, kept_by_id=key_of(by))
