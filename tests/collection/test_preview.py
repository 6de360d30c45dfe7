"""The preview: the respondent's pages, and nothing stored."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from polls.collection.models import Draft, Response, SealedResponse
from polls.invitations.models import Invitation
from polls.questionnaire.models import Page, Poll
from polls.questionnaire.rows import create_poll
from tests.collection import sample


@pytest.fixture
def draft(db: None) -> Poll:
    return create_poll(sample.QUESTIONNAIRE, by=None)


@pytest.fixture
def editor(db: None) -> Client:
    client = Client()
    user = User.objects.create_user(email="editor@example.org", password="irrelevant-here", role="editor")
    client.force_login(user, backend="accounts.backends.RoleBackend")
    return client


class Walker:
    def __init__(self, client: Client, address: str) -> None:
        self.client = client
        self.response: Any = client.get(address)

    @property
    def html(self) -> str:
        return str(self.response.content.decode())

    def post(self, button: str = "_next", **answers: Any) -> "Walker":
        action = re.search(r'<form method="post" action="([^"]+)"', self.html)
        assert action, self.html
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', self.html))
        self.response = self.client.post(action[1], {**hidden, **answers, button: "1"})
        return self


WALK = "/polls/sample/preview/walk/?role=inhouse&lang=nl"


def test_a_draft_can_be_walked_to_its_end_and_nothing_is_stored(draft: Poll, editor: Client) -> None:
    walker = Walker(editor, WALK)
    assert "preview-banner" in walker.html
    walker.post(outsources="never", channels=["chat"]).post(opinion="neutral", grade="7").post()
    assert 'data-end="answered"' in walker.html
    for model in (Draft, Response, SealedResponse, Invitation):
        assert not model._default_manager.exists()


def test_the_chosen_attributes_decide_what_is_asked(draft: Poll, editor: Client) -> None:
    def last_page(role: str) -> str:
        walker = Walker(editor, f"/polls/sample/preview/walk/?role={role}&lang=nl")
        return walker.post(outsources="never").post(opinion="neutral", grade="7").html

    assert 'data-question="clients" data-kind="short_text" data-show-if' in last_page("facilitair")
    shown = re.search(r'name="_shown" value="([^"]*)"', last_page("facilitair"))
    assert shown
    assert shown[1] == "clients remarks"


def test_errors_and_conditions_work_as_for_a_respondent(draft: Poll, editor: Client) -> None:
    walker = Walker(editor, WALK).post()
    assert walker.response.status_code == 422
    walker.post(outsources="fully")
    assert 'name="_shown" value="outsources since channels"' in walker.html
    walker.post(outsources="fully")
    assert 'name="opinion"' in walker.html


def test_open_questions_are_reviewed(draft: Poll, editor: Client) -> None:
    walker = Walker(editor, WALK).post(outsources="never").post().post()
    assert "Welk cijfer geeft u?" in walker.html
    assert 'data-end="answered"' in walker.post("_send").html


def test_a_state_that_we_did_not_sign_counts_as_none(draft: Poll, editor: Client) -> None:
    response = editor.post("/polls/sample/preview/walk/last/", {"_state": "forged", "remarks": "x"})
    assert response.status_code == 422
    assert 'name="outsources"' in response.content.decode()


def test_the_frames_show_the_chosen_page_phone_wide_and_desktop_wide(draft: Poll, editor: Client) -> None:
    html = editor.get("/polls/sample/preview/?page=views&role=inhouse&lang=en").content.decode()
    assert html.count('src="/polls/sample/preview/walk/views/?lang=en&amp;role=inhouse"') == 2
    assert "is-phone" in html
    assert "is-desktop" in html


def test_an_empty_design_says_what_to_do(draft: Poll, editor: Client) -> None:
    Page.objects.all().delete()
    assert 'class="empty"' in editor.get("/polls/sample/preview/").content.decode()
    assert editor.get("/polls/sample/preview/walk/").status_code == 200


def test_only_editors_see_it(draft: Poll) -> None:
    assert Client().get("/polls/sample/preview/").status_code == 302
    viewer = Client()
    user = User.objects.create_user(email="viewer@example.org", password="irrelevant-here", role="viewer")
    viewer.force_login(user, backend="accounts.backends.RoleBackend")
    assert viewer.get("/polls/sample/preview/").status_code == 403
    assert viewer.get("/polls/sample/preview/walk/").status_code == 403
