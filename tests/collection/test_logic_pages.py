"""Logic on the respondent's page without JavaScript: what is offered, checked, filled in and drawn."""

import re

import pytest

from polls.codebook.schema import Check, Choice, Page, Question, QuestionKind, Requirement, Text, Variant
from polls.collection.models import Response
from polls.questionnaire.models import Poll
from tests.collection import sample
from tests.collection.conftest import Respondent

NO = Requirement.NO


def both(text: str) -> Text:
    return {"nl": text, "en": text}


def choices(*codes: str) -> tuple[Choice, ...]:
    return tuple(Choice(code, both(code.upper()), is_other=code == "else") for code in codes)


CHANNELS = Question("channels", QuestionKind.MULTIPLE, both("Channels?"), choices=choices("a", "b", "c", "else"))
BEST = Question("best", QuestionKind.SINGLE, both("Best?"), carries="channels")
WHY = Question("why", QuestionKind.SHORT_TEXT, both("Why {best|that}?"), requirement=NO)
NOTE = Question("note", QuestionKind.SHORT_TEXT, both("Note?"), requirement=NO)
SEATS = Question("seats", QuestionKind.NUMBER, both("Seats?"))
STAFF = Question(
    "staff",
    QuestionKind.NUMBER,
    both("Staff?"),
    checks=(Check("staff >= seats", both("Too few people.")), Check("staff < 1000", both("So many?"), is_hard=False)),
)


def launched(*pages: tuple[Question, ...]) -> Poll:
    made = tuple(Page(f"p{number}", questions) for number, questions in enumerate(pages))
    return sample.launched(is_anonymous=False, pages=made)


@pytest.fixture
def carried(db: None, respondent: Respondent) -> Respondent:
    poll = launched((CHANNELS,), (BEST,), (WHY,))
    return respondent.open(f"/i/{sample.invited(poll)}/")


def offered(html: str) -> list[str]:
    rows = re.findall(r'<div class="choice"[^>]*data-choice="best\.(\w+)"[^>]*>', html)
    hidden = re.findall(r'<div class="choice"[^>]*data-choice="best\.(\w+)"[^>]* hidden>', html)
    return [code for code in rows if code not in hidden]


def test_only_what_was_chosen_is_offered(carried: Respondent) -> None:
    carried.post(channels=["a", "c"])
    assert offered(carried.html) == ["a", "c"]


def test_an_option_that_is_not_offered_is_refused(carried: Respondent) -> None:
    carried.post(channels=["a", "c"]).post(best="b")
    assert carried.response.status_code == 422
    assert "Kies een van de antwoorden die bij deze vraag staan." in carried.html


def test_what_was_typed_stands_in_later_texts_as_text(carried: Respondent) -> None:
    carried.post(channels=["a", "else"], channels__else="<b>Fax</b> {best}")
    assert "&lt;b&gt;Fax&lt;/b&gt; {best}" in carried.html
    carried.post(best="else")
    assert "Why &lt;b&gt;Fax&lt;/b&gt; {best}?" in carried.html
    assert "<b>Fax" not in carried.html


def test_without_an_answer_the_fallback_stands(carried: Respondent) -> None:
    carried.post(channels=["a"]).post()
    assert "Why that?" in carried.html


def test_options_that_come_by_an_answer_on_the_same_page_are_shown_once_more(db: None, respondent: Respondent) -> None:
    poll = launched((CHANNELS, BEST))
    respondent.open(f"/i/{sample.invited(poll)}/").post(channels=["b", "c"])
    assert "Door uw antwoord staat er nog een vraag op deze pagina." in respondent.html
    assert offered(respondent.html) == ["b", "c"]
    respondent.post(channels=["b", "c"], best="c")
    assert Response.objects.get().answers == {"channels": ["b", "c"], "best": "c"}


def test_an_answer_goes_when_its_option_is_not_offered_any_more(db: None, respondent: Respondent) -> None:
    poll = launched((CHANNELS,), (BEST,), (WHY,))
    respondent.open(f"/i/{sample.invited(poll)}/").post(channels=["a", "b"]).post(best="a").post("_back")
    respondent.post("_back", "1", best="a")
    respondent.post(channels=["b"])
    respondent.post().post(why="").post("_send")
    assert Response.objects.get().answers == {"channels": ["b"], "best": "", "why": ""}


def test_a_hard_check_must_be_met_and_a_soft_one_is_shown_once(db: None, respondent: Respondent) -> None:
    poll = launched((SEATS, STAFF))
    respondent.open(f"/i/{sample.invited(poll)}/").post(seats="20", staff="10")
    assert respondent.response.status_code == 422
    assert "Too few people." in respondent.html
    respondent.post(seats="20", staff="5000")
    assert respondent.response.status_code == 200
    assert "So many?" in respondent.html
    assert not Response.objects.exists()
    respondent.post(seats="20", staff="5000")
    assert Response.objects.get().answers == {"seats": "20", "staff": "5000"}


def test_a_check_that_an_earlier_page_breaks_later_is_held_at_the_end(db: None, respondent: Respondent) -> None:
    poll = launched((SEATS,), (STAFF,), (NOTE,))
    respondent.open(f"/i/{sample.invited(poll)}/").post(seats="20").post(staff="30").post("_back")
    respondent.post("_back", "1", staff="30")
    respondent.post(seats="50")
    link = respondent.address
    respondent.open(f"{link}p2/").post(note="x")
    assert respondent.response.status_code == 422
    assert "Too few people." in respondent.html


def test_order_and_wording_stay_the_same_on_every_visit(db: None, respondent: Respondent) -> None:
    question = Question(
        "q",
        QuestionKind.SINGLE,
        both("q"),
        choices=choices(*"abcdefgh"),
        has_random_choices=True,
        variants=(Variant("x", both("Wording X")), Variant("y", both("Wording Y"))),
    )
    poll = launched((question,), (NOTE,))
    seen = set()
    for _ in range(12):
        link = f"/i/{sample.invited(poll)}/"
        pages = [respondent.open(link).html for _ in range(2)]
        respondent.post(q="a")
        pages.append(respondent.open(f"{link}p0/").html)
        found = {
            (tuple(re.findall(r'data-choice="q\.(\w)"', html)), re.findall(r"Wording [XY]", html)[0]) for html in pages
        }
        assert len(found) == 1
        seen |= found
    assert len({order for order, _ in seen}) > 6
    assert {wording for _, wording in seen} == {"Wording X", "Wording Y"}
