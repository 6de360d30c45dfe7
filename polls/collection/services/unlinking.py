"""Cutting identified answers loose from the invitations, on the day that respondents were told.

Taking the key out is not enough: rows that were written together have one transaction number and one order, the time of
sending can be held against the log of mail, and a rare combination of attributes names a person. So all responses of
the poll are stored anew in random order under new keys, the time is kept to the week, and what is known of a respondent
besides the answers is shortened as in an anonymous poll (``batches.kept_lengths``).
"""

import logging
import shutil
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random, SystemRandom
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from polls.codebook.pace import Pace, shared_paces
from polls.collection.models import Response, TurnedAway, Upload
from polls.collection.services.batches import Combination, kept_lengths
from polls.collection.services.paradata import PACE, count_new_times
from polls.collection.services.scrubbing import scrub
from polls.collection.services.uploads import remove_all_files
from polls.invitations.models import Invitation
from polls.questionnaire.models import LINKED_AFTER_CLOSING, Poll, PollEvent

TABLES = ("polls_response", "polls_turnedaway", "polls_invitation")

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Cut:
    """How many answers were cut loose: the proof that it ran, with no personal data in it."""

    responses: int = 0
    turned_away: int = 0
    files: int = 0


def cut_due_links(*, now: datetime, rng: Random | None = None) -> Cut:
    """Cut the links of every poll whose day has passed; give what was cut loose in all. Repeatable."""
    cuts = [cut_links(poll, now=now, rng=rng) for poll in _due(now)]
    return Cut(*(sum(column) for column in zip(*map(astuple, [Cut(), *cuts]), strict=True)))


def cut_links(poll: Poll, *, now: datetime, rng: Random | None = None) -> Cut:
    """Cut all answers of an identified poll loose from its invitations, for good, and record that it was done.

    ``rng`` must be the system's own source except in a test.
    """
    with transaction.atomic():
        count_new_times(poll)
        locked = Poll.objects.select_for_update().get(pk=poll.pk)
        linked = Response.objects.filter(poll=locked, is_anonymous=False, invitation__isnull=False).count()
        files = remove_all_files(locked)
        turned_away = _store_turned_away_anew(locked, rng or SystemRandom())
        if not (linked or files or turned_away):
            return Cut()
        _store_anew(locked, rng or SystemRandom())
        Invitation.objects.filter(poll=locked).update(is_responded=F("is_responded"))
        locked.data_revision += 1
        locked.save(update_fields=["data_revision"])
        cut = Cut(linked, turned_away, files)
        _record(locked, cut, now)
        transaction.on_commit(lambda: _forget(locked.pk), robust=True)
    return cut


def _due(now: datetime) -> list[Poll]:
    """Give the identified polls that still have links and whose day has passed; without a day: half a year after."""
    is_past = Q(linked_until__lt=timezone.localdate(now))
    is_past |= Q(linked_until__isnull=True, closes_at__lte=now - LINKED_AFTER_CLOSING)
    has_link = Q(pk__in=Response.objects.filter(invitation__isnull=False).values("poll"))
    has_link |= Q(pk__in=TurnedAway.objects.filter(invitation__isnull=False).values("poll"))
    has_link |= Q(pk__in=Upload.objects.values("invitation__poll"))
    return list(Poll.objects.filter(is_past & has_link, is_anonymous=False))


def _store_anew(poll: Poll, rng: Random) -> None:
    responses = list(Response.objects.filter(poll=poll))
    names = _names_beside_answers(poll)
    for response, length in zip(responses, _lengths(responses, names, poll.minimum_base), strict=True):
        _shorten(response, names[length:])
        response.pk, response.invitation = uuid4(), None
        response.submitted_at = _week_of(response.submitted_at)
        response._state.adding = True
    _share_paces(responses, poll.minimum_base)
    rng.shuffle(responses)
    Response.objects.filter(poll=poll).delete()
    Response.objects.bulk_create(responses, batch_size=1000)


def _share_paces(responses: Sequence[Response], minimum: int) -> None:
    """Let each pace be one that at least k share, as in an anonymous poll."""
    known = [Pace(response.attributes[PACE]) if PACE in response.attributes else None for response in responses]
    for response, pace in zip(responses, shared_paces(known, minimum=minimum), strict=True):
        response.attributes.pop(PACE, None)
        if pace is not None:
            response.attributes[PACE] = pace.value


def _names_beside_answers(poll: Poll) -> list[str]:
    """Name what is known of a respondent besides the answers: attributes first, hidden variables of the list last."""
    version = poll.latest_version
    if version is None:
        raise RuntimeError(f"{poll.slug} has responses and was never published")
    questionnaire = version.questionnaire
    hidden = [question.code for question in questionnaire.variables_of_contact]
    return [*questionnaire.attributes, *hidden]


def _lengths(responses: Sequence[Response], names: Sequence[str], minimum: int) -> list[int]:
    combinations: list[Combination] = [
        tuple(str(response.attributes.get(name) or response.answers.get(name) or "") for name in names)
        for response in responses
    ]
    return kept_lengths(combinations, minimum=minimum)


def _shorten(response: Response, dropped: Sequence[str]) -> None:
    for name in dropped:
        response.attributes.pop(name, None)
        response.answers.pop(name, None)


def _store_turned_away_anew(poll: Poll, rng: Random) -> int:
    away = list(TurnedAway.objects.filter(poll=poll, is_anonymous=False))
    linked = sum(each.invitation_id is not None for each in away)
    if not linked:
        return 0
    for each in away:
        each.pk, each.invitation, each.answers = uuid4(), None, {}
        each.submitted_at = _week_of(each.submitted_at)
        each._state.adding = True
    rng.shuffle(away)
    TurnedAway.objects.filter(poll=poll, is_anonymous=False).delete()
    TurnedAway.objects.bulk_create(away, batch_size=1000)
    return linked


def _week_of(moment: datetime | None) -> datetime | None:
    """Give the midnight with which the Dutch week of the moment begins."""
    if moment is None:
        return None
    midnight = timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=midnight.weekday())


def _record(poll: Poll, cut: Cut, now: datetime) -> None:
    told = poll.linked_until.isoformat() if poll.linked_until else None
    detail = {"responses": cut.responses, "turned_away": cut.turned_away, "files": cut.files, "told": told}
    PollEvent.objects.create(poll=poll, at=now, by=None, action=PollEvent.Action.LINKS_CUT, detail=detail)
    logger.info("links of poll %s cut: %d responses, %d turned away", poll.slug, cut.responses, cut.turned_away)


def _forget(poll_id: int) -> None:
    """Remove the columns that results keep of the answers as they were, and the traces in the database's files."""
    shutil.rmtree(Path(settings.COLUMNS_DIR) / str(poll_id), ignore_errors=True)
    scrub(TABLES)
