"""Pages compiled once and filled per request."""

from dataclasses import replace

import pytest
from django.utils import translation

from polls.codebook.schema import Channel, Choice, Page, Question, QuestionKind, in_language
from polls.collection.fields.filling import as_posted, fill_questions
from polls.collection.fields.kinds import FIELD_KINDS
from polls.collection.fields.pages import compile_page, render_opening
from polls.collection.fields.places import Places
from tests.collection import sample

HOSTILE = "\"><script>alert(1)</script>{{ 7 }}&';"


def test_every_kind_of_question_has_a_field() -> None:
    assert set(FIELD_KINDS) == set(QuestionKind), "add the new kind to FIELD_KINDS, with a template"


def test_a_place_keeps_its_default_until_it_is_filled() -> None:
    places = Places()
    html = f"<p{places.mark('css')}>{places.mark('text', 'nothing')}</p>"
    compiled = places.compile(html)
    assert compiled.fill({}) == "<p>nothing</p>"
    assert compiled.fill({"css": " hidden", "text": "some"}) == "<p hidden>some</p>"


def test_things_of_a_group_stand_in_the_order_that_is_asked_for() -> None:
    places = Places()
    inner = "".join(f"{places.thing('choices', key)}<i>{key}{places.mark('m' + key)}</i>" for key in "xyz")
    outer = f"{places.thing('q', 'a')}<p>{inner}{places.thing('choices', '')}</p>{places.thing('q', 'b')}<b>"
    compiled = places.compile(f"[{outer}{places.thing('q', '')}]")
    assert compiled.fill({}) == "[<p><i>x</i><i>y</i><i>z</i></p><b>]"
    assert compiled.fill({"my": "!"}, {"choices": ["z", "x", "y"]}) == "[<p><i>z</i><i>x</i><i>y!</i></p><b>]"
    both = compiled.fill({}, {"q": ["b", "a"], "choices": ["y"]})
    assert both == "[<b><p><i>y</i><i>x</i><i>z</i></p>]"


def test_a_text_cannot_pass_for_a_place() -> None:
    places = Places()
    compiled = places.compile('p0123456789abcdef:css; data-p0123456789abcdef="css"')
    assert compiled.fill({"css": "X"}) == 'p0123456789abcdef:css; data-p0123456789abcdef="css"'


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("page", sample.PAGES, ids=lambda page: page.code)
def test_every_question_and_option_of_a_page_is_there(page: Page, language: str) -> None:
    html = compile_page(sample.QUESTIONNAIRE, page, language).html.fill({})
    for question in page.questions:
        assert in_language(question.text, language) in html
        for choice in question.choices:
            assert f'value="{choice.code}"' in html
            assert in_language(choice.label, language) in html
    assert ' name="_next"' in html


def test_stored_answers_stand_in_the_page() -> None:
    page = sample.PAGES[0]
    places = fill_questions(
        page,
        as_posted(page.questions, sample.COMPLETE, "nl"),
        asked=["outsources", "since", "channels"],
        errors={},
        stored={},
    )
    html = compile_page(sample.QUESTIONNAIRE, page, "nl").html.fill(places)
    assert 'value="partly" id="id_outsources_1" checked' in html
    assert html.count(" checked") == 3
    assert 'value="2015"' in html
    assert 'value="WhatsApp"' in html


def test_a_dutch_reader_sees_a_decimal_comma() -> None:
    page = sample.PAGES[1]
    assert as_posted(page.questions, {"share": "12.5"}, "nl")["share"] == ["12,5"]
    assert as_posted(page.questions, {"share": "12.5"}, "en")["share"] == ["12.5"]


def test_nothing_that_is_typed_or_written_becomes_markup() -> None:
    text = {"nl": HOSTILE}
    question = Question(
        "q",
        QuestionKind.MULTIPLE,
        text,
        help=text,
        choices=(Choice("other", text, is_other=True), Choice("two", text)),
        dont_know=text,
    )
    long_text = Question("remarks", QuestionKind.LONG_TEXT, text, help=text)
    page = Page("p", (question, long_text), title=text, intro=text)
    questionnaire = replace(sample.QUESTIONNAIRE, pages=(page,), title=text, intro=text, privacy=text)
    with translation.override("nl"):
        posted = {"q": ["other", HOSTILE], "q.other": [HOSTILE], "remarks": [HOSTILE]}
        places = fill_questions(
            page, posted, asked=["q"], errors={"q": HOSTILE, "remarks": HOSTILE}, stored={"q": HOSTILE}
        )
        html = compile_page(questionnaire, page, "nl").html.fill(places) + render_opening(questionnaire, "nl")
    assert "<script>alert" not in html
    assert html.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 12


def test_the_promise_about_privacy_follows_the_poll() -> None:
    anonymous = render_opening(sample.QUESTIONNAIRE, "en")
    identified = render_opening(replace(sample.QUESTIONNAIRE, is_anonymous=False), "en")
    assert "This poll is anonymous" in anonymous
    assert "This poll is not anonymous" in identified
    assert "fewer than 5 respondents" in anonymous
    assert "no reminder" in anonymous
    open_link = render_opening(replace(sample.QUESTIONNAIRE, channel=Channel.OPEN), "en")
    assert "no reminder" not in open_link
    assert "go on later with the same link" not in open_link
