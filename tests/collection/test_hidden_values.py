"""Hidden variables: from the link or from the contact list, never from an answer field."""

from dataclasses import replace

import pytest

from polls.codebook.schema import Channel, Choice, Page, Question, QuestionKind, Requirement, TakenFrom
from polls.collection.models import Response
from tests.collection import sample
from tests.collection.conftest import Respondent

pytestmark = pytest.mark.django_db

VIA = Question(
    "via",
    QuestionKind.HIDDEN,
    sample.both("Via", "By way of"),
    choices=(Choice("news", sample.both("Brief", "Letter")), Choice("site", sample.both("Site", "Site"))),
    source="bron",
    requirement=Requirement.NO,
)
SEATS = Question("seats", QuestionKind.NUMBER, sample.both("Hoeveel plekken?", "How many seats?"))
LETTER = Question("letter", QuestionKind.NUMBER, sample.both("Las u de brief?", "Read it?"), show_if="via = news")
ROLE = Question(
    "role_copy",
    QuestionKind.HIDDEN,
    sample.both("Rol", "Role"),
    taken_from=TakenFrom.CONTACT,
    source="role",
    requirement=Requirement.NO,
)
POLL = replace(
    sample.QUESTIONNAIRE,
    slug="hidden",
    is_anonymous=False,
    pages=(Page("one", (SEATS,)), Page("two", (VIA, ROLE, LETTER))),
    segment_variables=(),
)


def test_what_the_link_says_is_stored_and_decides_what_is_asked(respondent: Respondent) -> None:
    poll = sample.launched(questionnaire=POLL)

    respondent.open(f"/i/{sample.invited(poll)}/?bron=news&other=x").post(seats="3")
    assert "Las u de brief?" in respondent.html
    respondent.post(letter="1")

    answers = Response.objects.get().answers
    assert answers == {"seats": "3", "via": "news", "role_copy": "inhouse", "letter": "1"}


@pytest.mark.parametrize("address", ["?bron=elsewhere", "?via=news", "", "?bron=news%00x"])
def test_a_value_that_is_not_listed_is_no_value(respondent: Respondent, address: str) -> None:
    poll = sample.launched(questionnaire=POLL)

    respondent.open(f"/i/{sample.invited(poll)}/{address}").post(seats="3", via="news")

    assert Response.objects.get().answers == {"seats": "3", "via": "", "role_copy": "inhouse"}


def test_what_is_stored_first_stays(respondent: Respondent) -> None:
    poll = sample.launched(questionnaire=POLL)
    link = f"/i/{sample.invited(poll)}/"

    respondent.open(f"{link}?bron=news").post(seats="3")
    respondent.open(f"{link}?bron=site").post(letter="2")

    assert Response.objects.get().answers["via"] == "news"


def test_an_open_link_carries_it_too(respondent: Respondent) -> None:
    pages = (Page("one", (SEATS, VIA)),)
    sample.launched(questionnaire=POLL, slug="open-hidden", channel=Channel.OPEN, pages=pages, is_anonymous=True)

    respondent.open("/o/open-hidden/?bron=site").post(seats="3")

    assert 'name="_link.bron"' not in respondent.html
    assert "ontvangen" in respondent.html
