"""What may happen to a poll: publish, close, reopen, duplicate. Each says who did it and leaves an event."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import count
from typing import Any, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Model, QuerySet

from polls.codebook import compare, problems, schema
from polls.codebook.document import digest, to_document
from polls.codebook.problem import Place, Problem, Severity
from polls.questionnaire.codes import free_code, suggest_code
from polls.questionnaire.design import to_questionnaire
from polls.questionnaire.keys import new_key_pair
from polls.questionnaire.models import Choice, Page, Poll, PollEvent, Question, QuestionnaireVersion, Segment

Row = TypeVar("Row", bound=Model)
Actor = AbstractBaseUser | AnonymousUser | None
"""Who does it; None is the machine itself."""

CLOSES_TOO_EARLY = {
    "nl": "De sluitingsdatum ligt in het verleden. Kies een later moment, of laat het veld leeg.",
    "en": "The closing date is in the past. Choose a later moment, or leave it empty.",
}
OPENS_TOO_LATE = {
    "nl": "De peiling opent pas na de sluitingsdatum. Zet opening en sluiting in de goede volgorde.",
    "en": "The poll opens after it has closed. Put opening and closing in the right order.",
}


class NotPublishable(Exception):  # noqa: N818  # a refusal, not a fault
    """The design has errors. ``problems`` names each with its place."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(problem.message["en"] for problem in problems))
        self.problems = tuple(problems)


class NotNow(Exception):  # noqa: N818  # a refusal, not a fault
    """The poll is in a state in which this cannot be done: nothing was changed."""


def find_problems(poll: Poll, *, now: datetime) -> list[Problem]:
    """List what stands in the way of publishing ``poll`` as it is now, and what deserves a second look."""
    questionnaire = to_questionnaire(poll)
    version = poll.latest_version
    frozen = compare.structure_problems(version.questionnaire, questionnaire) if version else []
    return [*frozen, *_date_problems(poll, now), *problems.find(questionnaire)]


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
    locked = _lock(poll)
    if locked.state == Poll.State.CLOSED:
        raise NotNow(f"{locked.slug} is closed")
    if errors := errors_of(find_problems(locked, now=now)):
        raise NotPublishable(errors)
    version = _freeze(locked, by=by, now=now, reason=reason)
    if locked.state == Poll.State.DRAFT:
        _open(locked, now=now)
    poll.refresh_from_db()
    return version


@transaction.atomic
def close(poll: Poll, *, by: Actor, now: datetime) -> None:
    """Let nobody start any more. Who is under way has the grace period; then the results stage ends the fieldwork.

    Raises ``NotNow`` when the poll is not in the field or is closing already.
    """
    locked = _lock(poll)
    if locked.state != Poll.State.PUBLISHED or locked.has_closed_at(now):
        raise NotNow(f"{locked.slug} is not open")
    locked.closes_at = now
    locked.save(update_fields=["closes_at"])
    _record(locked, PollEvent.Action.CLOSED, by=by, now=now)
    poll.refresh_from_db()


@transaction.atomic
def reopen(poll: Poll, *, by: Actor, now: datetime, closes_at: datetime | None = None) -> None:
    """Take answers again, until ``closes_at`` if given. Raises ``NotNow`` when the poll is open or never was."""
    locked = _lock(poll)
    if locked.state == Poll.State.DRAFT or not (locked.state == Poll.State.CLOSED or locked.has_closed_at(now)):
        raise NotNow(f"{locked.slug} is not closed")
    if closes_at is not None and closes_at <= now:
        raise NotNow(f"{closes_at} has passed")
    locked.state = Poll.State.PUBLISHED
    locked.closes_at = closes_at
    _give_urn(locked)
    locked.save(update_fields=["state", "closes_at", "urn_public_key", "urn_private_key"])
    until = closes_at.isoformat() if closes_at else None
    _record(locked, PollEvent.Action.REOPENED, by=by, now=now, closes_at=until)
    poll.refresh_from_db()


@transaction.atomic
def duplicate(poll: Poll, *, by: Actor, now: datetime, slug: str) -> Poll:
    """Copy the design as a new draft named ``slug``, without dates, versions, invitations or answers.

    Takes the same number of statements whatever the size. Raises ``IntegrityError`` when the slug is taken.
    """
    copy = _copied(poll, slug=slug, created_by=by, **_UNPUBLISHED)
    copy.save(force_insert=True)
    pages = _copy_rows(poll.pages.all(), poll=lambda page: copy)
    questions = _copy_rows(Question.objects.filter(page__poll=poll), page=lambda row: pages[row.page_id])
    choices = Choice.objects.filter(question__page__poll=poll)
    _copy_rows(choices, question=lambda row: questions[row.question_id])
    variables = _copy_rows(poll.segment_variables.all(), poll=lambda variable: copy)
    _copy_rows(Segment.objects.filter(variable__poll=poll), variable=lambda row: variables[row.variable_id])
    _record(copy, PollEvent.Action.DUPLICATED, by=by, now=now, of=poll.slug)
    return copy


@transaction.atomic
def add_choices(question: Question, lines: Iterable[str]) -> list[Choice]:
    """Add a choice per line that has text, behind those that are there. ``Ja | Yes`` gives the label per language."""
    present = list(question.choices.all())
    taken = {choice.code for choice in present}
    position = 1 + max((choice.position for choice in present), default=-1)
    choices: list[Choice] = []
    for line in filter(None, (line.strip() for line in lines)):
        label = _label_of(line)
        code = suggest_code(next(iter(label.values()), ""), taken, prefix="choice")
        taken.add(code)
        choices.append(Choice(question=question, position=position + len(choices), code=code, label=label))
    return Choice.objects.bulk_create(choices)


@transaction.atomic
def add_page(poll: Poll) -> Page:
    """Add an empty page behind the others. Raises ``NotNow`` when the poll's structure is fixed."""
    locked = _lock(poll)
    if locked.is_frozen:
        raise NotNow(f"the structure of {locked.slug} is fixed")
    pages = list(locked.pages.all())
    code = free_code(f"page_{len(pages) + 1}", {page.code for page in pages})
    return Page.objects.create(poll=locked, code=code, position=1 + max((page.position for page in pages), default=-1))


def free_slug(slug: str) -> str:
    """Give a short name after ``slug`` that no poll has: ``slug-2``, ``slug-3`` …"""
    stem = slug.rstrip("-0123456789")[:50] or "poll"
    taken = set(Poll.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(name for name in (f"{stem}-{number}" for number in count(2)) if name not in taken)


def why_not_deletable(poll: Poll) -> str:
    """Name what stands in the way of deleting ``poll``: ``open``, ``answers`` or nothing.

    The relations are those that the collecting stage lays on a poll; this stage knows no more of them than their names.
    """
    if poll.state == Poll.State.PUBLISHED:
        return "open"
    return "answers" if poll.responses.exists() or poll.sealed_responses.exists() else ""


_UNPUBLISHED: dict[str, Any] = {
    "state": Poll.State.DRAFT,
    "opens_at": None,
    "closes_at": None,
    "first_published_at": None,
    "urn_public_key": None,
    "urn_private_key": None,
    "data_revision": 0,
}


def _lock(poll: Poll) -> Poll:
    return Poll.objects.select_for_update().get(pk=poll.pk)


def _date_problems(poll: Poll, now: datetime) -> list[Problem]:
    found = []
    if poll.state == Poll.State.DRAFT and poll.has_closed_at(now):
        found.append(_date_problem("closes_in_the_past", "closes_at", CLOSES_TOO_EARLY))
    if poll.opens_at and poll.closes_at and poll.opens_at >= poll.closes_at:
        found.append(_date_problem("opens_after_closing", "opens_at", OPENS_TOO_LATE))
    return found


def _date_problem(code: str, field: str, message: schema.Text) -> Problem:
    return Problem(severity=Severity.ERROR, code=code, place=Place(field=field), message=message)


def _freeze(poll: Poll, *, by: Actor, now: datetime, reason: str) -> QuestionnaireVersion:
    document = to_document(to_questionnaire(poll))
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
    _record(poll, action, by=by, now=now, version=version.number, reason=reason)
    return version


def _open(poll: Poll, *, now: datetime) -> None:
    poll.state = Poll.State.PUBLISHED
    poll.first_published_at = now
    _give_urn(poll)
    poll.save(update_fields=["state", "first_published_at", "urn_public_key", "urn_private_key"])


def _give_urn(poll: Poll) -> None:
    """Give an anonymous poll that has none the key pair of its urn."""
    if poll.is_anonymous and not (poll.urn_public_key and poll.urn_private_key):
        poll.urn_public_key, poll.urn_private_key = new_key_pair()


def _record(poll: Poll, action: PollEvent.Action, *, by: Actor, now: datetime, **detail: object) -> None:
    PollEvent.objects.create(poll=poll, at=now, by_id=by.pk if by else None, action=action, detail=detail)


def _label_of(line: str) -> dict[str, str]:
    parts = [part.strip() for part in line.split("|")]
    return {language: part for language, part in zip(schema.LANGUAGES, parts, strict=False) if part}


def _copied(row: Row, **changes: Any) -> Row:
    """An unsaved copy of ``row`` with ``changes``."""
    kept = [field for field in row._meta.concrete_fields if not field.primary_key and field.name not in changes]
    return type(row)(**{field.attname: getattr(row, field.attname) for field in kept}, **changes)


def _copy_rows(rows: QuerySet[Row], **parent: Callable[[Row], Model]) -> dict[int, Row]:
    """Copy ``rows`` in two statements, each under the parent that the one given function names; by the old key."""
    originals = list(rows)
    ((name, parent_of),) = parent.items()
    copies = rows.model._default_manager.bulk_create(_copied(row, **{name: parent_of(row)}) for row in originals)
    return {row.pk: copy for row, copy in zip(originals, copies, strict=True)}
