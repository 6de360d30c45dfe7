"""Changes to what a page or question says. Each names the revision that it was based on, so that no edit is lost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Model

from polls.questionnaire.codes import label_of, suggest_code
from polls.questionnaire.models import Choice, Page, Poll, Question
from polls.questionnaire.parts import children_of
from polls.questionnaire.services.acting import Actor, NotNow, afresh, hold
from polls.questionnaire.services.bin import put_in_bin
from polls.questionnaire.services.renaming import rename_everywhere

EditedRow = Page | Question


class EditConflict(Exception):  # noqa: N818  # a refusal, not a fault
    """Somebody else changed the row after the editor saw it. ``row`` is as it stands now; nothing was written."""

    def __init__(self, row: EditedRow) -> None:
        super().__init__(f"{row._meta.model_name} {row.pk} is at revision {row.revision}")
        self.row = row


@dataclass(frozen=True)
class Edit:
    """What an editor made of a page or question.

    ``row`` holds the new values and ``fields`` names those to write. ``revision`` is the one that the editor saw.
    ``children`` gives, per relation, its rows in their new order; a row without a key is new, a row left out goes.
    """

    row: EditedRow
    revision: int
    fields: Sequence[str] = ()
    children: tuple[tuple[str, Sequence[Model]], ...] = ()


@transaction.atomic
def save(edit: Edit, *, by: Actor, now: datetime) -> int:
    """Write the edit and give the new revision.

    Raises ``EditConflict`` when the row is at another revision, ``Gone`` when it is no more, and ``NotNow`` when rows
    would come or go in a poll whose structure is fixed.
    """
    poll = hold(_poll_of(edit.row))
    before = afresh(edit.row)
    values = {name: getattr(edit.row, name) for name in edit.fields}
    marks = {"revision": F("revision") + 1, "edited_at": now, "edited_by_id": by.pk if by else None}
    unchanged = type(edit.row)._default_manager.filter(pk=edit.row.pk, revision=edit.revision)
    if not unchanged.update(**values, **marks):
        raise EditConflict(before)
    for relation, rows in edit.children:
        _save_children(poll, edit.row, relation, rows, by=by, now=now)
    if isinstance(before, Question) and before.code != edit.row.code and "code" in edit.fields:
        rename_everywhere(poll, {before.code: edit.row.code})
    return edit.revision + 1


@transaction.atomic
def add_choices(question: Question, lines: Iterable[str]) -> list[Choice]:
    """Add a choice per line that has text, behind those that are there. ``Ja | Yes`` gives the label per language."""
    present = list(question.choices.all())
    taken = {choice.code for choice in present}
    position = 1 + max((choice.position for choice in present), default=-1)
    choices: list[Choice] = []
    for line in filter(None, (line.strip() for line in lines)):
        label = label_of(line)
        code = suggest_code(next(iter(label.values()), ""), taken, prefix="choice")
        taken.add(code)
        choices.append(Choice(question=question, position=position + len(choices), code=code, label=label))
    return Choice.objects.bulk_create(choices)


def _poll_of(row: EditedRow) -> Poll:
    return row.poll if isinstance(row, Page) else row.page.poll


def _save_children(
    poll: Poll, parent: EditedRow, relation: str, rows: Sequence[Model], *, by: Actor, now: datetime
) -> None:
    """Make the rows of the relation be exactly ``rows``, in their order."""
    model = children_of(type(parent))[relation]
    present = {row.pk: row for row in getattr(parent, relation).all()}
    gone = [row for pk, row in present.items() if pk not in {row.pk for row in rows}]
    new = [row for row in rows if row.pk not in present]
    if poll.is_frozen and (gone or new):
        raise NotNow(f"the structure of {poll.slug} is fixed")
    for position, row in enumerate(rows):
        row.position = position  # type: ignore[attr-defined]  # every kind of row in a design has a place
    put_in_bin(poll, gone, by=by, now=now)
    fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    kept = [row for row in rows if row.pk in present]
    if kept:
        model._default_manager.bulk_update(kept, fields)
    for row in new:
        row.pk = None
        row.save(force_insert=True)
