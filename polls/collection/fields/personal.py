"""The texts of a page that differ per respondent: earlier answers in them, and a wording drawn by lot."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from django.utils.html import escape

from polls.codebook.pipes import Pipe, replaced_in_all
from polls.codebook.piping import Values, asked_text, words_for
from polls.codebook.question import Choice, Question, Row
from polls.codebook.schema import Page, Questionnaire
from polls.codebook.texts import LANGUAGES, Text
from polls.collection.fields.places import Places

Option = TypeVar("Option", Choice, Row)

Pipes = Mapping[str, Pipe]
"""The places for earlier answers on a page, by name."""


class Marker:
    """Puts marks into the texts of a page where each respondent reads something else."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self.pipes: dict[str, Pipe] = {}

    def page(self, page: Page) -> Page:
        """Give the page with marks in its texts; the page itself where nothing differs."""
        questions = tuple(self._question(question) for question in page.questions)
        changed = {"title": self.text(page.title), "intro": self.text(page.intro), "questions": questions}
        return replace(page, **changed)  # type: ignore[arg-type]

    def text(self, text: Text) -> Text:
        return replaced_in_all(text, self._mark)

    def _mark(self, pipe: Pipe) -> str:
        name = f"pipe:{len(self.pipes)}"
        self.pipes[name] = pipe
        return self._places.mark(name)

    def _question(self, question: Question) -> Question:
        mark = self._places.mark(f"wording:{question.code}") if question.variants else ""
        return replace(
            question,
            text=dict.fromkeys(LANGUAGES, mark) if mark else self.text(question.text),
            help=self.text(question.help),
            low_label=self.text(question.low_label),
            high_label=self.text(question.high_label),
            statement=self.text(question.statement),
            choices=tuple(self._option(choice) for choice in question.choices),
            rows=tuple(self._option(row) for row in question.rows),
        )

    def _option(self, option: Option) -> Option:
        label = self.text(option.label)
        return option if label is option.label else replace(option, label=label)


def fill_personal(
    pipes: Pipes, page: Page, questionnaire: Questionnaire, values: Values, language: str, places: dict[str, str]
) -> None:
    """Fill in what this respondent reads. ``values`` must hold only what may be believed, and what was drawn."""
    for name, pipe in pipes.items():
        places[name] = escape(words_for(pipe, questionnaire, values, language))
    for question in page.questions:
        if question.variants:
            text = asked_text(question, questionnaire, values, language)
            places[f"wording:{question.code}"] = escape(text)
