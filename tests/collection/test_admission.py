"""A crowd at the open link: each has to show that it is somebody, and nobody is turned away or dropped in silence."""

import hashlib
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from polls.collection.models import SealedResponse, WaveCount
from polls.collection.services import admission, newcomer
from polls.collection.services.admission import Knock, Task, admit, entry_for
from polls.collection.services.tickets import is_solved, read_ticket, ticket_for
from polls.collection.services.waves import count_wave, recent_waves, remove_old_waves
from polls.invitations.models import Invitation
from polls.invitations.tokens import new_random
from polls.questionnaire.models import Poll
from tests.collection import sample
from tests.collection.conftest import Respondent

NOW = sample.LAUNCH + timedelta(hours=2)
PAGE_1 = {"outsources": "never", "channels": ["chat"]}


@pytest.fixture(autouse=True)
def small_crowds(settings: Any) -> Iterator[None]:
    settings.CROWD_OF_NETWORK, settings.CROWD_OF_LINK = 10, 100
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def open_poll(db: None) -> Poll:
    return sample.launched_open()


def knock_at(slug: str, *, network: str = "a", seconds: float = 30, **said: str) -> Task | None:
    """Come in as somebody new who took so many seconds for the first page."""
    participation = newcomer(new_random(), f"o/{slug}/")
    assert participation is not None
    entry = entry_for(participation, now=NOW - timedelta(seconds=seconds))
    return admit(participation, Knock(network=network, entry=entry, **said), now=NOW)


def work(task: str, bits: int) -> str:
    return next(str(number) for number in range(2**24) if is_solved(task, str(number), bits))


def test_a_network_may_send_as_many_as_its_limit_without_anything_asked(open_poll: Poll) -> None:
    assert [knock_at(open_poll.slug) for _ in range(10)] == [None] * 10
    assert knock_at(open_poll.slug) is not None
    assert knock_at(open_poll.slug, network="b") is None


@pytest.mark.parametrize("odd", [{"seconds": 0.5}, {"trap": "https://example.org"}, {"seconds": 90_000}])
def test_whoever_is_odd_is_asked_when_there_are_more_of_them(open_poll: Poll, odd: dict[str, Any]) -> None:
    assert knock_at(open_poll.slug, **odd) is None
    assert knock_at(open_poll.slug, **odd) is not None


def test_many_networks_at_one_link_are_a_crowd_too(open_poll: Poll) -> None:
    asked = [knock_at(open_poll.slug, network=str(number)) for number in range(101)]
    assert asked[:100] == [None] * 100
    assert asked[100] is not None


def test_the_work_grows_with_the_crowd(open_poll: Poll) -> None:
    tasks = [knock_at(open_poll.slug) for _ in range(42)]
    assert (tasks[10].bits, tasks[20].bits, tasks[41].bits) == (14, 15, 16)  # type: ignore[union-attr]


def test_work_that_is_done_lets_its_own_newcomer_in_and_nobody_else(open_poll: Poll) -> None:
    participation, other = newcomer(new_random(), "o/sample/"), newcomer(new_random(), "o/sample/")
    assert participation is not None
    assert other is not None
    task = ticket_for(participation.token, poll=open_poll.pk, door=0, now=NOW, bits=8, wait=60).signed()
    done = Knock(network="a", task=task, answer=work(task, 8))
    for _ in range(11):
        knock_at(open_poll.slug)
    assert admit(participation, done, now=NOW) is None
    assert admit(other, done, now=NOW) is not None
    assert admit(participation, Knock(network="a", task=task, answer="not a number"), now=NOW) is not None
    assert admit(participation, done, now=NOW + timedelta(hours=1)) is not None
    assert recent_waves(open_poll, now=NOW)[0].came_in == 1


def test_waiting_lets_in_too_and_a_limited_number_of_a_network(
    open_poll: Poll, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "MOST_PATIENT", 2)
    outcomes = []
    for _ in range(4):
        participation = newcomer(new_random(), "o/sample/")
        assert participation is not None
        task = ticket_for(participation.token, poll=open_poll.pk, door=0, now=NOW, bits=20, wait=10).signed()
        early = admit(participation, Knock(network="a", task=task), now=NOW + timedelta(seconds=4))
        assert early is not None
        assert (early.ticket, early.seconds) == (task, 7)
        outcomes.append(admit(participation, Knock(network="a", task=task), now=NOW + timedelta(seconds=11)) is None)
    assert outcomes == [True, True, False, False]


def test_the_proof_is_plain_sha_256() -> None:
    task = "a task"
    answer = work(task, 10)
    assert hashlib.sha256(f"a task:{answer}".encode()).hexdigest() < "004"
    assert not is_solved(task, answer + "0" * 20, 1)


def test_a_ticket_is_good_for_one_token_at_one_link() -> None:
    ticket = ticket_for("mine", poll=1, door=2, now=NOW).signed()
    assert read_ticket(ticket, token="mine", poll=1, door=2) is not None
    assert read_ticket(ticket, token="yours", poll=1, door=2) is None
    assert read_ticket(ticket, token="mine", poll=1, door=0) is None
    assert read_ticket(ticket[:-1] + "x", token="mine", poll=1, door=2) is None
    assert read_ticket("no ticket", token="mine", poll=1, door=2) is None


def test_without_javascript_one_waits_and_loses_nothing(
    open_poll: Poll, respondent: Respondent, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.CROWD_OF_LINK = 1
    monkeypatch.setattr(admission, "LEAST_WAIT", 0)
    Respondent(Client()).open("/o/sample/").post(**PAGE_1)
    respondent.open("/o/sample/").post(**PAGE_1)
    assert respondent.response.status_code == 428
    assert 'data-end="moment"' in respondent.html
    assert Invitation.objects.count() == 1
    respondent.post(outsources="never", channels="chat")
    assert 'name="opinion"' in respondent.html
    respondent.post(opinion="neutral", grade="_dk").post()
    assert SealedResponse.objects.count() == 1
    assert [(count.asked, count.waited) for count in WaveCount.objects.order_by("pk")] != []


def test_our_script_is_told_what_to_compute_and_comes_in_with_it(open_poll: Poll, settings: Any) -> None:
    settings.CROWD_OF_LINK = 1
    page = Respondent(Client()).open("/o/sample/").html
    Respondent(Client()).open("/o/sample/").post(**PAGE_1)
    action = re.findall(r'<form method="post" action="([^"]+)"', page)[0]
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
    client = Client(headers={"X-Requested-With": "fetch"})
    asked = client.post(action, {**hidden, **PAGE_1, "_next": "1"})
    assert asked.status_code == 428
    answer = work(asked["X-Task"], int(asked["X-Task-Bits"]))
    done = client.post(action, {**hidden, **PAGE_1, "_next": "1", "_task": asked["X-Task"], "_work": answer})
    assert done.status_code == 200
    assert Invitation.objects.count() == 2


def test_the_database_learns_no_network_and_no_address(open_poll: Poll, settings: Any) -> None:
    settings.CROWD_OF_LINK = 1
    for _ in range(3):
        Respondent(Client(REMOTE_ADDR="198.51.100.7")).open("/o/sample/").post(**PAGE_1)
    assert {field.name for field in WaveCount._meta.get_fields()} == {
        *("id", "poll", "door", "hour", "shard", "asked", "worked", "waited")
    }
    assert sum(count.asked for count in WaveCount.objects.all()) == 2


def test_whoever_has_begun_is_never_asked(open_poll: Poll, respondent: Respondent, settings: Any) -> None:
    respondent.open("/o/sample/").post(**PAGE_1)
    settings.CROWD_OF_LINK = 1
    for _ in range(2):
        Respondent(Client()).open("/o/sample/").post(**PAGE_1)
    respondent.post(opinion="neutral", grade="_dk").post()
    assert 'data-end="answered"' in respondent.html


def test_old_waves_are_gone_after_ninety_days(open_poll: Poll) -> None:
    for days in (0, 91):
        count_wave(open_poll.pk, 0, "asked", now=NOW - timedelta(days=days))
    assert remove_old_waves(now=NOW) == 1
    assert recent_waves(open_poll, now=NOW)[0].asked == 1
