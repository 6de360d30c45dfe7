"""Every kind of question on a page: what is stored stands in its fields, and sending these again changes nothing."""

from dataclasses import replace

import pytest
from django.utils import translation

from polls.codebook.answers import DONT_KNOW, Answers, clean
from polls.codebook.schema import Page, Question, QuestionKind, Requirement, in_language
from polls.collection.fields.filling import as_posted, fill_questions
from polls.collection.fields.pages import compile_page
from polls.collection.fields.saying import answer_in_words, input_id
from tests.codebook.sample_kinds import EVERY_KIND, EXAMPLES, Example
from tests.collection.forms import posted_by

SHOWN = [example for example in EXAMPLES.values() if not example.question.is_silent]
FILLED = [example for example in SHOWN if example.stored and example.question.kind is not QuestionKind.FILE]


def page_of(question: Question, answers: Answers, language: str, *, errors: bool = False) -> str:
    page = Page("p", (question,))
    found = clean(question, {}, language).finding if errors else None
    with translation.override(language):
        places = fill_questions(
            page,
            as_posted(page.questions, answers, language),
            asked=[question.code, *question.keys],
            errors={question.code: found.message[language]} if found else {},
            stored={},
            wrong=(found.field, *found.also) if found else (),
        )
        return compile_page(EVERY_KIND, page, language).html.fill(places)


def ids(examples: list[Example]) -> list[str]:
    return [example.question.kind.value for example in examples]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("example", FILLED, ids=ids(FILLED))
def test_what_is_stored_is_sent_again_as_it_was(example: Example, language: str) -> None:
    html = page_of(example.question, example.stored, language)

    cleaned = clean(example.question, posted_by(html), language)

    assert (cleaned.finding, cleaned.values) == (None, example.stored)


@pytest.mark.parametrize("example", [e for e in FILLED if e.question.dont_know], ids=lambda e: e.question.kind.value)
def test_dont_know_is_kept_too(example: Example) -> None:
    question = example.question
    is_list = question.kind in (QuestionKind.MULTIPLE, QuestionKind.MATRIX_MULTIPLE)
    stored: Answers = {key: [DONT_KNOW] if is_list else DONT_KNOW for key in question.keys}

    html = page_of(question, stored, "nl")

    assert clean(question, posted_by(html), "nl").values == stored
    assert "Weet ik niet" in html


@pytest.mark.parametrize("kind", [QuestionKind.RANKING, QuestionKind.ALLOCATION])
def test_dont_know_of_a_whole_ranking_or_allocation_is_kept(kind: QuestionKind) -> None:
    question = replace(EXAMPLES[kind].question, dont_know={"nl": "Geen idee", "en": "No idea"})
    posted = {question.code: [DONT_KNOW]}
    stored = clean(question, posted, "nl").values

    assert clean(question, posted_by(page_of(question, stored, "nl")), "nl").values == stored


@pytest.mark.parametrize("example", SHOWN, ids=ids(SHOWN))
def test_an_empty_page_says_the_question_and_each_of_its_parts(example: Example) -> None:
    question = example.question
    html = page_of(question, {}, "en")

    labels = [choice.label for choice in question.options] + [row.label for row in question.rows]
    for part in (question.text, *labels):
        assert in_language(part, "en") in html
    assert not any(clean(question, posted_by(html), "en").values.values())


@pytest.mark.parametrize("example", FILLED, ids=ids(FILLED))
def test_an_error_is_said_and_its_link_leads_to_an_input(example: Example) -> None:
    question = replace(example.question, requirement=Requirement.HARD)
    found = clean(question, {}, "nl").finding
    assert found is not None

    html = page_of(question, {}, "nl", errors=True)

    assert f'id="{input_id(question, (found.field, *found.also))}"' in html
    assert f'id="{question.code}-error">{found.message["nl"]}' in html.replace("‘", "‘")
    assert "is-invalid" in html


def test_the_stored_answer_is_said_in_words() -> None:
    said = {
        kind: answer_in_words(example.question, example.stored, "nl")
        for kind, example in EXAMPLES.items()
        if example.stored
    }

    assert said[QuestionKind.MATRIX_SINGLE] == "Snelheid: Punt 2; Toon: Weet ik niet"
    assert said[QuestionKind.ALLOCATION] == "Telefoon: 60; Chat: 40; E-mail: 0"
    assert said[QuestionKind.RANKING] == "Chat, Telefoon"
    assert said[QuestionKind.MATRIX_NUMBER] == "Snelheid: 2,5"
    assert said[QuestionKind.DATE] == "31-12-2026"
    assert said[QuestionKind.MONTH] == "mei 2026"
    assert said[QuestionKind.NUMBER] == "1250,5"


def test_what_is_silent_leaves_nothing_on_the_page() -> None:
    for kind in (QuestionKind.HIDDEN, QuestionKind.CALCULATED):
        assert EXAMPLES[kind].question.code not in page_of(EXAMPLES[kind].question, {}, "nl")
