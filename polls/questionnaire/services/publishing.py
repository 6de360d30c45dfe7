"""Checking a poll and publishing it: the design frozen as a numbered version."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from polls.codebook import compare, problems, schema
from polls.codebook.document import digest, to_document
from polls.codebook.lint import advise
from polls.codebook.problem import Place, Problem, Severity
from polls.questionnaire.design import to_questionnaire
from polls.questionnaire.models import Announcement, Poll, PollEvent, QuestionnaireVersion
from polls.questionnaire.services.acting import Actor, NotNow, give_urn, hold, record
from polls.questionnaire.services.announcing import announce
from polls.questionnaire.services.warnings import answers_to, told_in_history

CLOSES_TOO_EARLY = {
    "nl": "De sluitingsdatum ligt in het verleden. Kies een later moment, of laat het veld leeg.",
    "en": "The closing date is in the past. Choose a later moment, or leave it empty.",
}
OPENS_TOO_LATE = {
    "nl": "De peiling opent pas na de sluitingsdatum. Zet opening en sluiting in de goede volgorde.",
    "en": "The poll opens after it has closed. Put opening and closing in the right order.",
}
LINK_CUT_TOO_EARLY = {
    "nl": "Antwoorden worden van de uitnodiging losgemaakt voordat de peiling sluit. Kies daarvoor een latere dag, "
    "of sluit de peiling eerder.",
    "en": "Answers are cut loose from the invitation before the poll closes. Choose a later day for that, or close the "
    "poll earlier.",
}


MOST_REMEMBERED = 32
_remembered: dict[str, tuple[Problem, ...]] = {}


class NotPublishable(Exception):  # noqa: N818  # a refusal, not a fault
    """The design has errors. ``problems`` names each with its place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(problem.message["en"] for problem in problems))
        self.problems = tuple(problems)


def find_problems(poll: Poll, *, now: datetime) -> list[Problem]:
    """List what stands in the way of publishing ``poll`` as it is now, and what deserves a second look."""
    questionnaire = to_questionnaire(poll)
    version = poll.latest_version
    frozen = compare.structure_problems(version.questionnaire, questionnaire) if version else []
    return [*frozen, *_date_problems(poll, now), *_problems_of(questionnaire)]


def _problems_of(questionnaire: schema.Questionnaire) -> tuple[Problem, ...]:
    """Give the problems and the advice; of the designs that were read last they are remembered, by their hash."""
    key = digest(to_document(questionnaire))
    if key not in _remembered:
        while len(_remembered) >= MOST_REMEMBERED:
            _remembered.pop(next(iter(_remembered), ""), None)
        _remembered[key] = (*problems.find(questionnaire), *advise(questionnaire))
    return _remembered[key]


def has_unpublished_wording(poll: Poll) -> bool:
    """Whether the design differs from what respondents see now."""
    version = poll.latest_version
    return version is not None and version.sha256 != digest(to_document(to_questionnaire(poll)))


def errors_of(found: Iterable[Problem]) -> list[Problem]:
    return [problem for problem in found if problem.severity is Severity.ERROR]


@transaction.atomic
def publish(poll: Poll, *, by: Actor, now: datetime, reason: str = "") -> QuestionnaireVersion:
    """Freeze the design as a numbered version, and open the poll if it was a draft.

    A poll that is in the field gets a new version when its wording was changed, and keeps its version when nothing
    was. Raises ``NotPublishable`` when the design has errors or its structure was changed in the field, and
    ``NotNow`` when the poll is closed.
    """
    locked = hold(poll)
    if locked.state == Poll.State.CLOSED:
        raise NotNow(f"{locked.slug} is closed")
    found = find_problems(locked, now=now)
    if errors := errors_of(found):
        raise NotPublishable(errors)
    version = _freeze(locked, found, by=by, now=now, reason=reason)
    if locked.state == Poll.State.DRAFT:
        _open(locked, now=now)
        announce(locked, Announcement.Kind.LAUNCHED, now=now)
    poll.refresh_from_db()
    return version


def _date_problems(poll: Poll, now: datetime) -> list[Problem]:
    found = []
    if poll.state == Poll.State.DRAFT and poll.has_closed_at(now):
        found.append(_date_problem("closes_in_the_past", "closes_at", CLOSES_TOO_EARLY))
    if poll.opens_at and poll.closes_at and poll.opens_at >= poll.closes_at:
        found.append(_date_problem("opens_after_closing", "opens_at", OPENS_TOO_LATE))
    if not poll.is_anonymous and poll.is_link_cut_before(poll.closes_at or now):
        found.append(_date_problem("link_cut_in_the_field", "linked_until", LINK_CUT_TOO_EARLY))
    return found


def _date_problem(code: str, field: str, message: schema.Text) -> Problem:
    return Problem(severity=Severity.ERROR, code=code, place=Place(field=field), message=message)


def _freeze(poll: Poll, found: list[Problem], *, by: Actor, now: datetime, reason: str) -> QuestionnaireVersion:
    questionnaire = to_questionnaire(poll)
    document = to_document(questionnaire)
    sha256 = digest(document)
    latest = poll.latest_version
    if latest and latest.sha256 == sha256:
        return latest
    version = QuestionnaireVersion.objects.create(
        poll=poll,
        number=latest.number + 1 if latest else 1,
        document=document,
        sha256=sha256,
        reason=reason,
        published_at=now,
        published_by_id=by.pk if by else None,
    )
    action = PollEvent.Action.CORRECTED if latest else PollEvent.Action.PUBLISHED
    answered = told_in_history(answers_to(poll, found, questionnaire), found)
    detail = {"warnings": answered} if answered else {}
    record(poll, action, by=by, now=now, version=version.number, reason=reason, **detail)
    return version


def _open(poll: Poll, *, now: datetime) -> None:
    poll.state = Poll.State.PUBLISHED
    poll.linked_until = None if poll.is_anonymous else poll.link_end_at(now)
    poll.first_published_at = now
    give_urn(poll)
    poll.save(update_fields=["state", "linked_until", "first_published_at", "urn_public_key", "urn_private_key"])
