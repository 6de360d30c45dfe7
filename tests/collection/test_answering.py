"""The respondent's way through a poll, over HTTP and without JavaScript."""

import pytest
from django.test import Client

from polls.collection.models import DailyCount, Draft, Response, SealedResponse
from polls.collection.services import load
from polls.invitations.models import Invitation
from polls.questionnaire.models import Poll
from tests.collection import sample
from tests.collection.conftest import Respondent

PAGE_1 = {"outsources": "partly", "since": "2015", "channels": ["phone", "other"], "channels__other": "WhatsApp"}
PAGE_2 = {"opinion": "positive", "grade": "8", "share": "12,5"}
PAGE_3 = {"goal": "quality", "remarks": ""}


def test_three_pages_become_one_response_of_codes(db: None, respondent: Respondent) -> None:
    poll = sample.launched(is_anonymous=False)
    respondent.open(f"/i/{sample.invited(poll)}/").post(**PAGE_1).post(**PAGE_2).post(**PAGE_3)

    assert 'data-end="answered"' in respondent.html
    response = Response.objects.get()
    assert response.answers == sample.COMPLETE
    assert response.attributes == {"role": "inhouse", "size": "large"}
    assert response.version == poll.latest_version
    assert response.language == "nl"
    assert Draft.objects.count() == 0
    assert Invitation.objects.get().is_responded
    counts = DailyCount.objects.all()
    assert sum(count.started for count in counts) == 1
    assert sum(count.submitted for count in counts) == 1


def test_an_anonymous_response_waits_sealed_in_the_urn(poll: Poll, link: str, respondent: Respondent) -> None:
    respondent.open(link).post(**PAGE_1).post(**PAGE_2).post(**PAGE_3)
    assert Response.objects.count() == 0
    assert b"WhatsApp" not in bytes(SealedResponse.objects.get().box)


def test_opening_changes_nothing(poll: Poll, link: str, respondent: Respondent) -> None:
    for _ in range(3):
        assert respondent.open(link).response.status_code == 200
        assert respondent.client.head(link).status_code == 200
        assert respondent.open(f"{link}views/").response.status_code == 200
    assert not Draft.objects.exists()
    assert not DailyCount.objects.exists()


def test_a_missing_required_answer_shows_the_page_again_with_what_was_typed(link: str, respondent: Respondent) -> None:
    respondent.open(link).post(channels=["phone", "other"], channels__other="<b>Fax</b>")
    assert respondent.response.status_code == 422
    assert '<a href="#id_outsources_0">' in respondent.html
    assert 'value="phone" id="id_channels_0" checked>' in respondent.html
    assert "&lt;b&gt;Fax&lt;/b&gt;" in respondent.html
    assert "<b>Fax</b>" not in respondent.html
    assert not Draft.objects.exists()


def test_back_saves_without_demanding_and_returns(link: str, respondent: Respondent) -> None:
    respondent.open(link).post(**PAGE_1).post("_back", opinion="negative")
    assert 'name="outsources" value="partly"' in respondent.html
    participation = load(link.split("/")[2])
    assert participation is not None
    assert participation.draft.answers["opinion"] == "negative"
    assert participation.draft.page == "about"


def test_the_same_link_on_another_device_goes_on_where_the_respondent_left(link: str, respondent: Respondent) -> None:
    respondent.open(link).post(**PAGE_1)
    elsewhere = Respondent(respondent.client.__class__(enforce_csrf_checks=True))
    elsewhere.open(link)
    assert 'name="opinion"' in elsewhere.html


def test_the_language_switch_keeps_what_was_typed(link: str, respondent: Respondent) -> None:
    respondent.open(link).post("_language", "en", outsources="never", channels=["chat"])
    assert '<html lang="en">' in respondent.html
    assert "Do you outsource?" in respondent.html
    participation = load(link.split("/")[2])
    assert participation is not None
    assert participation.draft.answers == {"outsources": "never", "channels": ["chat"]}
    respondent.open(link)
    assert "Do you outsource?" in respondent.html


def test_whoever_changed_the_language_is_thanked_in_it(link: str, respondent: Respondent) -> None:
    respondent.open(link).post("_language", "en")
    respondent.post(outsources="never").post(opinion="neutral").post().post("_send")
    assert '<html lang="en">' in respondent.html
    assert "Thank you for your time." in respondent.html


def test_a_question_that_an_answer_brings_is_shown_before_going_on(link: str, respondent: Respondent) -> None:
    respondent.open(link).post(outsources="fully")
    assert 'data-question="since"' in respondent.html
    assert 'data-question="since" data-kind="number" data-show-if' in respondent.html
    respondent.post(outsources="fully")
    assert 'name="opinion"' in respondent.html


def test_open_questions_are_reviewed_before_sending(link: str, respondent: Respondent) -> None:
    respondent.open(link).post(outsources="never").post(opinion="neutral").post()
    assert "Welk cijfer geeft u?" in respondent.html
    assert not Invitation.objects.get().is_responded
    respondent.post("_send")
    assert Invitation.objects.get().is_responded


def test_nothing_answered_is_nothing_to_send(db: None, respondent: Respondent) -> None:
    poll = sample.launched()
    link = f"/i/{sample.invited(poll)}/"
    respondent.open(f"{link}last/").post().post("_send")
    assert not Invitation.objects.get().is_responded


def test_sending_twice_is_the_same_thank_you(link: str, respondent: Respondent) -> None:
    respondent.open(link).post(**PAGE_1).post(**PAGE_2)
    twin = Respondent(respondent.client)
    twin.response = respondent.response
    assert respondent.post(**PAGE_3).response.status_code == 200
    assert twin.post(**PAGE_3).response.status_code == 200
    assert SealedResponse.objects.count() == 1
    assert 'data-end="answered"' in twin.html


def test_an_open_link_stores_nothing_until_the_first_page_is_saved(db: None, respondent: Respondent) -> None:
    sample.launched_open()
    respondent.open("/o/sample/")
    assert Invitation.objects.count() == 0
    respondent.post(outsources="never", channels=["chat"])
    assert Invitation.objects.count() == 1
    assert 'name="opinion"' in respondent.html
    respondent.post(opinion="neutral", grade="_dk").post()
    assert 'data-end="answered"' in respondent.html
    assert SealedResponse.objects.count() == 1


@pytest.mark.parametrize("address", ["/i/unknown/", f"/i/{'x' * 24}/", f"/i/{'x' * 24}/about/", "/o/nowhere/"])
def test_every_unknown_link_gets_the_same_page(db: None, respondent: Respondent, address: str) -> None:
    respondent.open(address)
    assert respondent.response.status_code == 404
    assert 'data-end="unknown"' in respondent.html
    assert respondent.html == Respondent(respondent.client).open(f"/i/{'y' * 24}/").html


def test_no_page_may_be_kept_or_named_elsewhere(link: str, respondent: Respondent) -> None:
    for address in (link, f"{link}views/", f"{link}check-answers/", "/i/unknown/"):
        response = respondent.open(address).response
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "strict-origin"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert "sessionid" not in response.cookies
        assert response["Content-Security-Policy"] == Client().get("/account/login/")["Content-Security-Policy"]
