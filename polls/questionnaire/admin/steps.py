"""The buttons of the builder that change the outline: add, move, copy, delete, put back. One word names each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from polls.codebook.schema import QuestionKind
from polls.questionnaire import services
from polls.questionnaire.models import Discarded, Page, Poll, Question


@dataclass(frozen=True)
class Landing:
    """Where the editor stands after a step: a page, perhaps a question of it, something to say, something to undo."""

    page: Page | None
    question: Question | None = None
    message: str = ""
    undo: Discarded | None = None


@dataclass(frozen=True)
class Step:
    """Who does it, when, and on which page the editor was."""

    poll: Poll
    page: Page
    by: Any
    now: datetime

    def question(self, pk: str) -> Question:
        return get_object_or_404(Question.objects.select_related("page__poll"), pk=_number(pk), page__poll=self.poll)

    def page_of(self, pk: str) -> Page:
        return get_object_or_404(Page.objects.select_related("poll"), pk=_number(pk), poll=self.poll)

    def add(self, kind: str, after: str = "") -> Landing:
        behind = self.question(after) if after else None
        page = behind.page if behind else self.page
        added = services.add_question(page, kind=QuestionKind(kind), by=self.by, now=self.now, after=behind)
        return Landing(page, added)

    def add_page(self, after: str = "") -> Landing:
        behind = self.page_of(after) if after else None
        return Landing(services.add_page(self.poll, by=self.by, now=self.now, after=behind))

    def up(self, pk: str) -> Landing:
        return self._shift(self.question(pk), -1)

    def down(self, pk: str) -> Landing:
        return self._shift(self.question(pk), 1)

    def move(self, pk: str, page: str, position: str) -> Landing:
        question, to = self.question(pk), self.page_of(page)
        services.move_question(question, to=to, position=_number(position))
        return Landing(self.page, question if to.pk == self.page.pk else None, _("The question has been moved."))

    def copy(self, pk: str) -> Landing:
        copy = services.duplicate_question(self.question(pk), by=self.by, now=self.now)
        return Landing(copy.page, copy, _("This is the copy."))

    def delete(self, pk: str) -> Landing:
        question = self.question(pk)
        discarded = services.discard(question, by=self.by, now=self.now)
        return Landing(self.page, None, _("The question has been deleted."), discarded)

    def page_up(self, pk: str) -> Landing:
        return self._shift_page(self.page_of(pk), -1)

    def page_down(self, pk: str) -> Landing:
        return self._shift_page(self.page_of(pk), 1)

    def move_page(self, pk: str, position: str) -> Landing:
        services.move_page(self.page_of(pk), position=_number(position))
        return Landing(self.page, None, _("The page has been moved."))

    def copy_page(self, pk: str) -> Landing:
        return Landing(
            services.duplicate_page(self.page_of(pk), by=self.by, now=self.now), None, _("This is the copy.")
        )

    def delete_page(self, pk: str) -> Landing:
        page = self.page_of(pk)
        others = [other for other in self.poll.pages.all() if other.pk != page.pk]
        discarded = services.discard(page, by=self.by, now=self.now)
        here = self.page if self.page.pk != page.pk else None
        return Landing(here or next(iter(others), None), None, _("The page has been deleted."), discarded)

    def restore(self, pk: str) -> Landing:
        discarded = get_object_or_404(Discarded.objects.select_related("poll"), pk=_number(pk), poll=self.poll)
        row = services.restore(discarded, by=self.by, now=self.now)
        message = _("It is back.")
        match row:
            case Page():
                return Landing(row, None, message)
            case Question():
                return Landing(row.page, row, message)
        return Landing(row.question.page, row.question, message)

    def _shift(self, question: Question, by: int) -> Landing:
        """One place up or down; at the edge of its page, on to the next page."""
        fellows = [row.pk for row in question.page.questions.all()]
        place = fellows.index(question.pk) + by
        if 0 <= place < len(fellows):
            services.move_question(question, to=question.page, position=place)
            return Landing(question.page, question)
        pages = list(self.poll.pages.all())
        number = pages.index(question.page) + by
        if 0 <= number < len(pages):
            to = pages[number]
            services.move_question(question, to=to, position=0 if by > 0 else to.questions.count())
            return Landing(to, question)
        return Landing(question.page, question)

    def _shift_page(self, page: Page, by: int) -> Landing:
        place = [row.pk for row in self.poll.pages.all()].index(page.pk) + by
        services.move_page(page, position=max(0, place))
        return Landing(self.page)


STEPS: Mapping[str, Callable[..., Landing]] = {
    "add": Step.add,
    "add-page": Step.add_page,
    "up": Step.up,
    "down": Step.down,
    "move": Step.move,
    "copy": Step.copy,
    "delete": Step.delete,
    "page-up": Step.page_up,
    "page-down": Step.page_down,
    "move-page": Step.move_page,
    "copy-page": Step.copy_page,
    "delete-page": Step.delete_page,
    "restore": Step.restore,
}


def take(word: str, step: Step) -> Landing:
    """Do what a button says: ``verb:argument:argument``. What is no such word does nothing."""
    verb, *arguments = word.split(":")
    try:
        return STEPS[verb](step, *arguments)
    except (KeyError, TypeError, ValueError):
        return Landing(step.page)


def _number(text: str) -> int:
    """Read a number of a button. Raises ValueError when it is none."""
    if not (text.isascii() and text.isdigit()) or len(text) > 12:
        raise ValueError(text)
    return int(text)
