"""The broker is emptied, killed, silent, or not there from the start: the outbox is the queue, so no mail is lost."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from redis import Redis

from polls.invitations import services
from polls.invitations.models import Contact, MailPlan, Message
from polls.invitations.services.following import follow_plans
from polls.invitations.services.planning import Step, save_plan
from tests.faults.brokers import OwnBroker
from tests.faults.conftest import Post
from tests.faults.figures import Tell, sized
from tests.faults.mailing import begin, counted, kept_worker, prepare, start_beat, until_empty
from tests.faults.served import serving
from tests.faults.site import Site, site, wait_until
from tests.faults.wire import Wire
from tests.invitations.sample import make_contacts, make_poll

PROMISED = 120.0
"""Seconds after the broker is back within which all mail has gone."""


def reached(post: Post, number: int) -> None:
    wait_until(lambda: len(post.accepted) >= number, f"{number} mails have gone")


def test_a_broker_that_forgets_everything_costs_no_mail(mailing: tuple[Site, Post], tell: Tell) -> None:
    made, post = mailing
    people, floods = sized(60, 2000), sized(2, 50)
    prepare(made, people)
    made.start_worker()
    with Redis.from_url(made.environment["REDIS_URL"]) as broker:
        for number in range(floods):
            begin(made)
            reached(post, (number + 1) * people // (floods + 2))
            broker.flushall()
    began = time.monotonic()
    begin(made)  # the next beat
    until_empty(made, seconds=PROMISED)
    lost, twice = counted(post, people)
    tell(
        "G-MAIL-3",
        "broker emptied (FLUSHALL) while mails go out",
        size=f"{floods} times, {people} mails",
        lost=lost,
        doubled=twice,
        allowed=f"none twice, all gone within {PROMISED:.0f} s",
        figure=f"all gone {time.monotonic() - began:.0f} s after the next beat",
    )
    assert (lost, len(post.accepted)) == (0, people)


@pytest.fixture
def own_broker(tmp_path: Path) -> Iterator[OwnBroker]:
    broker = OwnBroker(tmp_path / "broker")
    yield broker
    broker.kill()


def test_a_broker_that_is_killed_costs_no_mail(
    tmp_path: Path, post: tuple[Post, int], own_broker: OwnBroker, tell: Tell
) -> None:
    """It is not there either when the work begins; every other time its file is lost with it."""
    sink, port = post
    kills, people = sized(1, 20), sized(100, 2000)
    slowest = 0.0
    with site(tmp_path, EMAIL_URL=f"smtp://127.0.0.1:{port}", REDIS_URL=own_broker.url) as made, ExitStack() as working:
        prepare(made, people)
        working.enter_context(kept_worker(made))
        start_beat(made)
        own_broker.start()
        for number in range(kills):
            wanted = (number + 1) * people // (kills + 1)
            reached(sink, wanted)
            own_broker.kill()
            if number % 2:
                own_broker.forget()
            own_broker.start()
            began, more = time.monotonic(), min(people, len(sink.accepted) + 1)
            wait_until(lambda more=more: len(sink.accepted) >= more, "mail goes again", seconds=PROMISED)  # type: ignore[misc]
            slowest = max(slowest, time.monotonic() - began)
        until_empty(made, seconds=PROMISED)
    lost, twice = counted(sink, people)
    tell(
        "G-MAIL-3",
        "broker not there at the start, then killed (-9) while mails go out; every other time its file is lost too",
        size=f"{kills} kills, {people} mails",
        lost=lost,
        doubled=twice,
        allowed=f"none twice, mail goes again within {PROMISED:.0f} s",
        figure=f"mail went again {slowest:.0f} s after the broker was back, at most",
    )
    assert (lost, len(sink.accepted)) == (0, people)


def test_a_broker_behind_a_silent_network_costs_no_mail(
    tmp_path: Path, post: tuple[Post, int], own_broker: OwnBroker, tell: Tell
) -> None:
    """Whatever it is sent is swallowed for a while; the connections of that time never answer again."""
    sink, port = post
    people = sized(60, 500)
    own_broker.start()
    wire = Wire(own_broker.port)
    url = own_broker.url.replace(f":{own_broker.port}/", f":{wire.port}/")
    with site(tmp_path, EMAIL_URL=f"smtp://127.0.0.1:{port}", REDIS_URL=url) as made, ExitStack() as working:
        prepare(made, people)
        working.enter_context(kept_worker(made))
        start_beat(made)
        reached(sink, people // 4)
        wire.fall_silent()
        wait_until(lambda: wire.swallowed > 0, "something is swallowed")
        time.sleep(sized(1, 20))
        wire.mend()
        began = time.monotonic()
        until_empty(made, seconds=PROMISED)
        seconds = time.monotonic() - began
    wire.close()
    lost, twice = counted(sink, people)
    tell(
        "G-MAIL-3",
        "network to the broker swallows everything for a while (black hole)",
        size=f"{people} mails",
        lost=lost,
        doubled=twice,
        allowed=f"none twice, all gone within {PROMISED:.0f} s",
        figure=f"all gone {seconds:.0f} s after the network was back",
    )
    assert (lost, len(sink.accepted)) == (0, people)


@pytest.mark.whole
def test_the_broker_of_the_embedded_edition_is_killed(tmp_path: Path, post: tuple[Post, int], tell: Tell) -> None:
    """One command runs all parts; it starts the broker again, and the schedule finds what waits."""
    sink, port = post
    kills, people = sized(1, 5), sized(120, 1000)
    with site(tmp_path, EMAIL_URL=f"smtp://127.0.0.1:{port}", REDIS_URL="none") as made:
        prepare(made, people)
        with serving(made) as served:
            for number in range(kills):
                reached(sink, (number + 1) * people // (kills + 1))
                broker = served.part("broker")
                assert broker is not None
                broker.kill()
                wait_until(lambda broker=broker: served.part("broker") not in (None, broker), "the broker is back")  # type: ignore[misc]
            began = time.monotonic()
            until_empty(made, seconds=PROMISED)
            seconds = time.monotonic() - began
    lost, twice = counted(sink, people)
    tell(
        "G-MAIL-3",
        "embedded edition in one command: its broker killed (-9) while mails go out",
        size=f"{kills} kills, {people} mails",
        lost=lost,
        doubled=twice,
        allowed=f"none twice, all gone within {PROMISED:.0f} s",
        figure=f"all gone {seconds:.0f} s after the broker was back",
    )
    assert (lost, len(sink.accepted)) == (0, people)


@pytest.mark.django_db(transaction=True)
def test_many_beats_and_a_button_pressed_often_remind_everybody_once(mail_here: Post, tell: Tell) -> None:
    people, beats = sized(40, 200), 8
    poll = make_poll(closes_at=None)
    make_contacts(people)
    services.invite(poll, Contact.objects.all(), by=None, now=timezone.now())
    while services.deliver_waiting(now=timezone.now(), clock=time.monotonic).is_more:
        pass
    later = timezone.now() + timedelta(days=3)
    save_plan(MailPlan(poll=poll), [Step(after_days=1)], by=None, now=timezone.now())

    def beat(number: int) -> None:
        try:
            if number % 2:
                follow_plans(now=later)
            else:
                services.remind(poll, by=None, now=later, number=1)
        finally:
            connection.close()

    threads = [threading.Thread(target=beat, args=(number,)) for number in range(beats)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    reminders = Message.objects.filter(kind=Message.Kind.REMINDER).count()
    tell(
        "G-MAIL-3",
        f"{beats // 2} schedulers and {beats // 2} presses of the button remind at once",
        size=f"{people} people",
        lost=people - min(reminders, people),
        doubled=max(reminders - people, 0),
        allowed="one reminder each",
        figure=f"{reminders} reminders",
    )
    assert reminders == people
