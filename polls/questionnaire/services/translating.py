"""All texts of a poll side by side, and written in one go without undoing what somebody else wrote meanwhile."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Model

from polls.questionnaire.models import Page, Poll, Question, TextByLanguage
from polls.questionnaire.services.acting import Actor, hold

LONGEST = 10_000


@dataclass(frozen=True)
class Entry:
    """One text. ``key`` finds it again; ``place`` is made of codes; ``field`` is the model field's own name."""

    key: str
    place: str
    field: object
    text: Mapping[str, str]


def entries(poll: Poll) -> list[Entry]:
    """Every text of the poll that is written in any language, in the order of the questionnaire."""
    return [
        Entry(f"{row._meta.model_name}-{row.pk}-{field.name}", place, field.verbose_name, getattr(row, field.name))
        for place, row in _rows(poll)
        for field in row._meta.concrete_fields
        if isinstance(field, TextByLanguage) and any(getattr(row, field.name).values())
    ]


@transaction.atomic
def save_texts(
    poll: Poll, language: str, seen: Mapping[str, str], typed: Mapping[str, str], *, by: Actor, now: datetime
) -> tuple[int, list[Entry]]:
    """Write the texts that were changed, and count them.

    ``seen`` and ``typed`` hold, by key, the text that the editor saw and the one now wanted. A text that somebody else
    changed meanwhile is left as it is and given back.
    """
    locked = hold(poll)
    written, missed = 0, []
    current = {entry.key: entry for entry in entries(locked)}
    for _place, row in _rows(locked):
        changes = {}
        for field in row._meta.concrete_fields:
            key = f"{row._meta.model_name}-{row.pk}-{field.name}"
            wanted = typed.get(key, "").replace("\r\n", "\n").strip()[:LONGEST]
            if key not in current or key not in typed or wanted == seen.get(key, ""):
                continue
            now_there = current[key].text.get(language, "")
            if now_there == seen.get(key, ""):
                changes[field.name] = {**current[key].text, language: wanted}
            elif now_there != wanted:
                missed.append(current[key])
        written += len(changes)
        _write(row, changes, by=by, now=now)
    return written, missed


def _write(row: Model, changes: Mapping[str, object], *, by: Actor, now: datetime) -> None:
    """Write the fields; whoever has the page or question open learns that it changed."""
    if not changes:
        return
    type(row)._default_manager.filter(pk=row.pk).update(**changes)
    edited = row if isinstance(row, Page | Question) else getattr(row, "question", None)
    if edited is not None:
        marks = {"revision": F("revision") + 1, "edited_at": now, "edited_by_id": by.pk if by else None}
        type(edited)._default_manager.filter(pk=edited.pk).update(**marks)


def _rows(poll: Poll) -> Iterator[tuple[str, Model]]:
    yield "", poll
    relations = ("choices", "rows", "variants", "checks")
    pages = poll.pages.prefetch_related("questions", *(f"questions__{relation}" for relation in relations))
    for page in pages:
        yield page.code, page
        for question in page.questions.all():
            yield question.code, question
            for relation in relations:
                for part in getattr(question, relation).all():
                    yield f"{question.code}.{getattr(part, 'code', part.position)}", part
    for variable in poll.segment_variables.prefetch_related("segments"):
        yield variable.code, variable
        for segment in variable.segments.all():
            yield f"{variable.code}.{segment.code}", segment
    for relation in ("screen_outs", "quotas"):
        for part in getattr(poll, relation).all():
            yield part.code, part
