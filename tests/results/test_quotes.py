"""Open answers are read where ten people wrote one, released one by one, and stand nowhere else."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from polls.collection.models import Response
from polls.questionnaire.models import Poll, PollEvent
from polls.results.models import Quote
from tests.results import sample
from tests.results.conftest import finished_run

pytestmark = pytest.mark.django_db

Staff = Callable[[str], Client]
ANSWERS = "/polls/sample/answers/"


def poll_of(writers: int, *, state: str = Poll.State.CLOSED) -> Poll:
    poll = sample.published(sample.questionnaire(is_anonymous=True), state=state)
    written = [{"opinion": "p1", "remark": f"Te weinig Personeel {number}"} for number in range(writers)]
    sample.respond(poll, [*written, *[{"opinion": "p1", "remark": ""}] * 20], [{"role": "inhouse"}] * (writers + 20))
    return poll


def english(client: Client) -> Client:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def release(client: Client, text: str = "Te weinig personeel", response: object = None) -> int:
    pk = response or Response.objects.filter(answers__remark__startswith="Te").values_list("pk", flat=True)[0]
    return client.post(f"{ANSWERS}release/", {"question": "remark", "response": str(pk), "text": text}).status_code


def test_an_analyst_reads_and_searches_where_ten_people_wrote(staff: Staff) -> None:
    poll_of(10)
    client = staff("analyst")
    assert client.get(f"{ANSWERS}?question=remark").context["found"] == 10
    assert client.get(f"{ANSWERS}?question=remark&search=PERSONEEL 3").context["found"] == 1
    assert "inhouse" not in client.get(f"{ANSWERS}?question=remark").content.decode()


def test_nobody_reads_what_nine_people_wrote(staff: Staff) -> None:
    poll_of(9)
    page = english(staff("analyst")).get(f"{ANSWERS}?question=remark").content.decode()
    assert "Te weinig" not in page
    assert "fewer than 10" in page
    assert release(staff("administrator")) == 404
    assert not Quote.objects.exists()


def test_a_released_quote_is_read_by_everybody_who_sees_results_and_logged(staff: Staff) -> None:
    finished_run(poll_of(12))
    assert release(staff("analyst")) == 302
    viewer = staff("viewer")
    page = viewer.get(ANSWERS).content.decode()
    assert "Te weinig personeel" in page
    assert "Te weinig Personeel" not in page
    event = PollEvent.objects.get()
    assert (event.action, event.detail) == ("quoted", {"question": "remark", "what": "released"})
    assert "Te weinig" not in viewer.get("/polls/sample/results/").content.decode()


def test_viewers_read_no_answers_and_release_none(staff: Staff) -> None:
    poll_of(12)
    viewer = staff("viewer")
    assert "Te weinig" not in viewer.get(f"{ANSWERS}?question=remark").content.decode()
    assert release(viewer) == 403


def test_nothing_is_released_while_the_poll_is_open(staff: Staff) -> None:
    poll_of(12, state=Poll.State.PUBLISHED)
    release(staff("analyst"))
    assert not Quote.objects.exists()


def test_a_quote_is_withdrawn_and_that_is_logged_once(staff: Staff) -> None:
    poll_of(12)
    client = staff("analyst")
    release(client)
    quote = Quote.objects.get()
    for _ in range(2):
        assert client.post(f"{ANSWERS}{quote.pk}/withdraw/").status_code == 302
    assert not Quote.objects.exists()
    assert [event.detail["what"] for event in PollEvent.objects.order_by("pk")] == ["released", "withdrawn"]


@pytest.mark.parametrize("response", [uuid4(), "x"])
def test_what_is_not_there_cannot_be_released(staff: Staff, response: object) -> None:
    poll_of(12)
    assert release(staff("analyst"), response=response) == 404


def test_a_quote_goes_with_its_answer(staff: Staff) -> None:
    poll_of(12)
    release(staff("analyst"))
    Response.objects.all().delete()
    assert not Quote.objects.exists()


def test_markup_in_an_answer_is_text(staff: Staff) -> None:
    poll_of(12)
    Response.objects.filter(answers__remark__startswith="Te").update(
        answers={"opinion": "p1", "remark": "<script>alert(1)</script>"}
    )
    page = staff("analyst").get(f"{ANSWERS}?question=remark").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
