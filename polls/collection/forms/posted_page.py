"""One posted page: what it answers, and what is wrong with it. No Django form: this is on every respondent's way."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from polls.codebook.answers import Answers, Attributes, clean, is_answered
from polls.codebook.findings import Finding
from polls.codebook.path import depends_on_own_page, step_at, values_of
from polls.codebook.schema import Page, Question, Questionnaire
from polls.collection.services import without_page

SHOWN_FIELD = "_shown"


@dataclass(frozen=True)
class PostedPage:
    """A page as it came in.

    ``values`` holds the valid answers to the questions that are asked, ``answers`` the same with those of all other
    pages, ``findings`` what is wrong by question code. ``unseen`` are the questions that came to be asked by answers on
    this very page, and that the respondent has not seen (without JavaScript).
    """

    page: Page
    posted: Mapping[str, Sequence[str]]
    asked: tuple[Question, ...]
    values: Answers
    answers: Answers
    findings: Mapping[str, Finding]
    unseen: tuple[Question, ...]

    @property
    def wrong(self) -> tuple[str, ...]:
        """The names of the form fields that the findings are about."""
        return tuple(name for finding in self.findings.values() for name in (finding.field, *finding.also))


def read_page(
    questionnaire: Questionnaire,
    page: Page,
    posted: Mapping[str, Sequence[str]],
    *,
    answers: Answers,
    attributes: Attributes,
    language: str,
) -> PostedPage:
    """Check the posted page. ``answers`` are those so far; answers to what is not asked are dropped."""
    cleaned = {question.code: clean(question, posted, language) for question in page.questions}
    elsewhere = without_page(answers, page)
    everything = dict(elsewhere)
    for outcome in cleaned.values():
        everything.update(outcome.values)
    step = step_at(questionnaire, page.code, values_of(everything, attributes))
    asked = step.questions if step else ()
    values: Answers = {}
    findings: dict[str, Finding] = {}
    for question in asked:
        outcome = cleaned[question.code]
        if question is not questionnaire.question_by_code[question.code]:
            outcome = clean(question, posted, language)  # some of its rows are not asked
        values.update(outcome.values)
        if outcome.finding is not None:
            findings[question.code] = outcome.finding
    unseen = tuple(_unseen(page, asked, posted, values))
    return PostedPage(page, posted, asked, values, {**elsewhere, **values}, findings, unseen)


def _unseen(
    page: Page, asked: Sequence[Question], posted: Mapping[str, Sequence[str]], values: Answers
) -> Iterable[Question]:
    shown = posted.get(SHOWN_FIELD)
    if not shown:
        return
    seen = set(shown[0].split())
    for question in asked:
        is_new = question.code not in seen and not any(is_answered(values.get(key)) for key in question.keys)
        if is_new and depends_on_own_page(page, question):
            yield question
