"""A poll in a frame: only on the named sites, without cookies, and closed to posts from anywhere else."""

import pytest
from django.test import Client

from polls.collection.models import Link, Response
from polls.questionnaire.models import Poll
from tests.collection import sample
from tests.collection.conftest import Respondent
from tests.collection.links import address_of, made
from tests.collection.test_links import PAGE_1, PAGE_2

HOME = "http://testserver"


@pytest.fixture
def address(db: None) -> str:
    poll = sample.launched_open(is_anonymous=False)
    return address_of(made(poll, Link.Kind.EMBED, "Website", origins=["https://www.example.nl", "https://b.example"]))


def framed() -> Respondent:
    """A browser that keeps no cookie of a page in a frame, and says where the form stood."""
    return Respondent(Client(enforce_csrf_checks=True, headers={"Origin": HOME}))


def test_every_page_of_it_may_be_framed_by_the_named_sites_alone(address: str) -> None:
    respondent = framed().open(address)
    for answers in (PAGE_1, PAGE_2, {}):
        policy = respondent.response["Content-Security-Policy"]
        assert "frame-ancestors https://www.example.nl https://b.example;" in policy + ";"
        assert "X-Frame-Options" not in respondent.response
        assert "script-src 'self'" in policy
        respondent.post(**answers)
    assert 'data-end="answered"' in respondent.html
    assert "frame-ancestors https://www.example.nl" in respondent.response["Content-Security-Policy"]


def test_it_leaves_no_cookie_and_needs_none(address: str) -> None:
    respondent = framed().open(address)
    for answers in (PAGE_1, PAGE_2, {}):
        respondent.client.cookies.clear()
        respondent.post(**answers)
        assert not respondent.response.cookies
    assert Response.objects.count() == 1
    assert "data-copy-source" in respondent.html


@pytest.mark.parametrize("origin", ["https://www.example.nl", "null", ""])
def test_a_post_from_elsewhere_is_refused(address: str, origin: str) -> None:
    respondent = framed().open(address)
    headers = {"Origin": origin} if origin else {}
    respondent.client = Client(enforce_csrf_checks=True, headers=headers)
    assert respondent.post(**PAGE_1).response.status_code == 403


def test_no_other_page_of_a_respondent_may_be_framed(address: str) -> None:
    poll = Poll.objects.get()
    made(poll)
    for place in ("/o/sample/", "/o/sample/nieuwsbrief-mei/"):
        response = Client().get(place)
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
        assert response["X-Frame-Options"] == "DENY"
    assert Client().get("/o/sample/website/").status_code == 404
    assert Client().get("/e/sample/nieuwsbrief-mei/").status_code == 404
