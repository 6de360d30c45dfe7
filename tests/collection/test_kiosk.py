"""A poll on a tablet: one person after another, and nothing of the former one for the next."""

import pytest
from django.test import Client

from polls.collection.models import Draft, Link, SealedResponse
from polls.collection.services.links import withdraw_link
from polls.invitations.models import Invitation
from tests.collection import sample
from tests.collection.conftest import Respondent
from tests.collection.links import address_of, made
from tests.collection.test_links import PAGE_1, PAGE_2


@pytest.fixture
def link(db: None) -> Link:
    return made(sample.launched_open(), Link.Kind.KIOSK, "Beurs")


@pytest.fixture
def tablet() -> Respondent:
    return Respondent(Client(enforce_csrf_checks=True, headers={"Origin": "http://testserver"}))


def token_on(tablet: Respondent) -> str:
    return tablet.hidden["left"]


def test_one_person_after_another_answers(link: Link, tablet: Respondent) -> None:
    home = address_of(link)
    for _ in range(2):
        assert "data-kiosk-start" in tablet.open(home).html
        tablet.open(f"{home}begin/?lang=en").post(**PAGE_1).post(**PAGE_2).post()
        assert 'data-end="answered"' in tablet.html
        assert f'data-kiosk="{home}"' in tablet.html
        assert 'href="/r/' not in tablet.html
    assert SealedResponse.objects.count() == 2


def test_it_leaves_nothing_in_the_browser(link: Link, tablet: Respondent) -> None:
    tablet.open(f"{address_of(link)}begin/")
    assert ' autocomplete="off"' in tablet.html
    assert "data-keep" not in tablet.html
    for answers in (PAGE_1, PAGE_2, {}):
        tablet.post(**answers)
        assert not tablet.response.cookies
        assert tablet.response["Cache-Control"] == "no-store"
        assert "data-keep" not in tablet.html


def test_no_address_shows_a_former_persons_answers(link: Link, tablet: Respondent) -> None:
    home = address_of(link)
    tablet.open(f"{home}begin/").post(**PAGE_1)
    token = token_on(tablet)
    assert Draft.objects.count() == 1
    for place in ("", "about/", "views/", "check-answers/"):
        answer = tablet.client.get(f"/i/{token}/{place}")
        assert (answer.status_code, answer["Location"]) == (303, home)


def test_our_script_shows_one_address_for_all_pages(link: Link, tablet: Respondent) -> None:
    home = address_of(link)
    tablet.open(f"{home}begin/")
    tablet.client.defaults["HTTP_X_REQUESTED_WITH"] = "fetch"
    for answers in (PAGE_1, PAGE_2, {}):
        assert tablet.post(**answers).response["X-Page-Address"] == f"{home}begin/"


def test_what_was_not_sent_is_forgotten_and_counts_as_begun(link: Link, tablet: Respondent) -> None:
    home = address_of(link)
    tablet.open(f"{home}begin/").post(**PAGE_1)
    token = token_on(tablet)
    answer = tablet.client.post(f"{home}leave/", {"left": token})
    assert (answer.status_code, answer["Location"]) == (303, home)
    assert Draft.objects.count() == 0
    assert Invitation.objects.get().has_started
    assert Client().get(f"/i/{token}/").status_code == 404


def test_a_kiosk_forgets_nobody_but_its_own(link: Link, tablet: Respondent) -> None:
    other = Respondent(Client()).open("/o/sample/").post(**PAGE_1)
    token = other.response.redirect_chain[-1][0].split("/")[2]
    tablet.client.post(f"{address_of(link)}leave/", {"left": token})
    assert tablet.client.post(f"/k/{'x' * 24}/leave/", {"left": token}).status_code == 404
    assert Draft.objects.count() == 1
    assert 'data-end="answered"' in other.post(**PAGE_2).post().html


def test_the_review_of_a_kiosk_leads_on_without_an_address(link: Link, tablet: Respondent) -> None:
    tablet.open(f"{address_of(link)}begin/").post(**PAGE_1).post(opinion="neutral").post()
    assert "check-answers" in tablet.html
    assert '<a href="/i/' not in tablet.html
    assert 'name="grade"' in tablet.post("_to", "views").html


def test_a_device_whose_link_is_withdrawn_stops_at_once(link: Link, tablet: Respondent) -> None:
    home = address_of(link)
    tablet.open(f"{home}begin/").post(**PAGE_1)
    withdraw_link(link, by=None, now=sample.LAUNCH)
    assert 'data-end="revoked"' in tablet.post(**PAGE_2).html
    assert 'data-end="revoked"' in tablet.open(home).html


def test_a_tablet_can_keep_it_on_its_home_screen(link: Link) -> None:
    home = address_of(link)
    manifest = Client().get(f"{home}app.webmanifest").json()
    assert (manifest["start_url"], manifest["display"]) == (home, "fullscreen")
