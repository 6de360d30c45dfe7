"""Changes to the design of a poll."""

from collections.abc import Iterable

from django.db import transaction

from polls.codebook import schema
from polls.questionnaire.codes import free_code, suggest_code
from polls.questionnaire.models import Choice, Page, Poll, Question
from polls.questionnaire.services.acting import NotNow, hold


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
    locked = hold(poll)
    if locked.is_frozen:
        raise NotNow(f"the structure of {locked.slug} is fixed")
    pages = list(locked.pages.all())
    code = free_code(f"page_{len(pages) + 1}", {page.code for page in pages})
    return Page.objects.create(poll=locked, code=code, position=1 + max((page.position for page in pages), default=-1))


def _label_of(line: str) -> dict[str, str]:
    parts = [part.strip() for part in line.split("|")]
    return {language: part for language, part in zip(schema.LANGUAGES, parts, strict=False) if part}
