"""Links that staff make: what each lets in, and how it is counted and ended."""

import pytest
from django.test import Client

from polls.collection.models import Arrival, Link, Response, SealedResponse, TurnedAway
from polls.collection.services import load, newcomer
from polls.collection.services.links import (
    main_link,
    renew_link,
    set_paused,
    withdraw_link,
)
from polls.collection.services.receipts import hash_receipt, new_receipt, withdraw
from polls.invitations.models import Invitation
from polls.invitations.tokens import new_random
from polls.questionnaire.models import Poll, PollEvent
from tests.collection import sample
from tests.collection.conftest import Respondent
from tests.collection.links import address_of, made

PAGE_1 = {"outsources": "never", "channels": ["chat"]}
PAGE_2 = {"opinion": "neutral", "grade": "_dk"}
CODE = new_receipt()


@pytest.fixture
def open_poll(db: None) -> Poll:
    return sample.launched_open()


def test_a_named_link_lets_in_and_is_counted_apart(open_poll: Poll, respondent: Respondent) -> None:
    link = made(open_poll)
    assert address_of(link) == "/o/sample/nieuwsbrief-mei/"
    respondent.open(address_of(link))
    assert Arrival.objects.count() == 0
    respondent.post(**PAGE_1).post(**PAGE_2).post()
    assert 'data-end="answered"' in respondent.html
    assert Arrival.objects.get().link == link
    Respondent(Client()).open("/o/sample/").post(**PAGE_1)
    assert Arrival.objects.count() == 1


def test_two_links_of_one_name_have_two_addresses(open_poll: Poll) -> None:
    assert [address_of(made(open_poll)) for _ in range(3)] == [
        "/o/sample/nieuwsbrief-mei/",
        "/o/sample/nieuwsbrief-mei-2/",
        "/o/sample/nieuwsbrief-mei-3/",
    ]


def test_a_page_of_a_newcomer_leads_back_to_the_own_link(open_poll: Poll, respondent: Respondent) -> None:
    respondent.open("/o/sample/nieuwsbrief-mei/")
    assert respondent.response.status_code == 404
    made(open_poll)
    respondent.open("/o/sample/nieuwsbrief-mei/").post()
    assert respondent.response.status_code == 422
    action = respondent.response.request["PATH_INFO"] + "?door=o/sample/nieuwsbrief-mei/"
    assert respondent.open(action).address == "/o/sample/nieuwsbrief-mei/"


@pytest.mark.parametrize("code", ["", "nieuwsbrief-mei/"])
def test_a_pause_keeps_out_who_is_new_and_lets_finish_who_has_begun(
    open_poll: Poll, respondent: Respondent, code: str
) -> None:
    link = made(open_poll) if code else main_link(open_poll, now=sample.LAUNCH)
    busy = Respondent(Client()).open(f"/o/sample/{code}").post(**PAGE_1)
    waiting = Respondent(Client()).open(f"/o/sample/{code}")
    set_paused(link, True, by=None, now=sample.LAUNCH)
    assert 'data-end="paused"' in respondent.open(f"/o/sample/{code}").html
    assert 'data-end="paused"' in waiting.post(**PAGE_1).html
    assert 'data-end="answered"' in busy.post(**PAGE_2).post().html
    set_paused(link, False, by=None, now=sample.LAUNCH)
    assert 'name="outsources"' in respondent.open(f"/o/sample/{code}").html
    events = PollEvent.objects.filter(action="link").order_by("pk")
    assert [event.detail["what"] for event in events][-2:] == ["paused", "opened"]


def test_a_link_of_an_organisation_is_secret_and_takes_no_more_than_its_maximum(
    open_poll: Poll, respondent: Respondent
) -> None:
    link = made(open_poll, Link.Kind.ORGANISATION, "Telecom BV", maximum=1)
    address = address_of(link)
    assert address.startswith("/g/")
    assert address.split("/")[2] not in str(Link.objects.values_list())
    late = Respondent(Client()).open(address).post(**PAGE_1).post(**PAGE_2)
    respondent.open(address).post(**PAGE_1).post(**PAGE_2).post()
    assert 'data-end="answered"' in respondent.html
    assert 'data-end="full"' in late.post().html
    assert 'data-end="full"' in Respondent(Client()).open(address).html
    assert 'data-end="full"' in Respondent(Client()).open(late.response.request["PATH_INFO"]).html
    link.refresh_from_db()
    assert (link.taken, SealedResponse.objects.count()) == (1, 2)


def test_whoever_comes_to_a_full_link_with_answers_has_a_disposition(db: None) -> None:
    poll = sample.launched_open(is_anonymous=False)
    address = address_of(made(poll, Link.Kind.ORGANISATION, "Telecom BV", maximum=1))
    people = [Respondent(Client()).open(address).post(**PAGE_1).post(**PAGE_2) for _ in range(3)]
    assert ['data-end="answered"' in person.post().html for person in people] == [True, False, False]
    assert list(TurnedAway.objects.values_list("disposition", "reason")) == [("quota_full", ":link")] * 2


def test_a_withdrawn_link_ends_at_once_and_a_renewed_one_has_another_address(
    open_poll: Poll, respondent: Respondent
) -> None:
    link = made(open_poll, Link.Kind.ORGANISATION, "Telecom BV")
    before = address_of(link)
    respondent.open(before).post(**PAGE_1)
    withdraw_link(link, by=None, now=sample.LAUNCH)
    assert 'data-end="revoked"' in respondent.post(**PAGE_2).html
    assert 'data-end="revoked"' in Respondent(Client()).open(before).html
    link.refresh_from_db()
    renew_link(link, by=None, now=sample.LAUNCH)
    assert Respondent(Client()).open(before).response.status_code == 404
    assert Respondent(Client()).open(address_of(link)).response.status_code == 200


def test_a_link_opens_no_other_door(open_poll: Poll) -> None:
    secret = address_of(made(open_poll, Link.Kind.ORGANISATION, "Telecom BV")).split("/")[2]
    made(open_poll)
    places = ["o/sample/", "o/sample/nieuwsbrief-mei/", f"g/{secret}/"]
    assert all(newcomer(new_random(), place) for place in places)
    for place in ("e/sample/nieuwsbrief-mei/", f"k/{secret}/", "o/sample/nothing/", "", "o/", "x/sample/", "o//"):
        assert newcomer(new_random(), place) is None, place


def test_the_attributes_of_a_link_are_those_of_its_invitations(open_poll: Poll, respondent: Respondent) -> None:
    link = made(open_poll, Link.Kind.ORGANISATION, "Telecom BV", attributes={"role": "facilitair"})
    respondent.open(address_of(link)).post(**PAGE_1)
    assert Invitation.objects.get().attributes == {"role": "facilitair"}
    participation = load(respondent.response.redirect_chain[-1][0].split("/")[2])
    assert participation is not None
    assert participation.attributes == {"role": "facilitair"}


def test_a_withdrawn_identified_response_gives_its_place_back(db: None) -> None:
    poll = sample.launched_open(is_anonymous=False)
    link = made(poll, Link.Kind.ORGANISATION, "Telecom BV", maximum=1)
    address = address_of(link)
    Respondent(Client()).open(address).post(**PAGE_1).post(**PAGE_2).post()
    Response.objects.update(receipt_hash=hash_receipt(CODE))
    assert withdraw(poll, CODE)
    link.refresh_from_db()
    assert link.taken == 0
    assert 'data-end="answered"' in Respondent(Client()).open(address).post(**PAGE_1).post(**PAGE_2).post().html


def test_a_withdrawn_anonymous_response_keeps_its_place(open_poll: Poll) -> None:
    """Nothing tells by which link it came."""
    link = made(open_poll, Link.Kind.ORGANISATION, "Telecom BV", maximum=1)
    Respondent(Client()).open(address_of(link)).post(**PAGE_1).post(**PAGE_2).post()
    version = open_poll.latest_version
    assert version is not None
    Response.objects.create(
        poll=open_poll, version=version, answers={}, is_anonymous=True, receipt_hash=hash_receipt(CODE)
    )
    assert withdraw(open_poll, CODE)
    link.refresh_from_db()
    assert link.taken == 1
