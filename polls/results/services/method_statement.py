"""The method statement of a poll: what the system knows, what the makers added, what is missing for a publication."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from polls.analysis.outcomes import outcome_rates
from polls.codebook.schema import Questionnaire
from polls.collection.services.counts import is_rounding
from polls.questionnaire.models import Poll, PollEvent
from polls.reporting.method_statement import Item, Known, Stated, method_statement
from polls.reporting.method_statement import missing_items as missing_of
from polls.results.models import MethodStatement, Run
from polls.results.services.actors import Actor, key_of
from polls.results.services.press import report_in
from polls.results.services.response import load_response
from polls.results.services.runs import latest_run

LONGEST = 2_000
"""So many characters an item may have."""


class StatementConflictError(Exception):
    """Somebody else changed the statement since; ``statement`` is as it stands now."""

    def __init__(self, statement: MethodStatement) -> None:
        super().__init__(f"the statement of poll {statement.poll_id} is at revision {statement.revision}")
        self.statement = statement


def statement_in(poll: Poll, run: Run, language: str) -> tuple[Stated, ...]:
    """State everything about a poll in one language, by the numbers of a finished run."""
    return method_statement(_known(poll, run, language), added_to(poll), language)


def missing_items(poll: Poll, languages: tuple[str, ...] = ("nl", "en")) -> tuple[Item, ...]:
    """Give what is missing before the poll's results may be published in these languages; all of it without results."""
    run = latest_run(poll)
    if run is None:
        return tuple(Item)
    added = added_to(poll)
    missing = {item for each in languages for item in missing_of(_known(poll, run, each), added, (each,))}
    return tuple(item for item in Item if item in missing)


def added_to(poll: Poll) -> Mapping[str, Mapping[str, str]]:
    """Give what the makers wrote, by item and language."""
    found = MethodStatement.objects.filter(poll=poll).first()
    return found.answers if found else {}


def write_statement(
    poll: Poll, answers: Mapping[str, Mapping[str, str]], *, revision: int, by: Actor, now: datetime
) -> int:
    """Write what only the makers know, based on ``revision`` (0: there was none); give the new revision.

    Raises StatementConflictError when the statement is at another revision.
    """
    marks = {"edited_at": now, "edited_by_id": key_of(by)}
    with transaction.atomic():
        found, is_new = MethodStatement.objects.get_or_create(poll=poll, defaults={"answers": answers, **marks})
        if is_new and revision == 0:
            return found.revision
        mine = MethodStatement.objects.filter(pk=found.pk, revision=revision)
        if is_new or not mine.update(answers=answers, revision=F("revision") + 1, **marks):
            raise StatementConflictError(found)
    return revision + 1


def _known(poll: Poll, run: Run, language: str) -> Known:
    report = report_in(run, language)
    invited, rate = _response(poll, run.questionnaire)
    return Known(
        questionnaire=run.questionnaire,
        report=report,
        is_by_invitation=poll.channel == Poll.Channel.INVITATION,
        is_closed=poll.state == Poll.State.CLOSED,
        opened_at=_local(poll.opens_at or poll.first_published_at),
        closed_at=_local(_closed_at(poll)),
        zone=settings.TIME_ZONE,
        invited=invited,
        response_rate=rate,
        weighting=report.method_notes[-1],
        left_out=(run.summary or {}).get("left_out"),
    )


def _response(poll: Poll, questionnaire: Questionnaire) -> tuple[int | None, float | None]:
    """Give how many were invited and response rate 1; nothing while exact counts are nobody's business."""
    if poll.channel != Poll.Channel.INVITATION or is_rounding(poll):
        return None, None
    total = load_response(poll, questionnaire).total
    return (total.total, outcome_rates(total)["RR1"]) if total.total else (None, None)


def _closed_at(poll: Poll) -> datetime | None:
    """Give when the poll closed: its closing time, or when somebody closed it before that."""
    if poll.state != Poll.State.CLOSED:
        return None
    closed = PollEvent.objects.filter(poll=poll, action=PollEvent.Action.CLOSED).order_by("-at", "-pk").first()
    known = [at for at in (poll.closes_at, closed.at if closed else None) if at is not None]
    return min(known, default=None)


def _local(at: datetime | None) -> datetime | None:
    return timezone.localtime(at) if at else None
