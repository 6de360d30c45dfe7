"""The bin: what was deleted from a design can be put back for a while."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from polls.questionnaire.codes import codes_of_poll, free_code
from polls.questionnaire.models import KEPT_IN_BIN, Choice, Discarded, Page, Poll, Question
from polls.questionnaire.parts import create, parent_field, to_data
from polls.questionnaire.services.acting import Actor, NotNow, afresh, hold

MODELS: dict[str, type[Model]] = {
    Discarded.Kind.PAGE: Page,
    Discarded.Kind.QUESTION: Question,
    Discarded.Kind.CHOICE: Choice,
}
KINDS = {model: kind for kind, model in MODELS.items()}


@transaction.atomic
def discard(row: Page | Question, *, by: Actor, now: datetime) -> Discarded:
    """Delete a page or question with all below it, to be put back with ``restore``. Raises ``NotNow``, ``Gone``."""
    poll = hold(row.poll if isinstance(row, Page) else row.page.poll)
    if poll.is_frozen:
        raise NotNow(f"the structure of {poll.slug} is fixed")
    row = afresh(row)
    (discarded,) = put_in_bin(poll, [row], by=by, now=now)
    number(list(poll.pages.all() if isinstance(row, Page) else row.page.questions.all()))
    return discarded


def put_in_bin(poll: Poll, rows: Sequence[Model], *, by: Actor, now: datetime) -> list[Discarded]:
    """Delete the rows, and keep those of a kind that the bin knows."""
    kept = [_in_bin(poll, row, by=by, now=now) for row in rows if type(row) in KINDS]
    for row in rows:
        row.delete()
    return Discarded.objects.bulk_create(kept)


@transaction.atomic
def restore(discarded: Discarded, *, by: Actor, now: datetime) -> Any:
    """Put back what was deleted, where it was, and give the row.

    A question whose page is gone comes on the last page; a choice whose question is gone cannot come back. Codes that
    were given to others meanwhile are made unique. Raises ``NotNow`` when there is no place or the poll is frozen.
    """
    poll, discarded = hold(discarded.poll), afresh(discarded)
    model = MODELS[discarded.kind]
    parent = _parent(poll, discarded)
    if poll.is_frozen or parent is None:
        raise NotNow(f"{discarded.kind} {discarded.code} has no place to go back to")
    document = discarded.document
    _make_codes_free(model, document, codes_of_poll(poll.pk), parent)
    (row,) = create(model, [document], [parent], **_marks(model, by, now))
    _let_in(row, parent)
    discarded.delete()
    return row


def empty_bins(*, now: datetime) -> int:
    """Remove what has been in a bin for longer than ``KEPT_IN_BIN``, and say how much that was."""
    count, _ = Discarded.objects.filter(discarded_at__lte=now - KEPT_IN_BIN).delete()
    return count


def _in_bin(poll: Poll, row: Any, *, by: Actor, now: datetime) -> Discarded:
    return Discarded(
        poll=poll,
        kind=KINDS[type(row)],
        label=row.text if isinstance(row, Question) else row.title if isinstance(row, Page) else row.label,
        code=row.code,
        parent_id=getattr(row, parent_field(type(row)).attname),
        document=to_data(row),
        discarded_at=now,
        discarded_by_id=by.pk if by else None,
    )


def _parent(poll: Poll, discarded: Discarded) -> Model | None:
    match discarded.kind:
        case Discarded.Kind.PAGE:
            return poll
        case Discarded.Kind.QUESTION:
            return poll.pages.filter(pk=discarded.parent_id).first() or poll.pages.last()
    return Question.objects.filter(page__poll=poll, pk=discarded.parent_id).first()


def _make_codes_free(model: type[Model], document: dict[str, Any], taken: set[str], parent: Model) -> None:
    """Give other codes to the row, and to the questions of a page, where theirs are taken by now."""
    if isinstance(parent, Question):
        taken = set(parent.choices.values_list("code", flat=True))
    rows = [document, *(document["children"]["questions"] if model is Page else ())]
    for row in rows:
        row["fields"]["code"] = free_code(row["fields"]["code"], taken)
        taken.add(row["fields"]["code"])


def _marks(model: type[Model], by: Actor, now: datetime) -> dict[str, Any]:
    if model is Choice:
        return {}
    return {"edited_at": now, "edited_by_id": by.pk if by else None}


def _let_in(row: Any, parent: Any) -> None:
    """Put the row back at the place it had, and close the ranks behind it."""
    siblings = [other for other in parent_rows(row, parent) if other.pk != row.pk]
    siblings.insert(min(row.position, len(siblings)), row)
    number(siblings)
    if isinstance(parent, Question):
        Question.objects.filter(pk=parent.pk).update(revision=parent.revision + 1)


def parent_rows(row: Any, parent: Any) -> list[Any]:
    relation = parent_field(type(row)).remote_field.get_accessor_name()
    return list(getattr(parent, str(relation)).all())


def number(rows: Sequence[Any]) -> None:
    """Write the places of the rows as they stand in the list, where they changed."""
    moved = []
    for position, row in enumerate(rows):
        if row.position != position:
            row.position = position
            moved.append(row)
    if moved:
        type(moved[0])._default_manager.bulk_update(moved, ["position"])
