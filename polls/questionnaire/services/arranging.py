"""What comes, goes and moves in a design. Each is a step on the design as it stands, so that two at once both count.

Each raises ``NotNow`` when the poll's structure is fixed, and ``Gone`` when what it is about was deleted meanwhile.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from polls.codebook.renaming import rename, rename_in_text
from polls.codebook.schema import QuestionKind
from polls.questionnaire.codes import codes_of_poll, free_code
from polls.questionnaire.models import Page, Poll, Question
from polls.questionnaire.parts import create, to_data
from polls.questionnaire.services.acting import Actor, NotNow, afresh, hold
from polls.questionnaire.services.bin import number
from polls.questionnaire.services.renaming import CODES, EXPRESSIONS


@transaction.atomic
def add_page(poll: Poll, *, by: Actor = None, now: datetime | None = None, after: Page | None = None) -> Page:
    """Add an empty page behind ``after``, or behind all others."""
    locked = _unfrozen(poll)
    pages = list(locked.pages.all())
    code = free_code(f"page_{len(pages) + 1}", codes_of_poll(locked.pk))
    page = Page.objects.create(poll=locked, code=code, position=len(pages), edited_at=now, edited_by_id=_key(by))
    place = 1 + pages.index(after) if after in pages else len(pages)
    number([*pages[:place], page, *pages[place:]])
    return page


@transaction.atomic
def add_question(
    page: Page, *, kind: QuestionKind, by: Actor, now: datetime, after: Question | None = None
) -> Question:
    """Add an empty question behind ``after``, or behind all others."""
    locked = _unfrozen(page.poll)
    page = afresh(page)
    questions = list(page.questions.all())
    taken = codes_of_poll(locked.pk)
    count = Question.objects.filter(page__poll=locked).count()
    question = Question.objects.create(
        page=page,
        kind=kind.value,
        code=free_code(f"question_{count + 1}", taken),
        position=len(questions),
        edited_at=now,
        edited_by_id=_key(by),
    )
    place = 1 + questions.index(after) if after in questions else len(questions)
    number([*questions[:place], question, *questions[place:]])
    return question


@transaction.atomic
def move_question(question: Question, *, to: Page, position: int) -> None:
    """Put the question at ``position`` (from 0) on a page of its own poll."""
    locked = _unfrozen(question.page.poll)
    question, to = afresh(question), afresh(to)
    if to.poll_id != locked.pk:
        raise NotNow(f"page {to.pk} is not of {locked.slug}")
    source = question.page
    if source.pk != to.pk:
        Question.objects.filter(pk=question.pk).update(page=to)
        number([other for other in source.questions.all() if other.pk != question.pk])
    number(_with(list(to.questions.all()), question, position))


@transaction.atomic
def move_page(page: Page, *, position: int) -> None:
    """Put the page at ``position`` (from 0) among its fellows."""
    locked = _unfrozen(page.poll)
    number(_with(list(locked.pages.all()), afresh(page), position))


@transaction.atomic
def duplicate_question(question: Question, *, by: Actor, now: datetime) -> Question:
    """Copy a question with its choices, right behind it, under a code of its own."""
    locked = _unfrozen(question.page.poll)
    question = afresh(question)
    data = to_data(question)
    data["fields"]["code"] = free_code(question.code, codes_of_poll(locked.pk))
    (copy,) = create(Question, [data], [question.page], edited_at=now, edited_by_id=_key(by))
    rows = [row for row in question.page.questions.all() if row.pk != copy.pk]
    number(_with(rows, copy, 1 + [row.pk for row in rows].index(question.pk)))
    return copy  # type: ignore[no-any-return]


@transaction.atomic
def duplicate_page(page: Page, *, by: Actor, now: datetime) -> Page:
    """Copy a page with its questions, right behind it. Conditions on questions of the page speak of their copies."""
    locked = _unfrozen(page.poll)
    page = afresh(page)
    data = to_data(page)
    _give_new_codes(data, codes_of_poll(locked.pk))
    (copy,) = create(Page, [data], [locked], edited_at=now, edited_by_id=_key(by))
    rows = [row for row in locked.pages.all() if row.pk != copy.pk]
    number(_with(rows, copy, 1 + [row.pk for row in rows].index(page.pk)))
    return copy  # type: ignore[no-any-return]


def _give_new_codes(page: dict[str, Any], taken: set[str]) -> None:
    names: dict[str, str] = {}
    questions = page["children"]["questions"]
    for row in (page, *questions):
        old = row["fields"]["code"]
        names[old] = row["fields"]["code"] = free_code(old, taken)
        taken.add(names[old])
    for question in questions:
        _rename_in(question, names)


def _rename_in(data: dict[str, Any], names: dict[str, str]) -> None:
    """Let a question and all below it speak of the copies."""
    fields = data["fields"]
    for name, value in fields.items():
        if name in EXPRESSIONS:
            fields[name] = rename(value, names)
        elif name in CODES:
            fields[name] = names.get(value, value)
        elif isinstance(value, dict):
            fields[name] = rename_in_text(value, names)
    for rows in data["children"].values():
        for row in rows:
            _rename_in(row, names)


def _unfrozen(poll: Poll) -> Poll:
    locked = hold(poll)
    if locked.is_frozen:
        raise NotNow(f"the structure of {locked.slug} is fixed")
    return locked


def _with(rows: list[Any], row: Any, position: int) -> list[Any]:
    """The rows in order, ``row`` at ``position``."""
    mine = next((other for other in rows if other.pk == row.pk), row)
    others = [other for other in rows if other.pk != row.pk]
    others.insert(max(0, min(position, len(others))), mine)
    return others


def _key(by: Actor) -> int | None:
    return by.pk if by else None
