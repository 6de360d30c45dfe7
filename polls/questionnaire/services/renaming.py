"""A question under a new code: everything in the poll that speaks of it follows."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import F, JSONField, Model

from polls.codebook.renaming import rename, rename_in_text
from polls.questionnaire.models import (
    Choice,
    MatrixRow,
    Page,
    Poll,
    Question,
    QuestionCheck,
    QuestionVariant,
    Quota,
    ScreenOut,
    SegmentVariable,
    TextByLanguage,
)

EXPRESSIONS = frozenset({"show_if", "condition", "expression"})
CODES = frozenset({"carries"})
"""Fields that hold the code of a question."""


def rename_everywhere(poll: Poll, names: Mapping[str, str]) -> None:
    """Let the whole design speak of questions by their new codes; whoever has a changed row open learns of it."""
    for rows in _rows(poll):
        changed = [(row, fields) for row in rows if (fields := _rename_in_row(row, names))]
        written = sorted({name for _, fields in changed for name in fields})
        if changed:
            type(changed[0][0])._default_manager.bulk_update([row for row, _ in changed], written)
            _next_revision([row for row, _ in changed])
    sources = poll.segment_variables.filter(source_kind=SegmentVariable.Source.QUESTION, source__in=names)
    for variable in sources:
        SegmentVariable.objects.filter(pk=variable.pk).update(source=names[variable.source])


def _rows(poll: Poll) -> Iterator[list[Any]]:
    yield list(Page.objects.filter(poll=poll))
    yield list(Question.objects.filter(page__poll=poll))
    for below in (Choice, MatrixRow, QuestionVariant, QuestionCheck):
        yield list(below._default_manager.filter(question__page__poll=poll))
    for end in (ScreenOut, Quota):
        yield list(end._default_manager.filter(poll=poll))


def _rename_in_row(row: Model, names: Mapping[str, str]) -> list[str]:
    """Rename in the row, and name the fields that changed."""
    changed = []
    for field in row._meta.concrete_fields:
        before = getattr(row, field.attname)
        after = before
        if field.name in EXPRESSIONS and before:
            after = rename(before, names)
        elif field.name in CODES:
            after = names.get(before, before)
        elif isinstance(field, TextByLanguage) and isinstance(field, JSONField) and before:
            after = rename_in_text(before, names)
        if after != before:
            setattr(row, field.attname, after)
            changed.append(field.name)
    return changed


def _next_revision(rows: list[Any]) -> None:
    """Make the next revision of the pages and questions that the rows are, or belong to."""
    pages = [row.pk for row in rows if isinstance(row, Page)]
    questions = [row.pk if isinstance(row, Question) else getattr(row, "question_id", None) for row in rows]
    Page.objects.filter(pk__in=pages).update(revision=F("revision") + 1)
    if not pages:
        Question.objects.filter(pk__in=[pk for pk in questions if pk]).update(revision=F("revision") + 1)
