"""Webhooks: announced with what they tell of, passed on once, signed, tried again, given up where it can be seen."""

import base64
import hashlib
import hmac
import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction
from pytest_django import Settings

from polls.api import secrets
from polls.api.models import AccessEvent, Delivery, Webhook
from polls.api.services import hooks
from polls.api.services.counting import announce_counts
from polls.api.services.delivering import BACKOFF, LEASE, MOST_ATTEMPTS, Round, claim, deliver_waiting, send_again
from polls.api.services.keeping import remove_expired
from polls.api.services.messages import pass_on, ping
from polls.collection.models import DailyCount
from polls.collection.services.urn import finish
from polls.questionnaire.models import Announcement, Poll
from polls.questionnaire.services import publishing, running
from tests.api.receiver import Receiver, receiver
from tests.questionnaire.sample import make_poll
from tests.results import sample
from tests.results.conftest import poll_with_results

pytestmark = pytest.mark.django_db

NOW = datetime(2025, 3, 5, 12, 0, tzinfo=UTC)
ALL = [kind.value for kind in Announcement.Kind]


@pytest.fixture
def there(settings: Settings) -> Iterator[Receiver]:
    settings.WEBHOOK_NETWORKS = ["127.0.0.1/32"]
    with receiver() as running_receiver:
        yield running_receiver


def hook_to(url: str, **fields: Any) -> Webhook:
    defaults: dict[str, Any] = {"name": "CRM", "kinds": ALL, "thresholds": [], "created_at": sample.NOW}
    return Webhook.objects.create(url=url, **{**defaults, **fields})


def announced() -> list[str]:
    return list(Announcement.objects.values_list("kind", flat=True))


def deliver(now: datetime = NOW) -> Round:
    return deliver_waiting(now=now, clock=lambda: 0.0, rng=Random(1))


def body_of(delivery: Delivery) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(delivery.body)
    return found


def test_what_happens_to_a_poll_is_announced_and_nothing_else() -> None:
    poll = make_poll()
    publishing.publish(poll, by=None, now=NOW)
    publishing.publish(poll, by=None, now=NOW)
    assert announced() == ["poll.launched"]

    running.close(poll, by=None, now=NOW)
    assert announced() == ["poll.launched"]
    finish(poll, now=NOW)
    finish(poll, now=NOW)
    running.reopen(Poll.objects.get(), by=None, now=NOW)

    assert announced() == ["poll.launched", "poll.closed", "poll.reopened"]


def test_what_is_rolled_back_is_not_announced() -> None:
    poll = make_poll()
    with transaction.atomic():
        publishing.publish(poll, by=None, now=NOW)
        transaction.set_rollback(True)

    assert announced() == []


def test_a_run_is_announced_when_it_is_ready() -> None:
    _poll, run = poll_with_results(40)

    (row,) = Announcement.objects.all()
    assert (row.kind, row.at, row.about) == ("run.ready", sample.NOW, {"run": str(run.pk), "is_weighted": False})


def test_an_announcement_becomes_one_message_for_each_webhook_that_wants_it() -> None:
    poll, run = poll_with_results(40)
    other = sample.published(sample.questionnaire("other"))
    wants = hook_to("https://a.example/")
    mine = hook_to("https://b.example/", is_for_all=False, kinds=["run.ready"])
    mine.polls.add(poll)
    hook_to("https://c.example/", is_for_all=False).polls.add(other)
    hook_to("https://d.example/", kinds=["poll.closed"])
    hook_to("https://e.example/", created_at=NOW)

    assert (pass_on(now=NOW), pass_on(now=NOW)) == (1, 0)

    made = Delivery.objects.all()
    assert {each.hook_id for each in made} == {wants.pk, mine.pk}
    assert body_of(made[0]) == {
        "type": "run.ready",
        "timestamp": "2025-03-04T12:00:00Z",
        "data": {
            "poll": "sample",
            "url": f"https://polls.example/api/v1/runs/{run.pk}",
            "run": str(run.pk),
            "is_weighted": False,
        },
    }


def count_of(poll: Poll, number: int) -> None:
    DailyCount.objects.update_or_create(poll=poll, day=NOW.date(), shard=0, defaults={"submitted": number})


def test_reached_numbers_are_announced_once_and_of_open_anonymous_polls_in_steps_of_k() -> None:
    named = sample.published(sample.questionnaire("named"))
    anonymous = sample.published(sample.questionnaire("anonymous", is_anonymous=True, minimum_base=10))
    hook = hook_to("https://a.example/", thresholds=[12, 25])
    told: dict[int, list[tuple[str, str]]] = {}
    for number in (11, 12, 19, 20, 29, 30):
        count_of(named, number)
        count_of(anonymous, number)
        announce_counts(now=NOW)
        announce_counts(now=NOW)
        told[number] = list(Announcement.objects.order_by("pk").values_list("poll__slug", "key"))
        Announcement.objects.update(told_at=NOW)

    assert told[11] == []
    assert told[12] == told[19] == [("named", "12")]
    assert told[20] == [("named", "12"), ("anonymous", "12")]
    assert told[29] == [*told[20], ("named", "25")]
    assert told[30] == [*told[29], ("anonymous", "25")]
    Announcement.objects.update(told_at=None)
    pass_on(now=NOW)
    bodies = [body_of(each)["data"] for each in hook.deliveries.order_by("announcement")]
    assert {tuple(sorted(each)) for each in bodies} == {("poll", "threshold", "url")}


def test_when_an_anonymous_poll_has_closed_its_exact_count_decides() -> None:
    poll = sample.published(
        sample.questionnaire(is_anonymous=True), state=Poll.State.CLOSED, closes_at=NOW - timedelta(hours=1)
    )
    hook_to("https://a.example/", thresholds=[13])
    count_of(poll, 13)

    assert (announce_counts(now=NOW), announce_counts(now=NOW)) == (1, 0)


def test_a_message_is_signed_as_standard_webhooks_say(there: Receiver) -> None:
    hook = hook_to(there.url)
    made = ping(hook, now=NOW)

    assert deliver().counts == {"delivered": 1}

    (got,) = there.got
    stamp = int(NOW.timestamp())
    key = base64.b64decode(secrets.hook_secret(hook.pk, 1).removeprefix("whsec_"))
    signed = f"msg_{made.pk.hex}.{stamp}.".encode() + got.body
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert got.headers["webhook-id"] == f"msg_{made.pk.hex}"
    assert got.headers["webhook-timestamp"] == str(stamp)
    assert got.headers["webhook-signature"] == expected
    assert got.headers["content-type"] == "application/json"
    assert json.loads(got.body) == {"type": "ping", "timestamp": "2025-03-05T12:00:00Z", "data": {"webhook": "CRM"}}


def test_for_a_day_after_a_new_secret_both_sign(there: Receiver) -> None:
    hook = hook_to(there.url)
    former = secrets.hook_secret(hook.pk, 1)
    secret = hooks.renew_secret(hook, by=None, now=NOW)
    ping(hook, now=NOW)
    deliver()
    later = NOW + timedelta(days=2)
    ping(hook, now=later)
    deliver(later)

    assert secret == secrets.hook_secret(hook.pk, 2) != former
    assert [len(got.headers["webhook-signature"].split(" ")) for got in there.got] == [2, 1]


def test_what_fails_is_tried_again_later_and_later_and_then_given_up(there: Receiver) -> None:
    there.status, there.body = 500, b"no room"
    made = ping(hook_to(there.url), now=NOW)
    now, waits = NOW, []
    for _try in range(MOST_ATTEMPTS):
        deliver(now)
        assert deliver(now).counts == {}, "not before its time"
        made.refresh_from_db()
        waits.append(made.not_before - now)
        now = made.not_before

    assert made.state == Delivery.State.FAILED
    assert there.ids == [f"msg_{made.pk.hex}"] * 10
    assert len({got.body for got in there.got}) == 1
    assert all(least <= wait <= least * 1.2 for least, wait in zip(BACKOFF, waits, strict=False))
    assert [(each.status, each.problem, each.answer) for each in made.tries.all()] == [(500, "status", "no room")] * 10

    there.status = 200
    assert send_again([made], now=now) == 1
    deliver(now)
    made.refresh_from_db()
    assert (made.state, there.ids[-1]) == ("delivered", f"msg_{made.pk.hex}")


def test_a_receiver_may_ask_for_more_time(there: Receiver) -> None:
    there.status, there.headers = 503, {"Retry-After": "3600"}
    made = ping(hook_to(there.url), now=NOW)
    deliver()
    made.refresh_from_db()
    assert made.not_before == NOW + timedelta(hours=1)


def test_an_address_that_is_gone_is_told_nothing_more(there: Receiver) -> None:
    there.status = 410
    hook = hook_to(there.url)
    ping(hook, now=NOW)
    deliver()
    hook.refresh_from_db()

    assert not hook.is_active
    assert Delivery.objects.get().state == "failed"
    assert AccessEvent.objects.get().what == "hook_gone"


def test_messages_of_a_paused_webhook_wait(there: Receiver) -> None:
    hook = hook_to(there.url, is_active=False)
    ping(hook, now=NOW)
    assert deliver().counts == {}
    hooks.set_active(hook, True, by=None, now=NOW)
    assert deliver().counts == {"delivered": 1}


def test_one_dead_server_does_not_hold_up_the_others(there: Receiver) -> None:
    dead = hook_to("http://127.0.0.1:9/", name="dead")
    for _number in range(5):
        ping(dead, now=NOW - timedelta(minutes=1))
    ping(hook_to(there.url), now=NOW)

    done = deliver()

    assert done.counts == {"queued": 1, "delivered": 1}
    assert not done.is_more


def test_a_message_whose_worker_died_is_sent_by_another_with_the_same_id(there: Receiver) -> None:
    made = ping(hook_to(there.url), now=NOW)
    taken = claim(now=NOW)
    assert taken is not None
    assert claim(now=NOW + LEASE) is None

    assert deliver(NOW + LEASE + timedelta(seconds=1)).counts == {"delivered": 1}
    assert [each.problem for each in made.tries.all()] == ["died", ""]
    assert there.ids == [f"msg_{made.pk.hex}"]


def test_old_messages_go_and_what_would_be_announced_anew_stays(there: Receiver) -> None:
    poll, _run = poll_with_results(40)
    count_of(poll, 40)
    hook_to(there.url, thresholds=[10])
    announce_counts(now=NOW)
    pass_on(now=NOW)
    deliver()
    waiting = ping(hook_to(there.url, is_active=False), now=NOW)

    assert remove_expired(now=NOW + timedelta(days=29)) == 0
    remove_expired(now=NOW + timedelta(days=31))

    assert list(Delivery.objects.all()) == [waiting]
    assert announced() == ["poll.responses_reached"]
    assert announce_counts(now=NOW + timedelta(days=31)) == 0


def test_the_database_holds_no_secret() -> None:
    wanted = hooks.Wanted("CRM", "https://a.example/", ALL, [], None)
    hook, secret = hooks.make_hook(wanted, by=None, now=NOW, key=uuid.uuid4())

    assert secret.startswith("whsec_")
    assert len(base64.b64decode(secret.removeprefix("whsec_"))) == 32
    assert secret.removeprefix("whsec_") not in str([*Webhook.objects.values(), *AccessEvent.objects.values()])
    assert hook.generation == 1
