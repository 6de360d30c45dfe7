"""A bad answer to every kind of question is refused in words, by the code and by the page, and nothing of it stays."""

from html import unescape
from typing import Any

import pytest

from polls.codebook.answers import clean, is_answered
from polls.codebook.kinds import QuestionKind
from polls.collection.models import Draft
from tests.codebook.sample_kinds import EVERY_KIND, EXAMPLES
from tests.collection import sample
from tests.collection.conftest import Respondent, respondent
from tests.kinds.cells import REFUSALS, Refusal, stored

__all__ = ["respondent"]

SILENT = [kind for kind, refusal in REFUSALS.items() if refusal is None]
UNDER_WAY = {QuestionKind.ALLOCATION: {"q_allocation.phone": "60", "q_allocation.chat": "50"}}
"""Parts that do not add up yet are work under way: they stay in the draft, and are not sent before they do."""

ASKED = {kind: refusal for kind, refusal in REFUSALS.items() if refusal is not None}


@pytest.mark.pure
@pytest.mark.parametrize("kind", ASKED)
def test_a_bad_answer_is_refused(kind: Any) -> None:
    cleaned = clean(EXAMPLES[kind].question, ASKED[kind].posted, "nl")
    assert cleaned.finding is not None
    assert cleaned.finding.code == ASKED[kind].code
    kept = {key: value for key, value in cleaned.values.items() if is_answered(value)}
    assert kept == UNDER_WAY.get(kind, {})


@pytest.mark.pure
@pytest.mark.parametrize("kind", SILENT)
def test_what_is_not_asked_is_not_taken_from_a_post(kind: Any) -> None:
    question = EXAMPLES[kind].question
    assert clean(question, {question.code: ["chat"]}, "nl").values == {}


@pytest.mark.django_db
def test_each_page_says_what_is_wrong_and_stores_nothing(respondent: Respondent) -> None:
    poll = sample.launched(questionnaire=EVERY_KIND)
    link = f"/i/{sample.invited(poll)}/"
    missed = {}
    for page in EVERY_KIND.pages:
        respondent.open(f"{link}{page.code}/")
        refusals = [ASKED[question.kind] for question in page.questions if question.kind in ASKED]
        respondent.post(**_fields(refusals))
        for question in page.questions:
            if question.kind in ASKED and _message(question.kind) not in unescape(respondent.html):
                missed[question.kind] = _message(question.kind)
        assert respondent.response.status_code == 422
        # Go on to the next page with answers that can be taken.
        respondent.post(**_answers(page.questions))
    assert missed == {}
    assert not any(answer in str(list(Draft.objects.values())) for answer in ("passwd", "twaalf"))


def _fields(refusals: list[Refusal]) -> dict[str, Any]:
    return {name.replace(".", "__"): values for refusal in refusals for name, values in refusal.posted.items()}


def _answers(questions: Any) -> dict[str, Any]:
    posted: dict[str, list[str]] = {}
    for question in questions:
        if question.kind is not QuestionKind.FILE:
            posted |= EXAMPLES[question.kind].posted
    return {name.replace(".", "__"): values for name, values in posted.items()}


def _message(kind: QuestionKind) -> str:
    finding = clean(EXAMPLES[kind].question, ASKED[kind].posted, "nl").finding
    return finding.message["nl"] if finding else "?"


def test_examples_are_answers_that_are_taken() -> None:
    for kind, example in EXAMPLES.items():
        if example.posted:
            assert clean(example.question, example.posted, "nl").values == stored(kind)
