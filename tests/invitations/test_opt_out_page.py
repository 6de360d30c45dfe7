"""No more mail: one click works, a scanner's visit does nothing, and a stranger learns nothing."""

from collections.abc import Mapping

import pytest
from django.test import Client

from polls.invitations import tokens
from polls.invitations.models import Contact, Invitation
from polls.questionnaire.models import Poll
from tests.invitations.sample import invite_all, make_contacts

pytestmark = pytest.mark.django_db

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def url(poll: Poll) -> str:
    make_contacts(1)
    invite_all(poll)
    return f"/u/{tokens.derive(Invitation.objects.get().pk, poll.pk, 1)}/"


def wants() -> tuple[bool, bool]:
    """Whether the invited wants no mail about this poll, and about no poll."""
    return Invitation.objects.get().has_opted_out, Contact.objects.get().opted_out_at is not None


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_looking_changes_nothing(url: str, method: str) -> None:
    for _ in range(7):
        getattr(Client(), method)(url)
    assert wants() == (False, False)


def test_the_page_is_shown_without_session_or_log_in(url: str) -> None:
    response = Client().get(url)
    assert response.status_code == 200
    assert set(response.cookies) <= {"csrftoken"}
    assert b"Uitbesteden van klantcontact" in response.content


@pytest.mark.parametrize(("scope", "then"), [("poll", (True, False)), ("all", (True, True))])
def test_the_choice_is_carried_out(url: str, scope: str, then: tuple[bool, bool]) -> None:
    assert Client().post(url, {"scope": scope}).status_code == 200
    assert wants() == then


@pytest.mark.parametrize("body", [{}, {"scope": ""}, {"scope": "everything"}, {"List-Unsubscribe": "no"}])
def test_an_empty_or_odd_post_changes_nothing(url: str, body: Mapping[str, str]) -> None:
    assert Client().post(url, body).status_code == 422
    assert wants() == (False, False)


def test_the_form_is_protected_against_other_sites(url: str) -> None:
    assert Client(enforce_csrf_checks=True).post(url, {"scope": "all"}).status_code == 403
    assert wants() == (False, False)


def test_one_click_works_without_cookies_and_without_a_second_page(url: str) -> None:
    response = Client(enforce_csrf_checks=True).post(url, ONE_CLICK)
    assert (response.status_code, response.content, set(response.cookies)) == (200, b"", set())
    assert wants() == (True, True)


def test_one_click_may_come_as_multipart_too(url: str) -> None:
    boundary = "xxx"
    field = 'Content-Disposition: form-data; name="List-Unsubscribe"'
    body = f"--{boundary}\r\n{field}\r\n\r\nOne-Click\r\n--{boundary}--\r\n"
    Client().post(url, data=body.encode(), content_type=f"multipart/form-data; boundary={boundary}")
    assert wants() == (True, True)


def test_every_unknown_link_gets_the_same_answer(url: str) -> None:
    client = Client()
    answers = [client.get(f"/u/{text}/") for text in ("x" * 24, "short", "é", "%00", tokens.new_random())]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert {client.post(f"/u/{text}/", ONE_CLICK).status_code for text in ("x" * 24, "short")} == {200}


def test_the_link_leaks_nowhere(url: str) -> None:
    response = Client().get(url)
    assert response["Referrer-Policy"] == "strict-origin"
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_the_page_speaks_the_language_of_the_invitation(url: str) -> None:
    Invitation.objects.update(language="en")
    assert b"No more mail?" in Client().get(url).content
    assert b'<html lang="nl"' in Client().get(f"{url}?lang=nl").content
