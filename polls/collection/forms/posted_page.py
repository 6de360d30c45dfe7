"""One posted page: what it answers, and what is wrong with it. No Django form: this is on every respondent's way."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from polls.codebook.answers import Answers, Attributes, clean, is_answered
from polls.codebook.checking import failed_checks
from polls.codebook.findings import Finding
from polls.codebook.path import Path, Values, depends_on_own_page, path_of, values_of
from polls.codebook.schema import Page, Question, Questionnaire, Text
from polls.collection.fields.offers import names_offered
from polls.collection.services import without_page

SHOWN_FIELD = "_shown"
DOUBTED_FIELD = "_doubted"
"""The form field that names the questions of which a soft check was shown already."""


@dataclass(frozen=True)
class PostedPage:
    """A page as it came in.

    ``values`` holds the valid answers to the questions that are asked, ``answers`` the same with those of all other
    pages, ``findings`` what is wrong by question code. ``unseen`` are the questions that came to be asked, or to offer
    more, by answers on this very page, and that the respondent has not seen so (without JavaScript). ``doubts`` are the
    messages by question code of soft checks that fail and that the respondent has not read yet. ``path`` is where these
    answers lead.
    """

    page: Page
    posted: Mapping[str, Sequence[str]]
    asked: tuple[Question, ...]
    values: Answers
    answers: Answers
    findings: Mapping[str, Finding]
    unseen: tuple[Question, ...]
    doubts: Mapping[str, Text] = field(default_factory=dict)
    path: Path | None = None

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
    path = path_of(questionnaire, values_of(everything, attributes))
    step = path.step_at(page.code)
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
    doubts = _check(asked, path.seen, posted, findings)
    unseen = tuple(_unseen(page, asked, posted, values))
    return PostedPage(page, posted, asked, values, {**elsewhere, **values}, findings, unseen, doubts, path)


def _check(
    asked: Iterable[Question], seen: Values, posted: Mapping[str, Sequence[str]], findings: dict[str, Finding]
) -> dict[str, Text]:
    """Add the hard checks that fail to the findings, and give the soft ones that were not shown before."""
    read = set(" ".join(posted.get(DOUBTED_FIELD, ())).split())
    doubts: dict[str, Text] = {}
    for question, check in failed_checks(asked, seen):
        if question.code in findings:
            continue
        if check.is_hard:
            findings[question.code] = Finding("check", check.message, next(iter(question.keys), question.code))
        elif question.code not in read:
            doubts[question.code] = check.message
    return doubts


def _unseen(
    page: Page, asked: Sequence[Question], posted: Mapping[str, Sequence[str]], values: Answers
) -> Iterable[Question]:
    shown = posted.get(SHOWN_FIELD)
    if not shown:
        return
    seen = set(shown[0].split())
    for question in asked:
        new = set(names_offered([question])) - seen
        is_answered_now = any(is_answered(values.get(key)) for key in question.keys)
        is_new = not is_answered_now or any(key in new and not is_answered(values.get(key)) for key in question.keys)
        if new and is_new and depends_on_own_page(page, question):
            yield question
