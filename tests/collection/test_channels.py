"""The page of a poll's channels: what came by each link, and what can be done with it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from polls.codebook.schema import Channel
from polls.collection.forms.links import EmbedForm, origin_of
from polls.collection.models import Link
from polls.collection.services.channels import load_channels
from polls.collection.services.posters import print_poster, qr_png, qr_svg
from polls.collection.services.waves import count_wave
from polls.invitations.models import Organisation
from polls.questionnaire.models import Poll
from tests.collection import sample
from tests.collection.conftest import Respondent
from tests.collection.links import made
from tests.collection.test_links import PAGE_1, PAGE_2

DIVIDED = sample.QUESTIONNAIRE.segment_variables[:1]
NOW = sample.LAUNCH + timedelta(hours=1)


@pytest.fixture
def open_poll(db: None) -> Poll:
    return sample.launched_open(is_anonymous=False)


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    user = User.objects.create_user("editor@ksf.example", "x", name="Editor", role="editor")
    client.force_login(user, backend="accounts.backends.RoleBackend")
    return client


def come_in(address: str, *, is_finishing: bool) -> None:
    respondent = Respondent(Client()).open(address).post(**PAGE_1)
    if is_finishing:
        respondent.post(**PAGE_2).post()


def test_each_link_is_counted_for_itself(open_poll: Poll) -> None:
    made(open_poll)
    come_in("/o/sample/", is_finishing=True)
    come_in("/o/sample/nieuwsbrief-mei/", is_finishing=True)
    come_in("/o/sample/nieuwsbrief-mei/", is_finishing=False)
    main, other = load_channels(open_poll, now=NOW)
    assert (main.is_main, main.started, main.answered, main.participation) == (True, 1, 1, 1.0)
    assert (other.name, other.started, other.answered, other.participation) == ("Nieuwsbrief mei", 2, 1, 0.5)


def test_of_an_open_anonymous_poll_counts_go_in_steps_of_five(db: None) -> None:
    poll = sample.launched_open()
    for number in range(6):
        come_in("/o/sample/", is_finishing=number > 1)
    (main,) = load_channels(poll, now=NOW)
    assert (main.started, main.answered) == (5, 0)


def test_the_page_shows_the_main_link_and_all_others(open_poll: Poll, editor: Client) -> None:
    made(open_poll)
    page = editor.get("/polls/sample/channels/").content.decode()
    assert "http://localhost:8000/o/sample/" in page
    assert "Nieuwsbrief mei" in page


def test_a_wave_is_told_in_numbers(open_poll: Poll, editor: Client) -> None:
    for _ in range(3):
        count_wave(open_poll.pk, 0, "asked", now=timezone.now())
    count_wave(open_poll.pk, 0, "worked", now=timezone.now())
    assert "3 nieuwkomers" in editor.get("/polls/sample/channels/").content.decode()


def test_a_link_is_made_paused_opened_and_ended_on_its_page(open_poll: Poll, editor: Client) -> None:
    page = editor.post("/polls/sample/channels/add/open/", {"name": "Poster beurs"}, follow=True)
    assert "http://localhost:8000/o/sample/poster-beurs/" in page.content.decode()
    link = Link.objects.get()
    change = f"/polls/sample/channels/{link.pk}/change/"
    states = []
    for wish in ("pause", "open", "withdraw"):
        editor.post(change, {"wish": wish})
        link.refresh_from_db()
        states.append((link.is_paused, link.is_revoked))
    assert states == [(True, False), (False, False), (False, True)]


def test_the_main_link_can_be_paused_and_not_ended(open_poll: Poll, editor: Client) -> None:
    for wish in ("withdraw", "renew", "pause"):
        editor.post("/polls/sample/channels/0/change/", {"wish": wish})
    link = Link.objects.get()
    assert (link.code, link.is_paused, link.is_revoked) == ("", True, False)
    assert 'data-end="paused"' in Client().get("/o/sample/").content.decode()


def test_an_organisation_brings_its_name_and_of_its_attributes_those_of_the_poll(db: None, editor: Client) -> None:
    sample.launched(channel=Channel.OPEN, pages=sample.PAGES[:2], segment_variables=DIVIDED)
    organisation = Organisation.objects.create(
        name="Telecom BV", name_key="telecom", attributes={"role": "inhouse", "revenue": "123456"}
    )
    editor.post("/polls/sample/channels/add/organisation/", {"organisation": organisation.pk, "maximum": "25"})
    link = Link.objects.get()
    assert (link.name, link.maximum, link.attributes) == ("Telecom BV", 25, {"role": "inhouse"})


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://www.example.nl", "https://www.example.nl"),
        ("https://www.Example.nl/nieuws/?a=1", "https://www.example.nl"),
        ("https://café.nl:8443/", "https://xn--caf-dma.nl:8443"),
        ("http://localhost:3000", "http://localhost:3000"),
    ],
)
def test_a_website_is_named_by_its_origin(written: str, origin: str) -> None:
    assert origin_of(written) == origin


@pytest.mark.parametrize("written", ["example.nl", "http://example.nl", "https://", "*", "https://*.nl", "https://a;b"])
def test_what_is_no_website_is_refused(db: None, written: str) -> None:
    form = EmbedForm({"name": "Site", "origins": written})
    assert not form.is_valid()
    assert list(form.errors) == ["origins"]


@pytest.mark.parametrize(
    ("name", "start"), [("qr.svg", b"<svg "), ("qr.png", b"\x89PNG"), ("poster.pdf", b"%PDF"), ("other.txt", None)]
)
def test_a_link_can_be_taken_along(open_poll: Poll, editor: Client, name: str, start: bytes | None) -> None:
    answer = editor.get(f"/polls/sample/channels/0/{name}")
    assert answer.status_code == (404 if start is None else 200)
    assert start is None or answer.content.startswith(start)


def test_the_code_and_the_poster_are_drawn_with_the_address() -> None:
    address = "https://polls.example/o/sample/"
    assert f"<title>{address}</title>" in qr_svg(address)
    assert qr_png(address)[:4] == b"\x89PNG"
    for language in ("nl", "en"):
        poster = print_poster(sample.QUESTIONNAIRE, address, language)
        assert b"/StructTreeRoot" in poster
        assert f"/Lang({language})".encode() in poster


def test_a_poll_by_invitation_has_no_links(db: None, editor: Client) -> None:
    sample.launched()
    assert "uitnodiging" in editor.get("/polls/sample/channels/").content.decode()
    assert editor.get("/polls/sample/channels/0/").status_code == 404


def test_counting_takes_as_many_queries_however_many_links_there_are(
    open_poll: Poll, django_assert_num_queries: Any
) -> None:
    for _ in range(4):
        made(open_poll)
    with django_assert_num_queries(3):
        load_channels(open_poll, now=NOW)
