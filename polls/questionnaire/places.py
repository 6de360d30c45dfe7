"""From the place of a problem to the spot in the builder where it is mended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext

from polls.codebook.lint.subjects import key_of
from polls.codebook.problem import Place, Problem
from polls.codebook.schema import in_language
from polls.questionnaire.models import Page, Poll, Question, SegmentVariable, WarningAnswer

SECTIONS = {
    "pages": "pages",
    "segment_variables": "segment_variables-group",
    "screen_outs": "screen_outs-group",
    "quotas": "quotas-group",
}
"""Where the poll's own rows stand on its screen; other fields have a spot of their own name."""


@dataclass(frozen=True)
class LocatedProblem:
    """A problem in the reader's language, with the words and the address of its place."""

    problem: Problem
    message: str
    label: str
    url: str
    answer: WarningAnswer | None = None

    @property
    def key(self) -> str:
        return key_of(self.problem)

    @property
    def is_error(self) -> bool:
        return self.problem.severity == "error"


class Places:
    """The rows of a poll in the order in which ``design`` reads them, so that a position leads to its row."""

    def __init__(self, poll: Poll) -> None:
        self.poll = poll

    @cached_property
    def pages(self) -> list[Page]:
        return list(self.poll.pages.prefetch_related("questions__choices", "questions__rows"))

    @cached_property
    def variables(self) -> list[SegmentVariable]:
        return list(self.poll.segment_variables.prefetch_related("segments"))

    def locate(
        self, problems: Iterable[Problem], answers: Mapping[str, WarningAnswer] | None = None
    ) -> list[LocatedProblem]:
        """Give the problems with their places; ``answers`` are reasons why warnings were let pass, by key."""
        language = get_language() or "nl"
        return [
            LocatedProblem(
                problem,
                in_language(problem.message, language),
                self.label(problem.place),
                self.url(problem.place),
                (answers or {}).get(key_of(problem)),
            )
            for problem in problems
        ]

    def on_page(self, problems: Iterable[Problem], page: Page) -> list[LocatedProblem]:
        """Only what is wrong on ``page``."""
        return self.locate(problem for problem in problems if self._page_at(problem.place) == page)

    def url(self, place: Place) -> str:
        """The address in the builder, with the spot on the screen behind #."""
        page = self._page_at(place)
        if page is None:
            return f"{reverse('admin:polls_poll_change', args=[self.poll.pk])}#{self._spot_on_poll(place)}"
        address = reverse("admin:polls_page_change", args=[page.pk])
        return f"{address}{self._opened(place, page)}#{self._spot_on_page(place, page)}"

    def label(self, place: Place) -> str:
        """The place in words, from the outside in: “Page 2, question 1 (quality)”."""
        match place.position:
            case (1, page):
                return gettext("Page %(page)d") % {"page": page + 1}
            case (1, page, question, *_):
                return gettext("Page %(page)d, question %(question)d (%(code)s)") % {
                    "page": page + 1,
                    "question": question + 1,
                    "code": place.question,
                }
            case (2, *_):
                return gettext("Segment variable %(code)s") % {"code": place.variable}
            case (3, *_):
                return gettext("Screen-out %(code)s") % {"code": place.variable}
            case (4, *_):
                return gettext("Quota %(code)s") % {"code": place.variable}
        return gettext("The poll itself")

    def _page_at(self, place: Place) -> Page | None:
        match place.position:
            case (1, page, *_) if page < len(self.pages):
                return self.pages[page]
        return None

    def _opened(self, place: Place, page: Page) -> str:
        """Ask the screen to open the question in which the place is."""
        questions = list(page.questions.all())
        match place.position:
            case (1, _, question, *_) if question < len(questions):
                return f"?open={questions[question].pk}"
        return ""

    def _spot_on_page(self, place: Place, page: Page) -> str:
        questions = list(page.questions.all())
        match place.position:
            case (1, _, question, *choice) if question < len(questions):
                return _spot_in_question(questions[question], choice)
        return f"field-{place.field}" if place.field else "content"

    def _spot_on_poll(self, place: Place) -> str:
        match place.position:
            case (2, variable, *segment) if variable < len(self.variables):
                return _spot_in_variable(self.variables[variable], segment)
        return SECTIONS.get(place.field, f"field-{place.field}")


def _spot_in_question(question: Question, choice: list[int]) -> str:
    match choice:
        case [-1, number] if number < len(rows := list(question.rows.all())):
            return f"matrixrow-{rows[number].pk}"
    choices = list(question.choices.all())
    if choice and 0 <= choice[0] < len(choices):
        return f"choice-{choices[choice[0]].pk}"
    return f"question-{question.pk}"


def _spot_in_variable(variable: SegmentVariable, segment: list[int]) -> str:
    segments = list(variable.segments.all())
    if segment and segment[0] < len(segments):
        return f"segment-{segments[segment[0]].pk}"
    return f"segmentvariable-{variable.pk}"
