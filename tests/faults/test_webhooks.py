"""kill -9 in the middle of telling other programs, and receivers that are down, wrong or slow: nothing is missed."""

import signal
import socket
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from polls.api.models import Delivery, Webhook
from polls.api.services import messages
from polls.api.services.messages import pass_on
from polls.questionnaire.models import Announcement
from polls.questionnaire.services.announcing import announce
from tests.api.receiver import Got, Receiver, receiver
from tests.faults.figures import Tell, sized
from tests.faults.forks import die, dies
from tests.faults.site import LONG_AGO, Site, kill, site, wait_until
from tests.results import sample

TASK = "api.tell"


@pytest.fixture
def there() -> Iterator[Receiver]:
    with receiver() as running:
        yield running


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Site]:
    """Give a site that may tell a program on this machine."""
    with site(tmp_path, WEBHOOK_NETWORKS="127.0.0.0/8") as made:
        yield made


def delivered(made: Site) -> int:
    found: int = made.query("SELECT count(*) FROM polls_delivery WHERE state = 'delivered'")[0][0]
    return found


def until_all_arrive(made: Site, number: int) -> None:
    """Wake the worker, as the beat does, and do as if the pauses between tries had passed, until all have arrived."""

    def have_arrived() -> bool:
        made.database.execute(f"UPDATE polls_delivery SET not_before = '{LONG_AGO}' WHERE state = 'queued'")
        made.wake(TASK)
        return delivered(made) == number

    wait_until(have_arrived, f"all {number} messages have arrived\n{made.printed('worker')}")


def test_workers_that_die_with_a_message_on_the_wire_lose_none(told: Site, there: Receiver, tell: Tell) -> None:
    kills, number = sized(2, 50), sized(30, 2000)
    told.run("-m", "tests.faults.telling", there.url, str(number))
    for each in range(1, kills + 1):
        worker = told.start_worker()

        def end_worker(_got: Got, wanted: int = each * number // (kills + 1)) -> None:
            if len(set(there.ids)) >= wanted and worker.poll() is None:  # noqa: B023
                kill(worker)  # noqa: B023

        there.on_request = end_worker
        told.wake(TASK)
        wait_until(lambda: worker.poll() is not None, "the worker dies")  # noqa: B023
        assert worker.returncode == -signal.SIGKILL, told.printed("worker")
        assert told.query("SELECT count(*) FROM polls_delivery WHERE state = 'sending'")[0][0] >= 1
        told.let_leases_run_out("polls_delivery")
    there.on_request = lambda got: None
    told.start_worker()
    until_all_arrive(told, number)

    came = Counter(there.ids)
    twice = sum(1 for times in came.values() if times > 1)
    died = told.query("SELECT count(DISTINCT delivery_id) FROM polls_deliveryattempt WHERE problem = 'died'")[0][0]
    tell(
        "G-HOOK-1",
        "workers killed (-9) while a message is on the wire",
        size=f"{kills} kills, {number} messages",
        lost=number - len(came),
        doubled=twice,
        allowed=f"twice with the same webhook-id, only what is marked ({died})",
    )
    assert len(came) == number
    assert twice <= died
    assert len({got.body for got in there.got}) == 1, "what comes twice says the same"


def test_a_receiver_that_is_down_wrong_and_slow_gets_everything_in_the_end(
    told: Site, there: Receiver, tell: Tell
) -> None:
    number = sized(8, 200)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        told.run("-m", "tests.faults.telling", f"http://127.0.0.1:{nobody.getsockname()[1]}/", str(number))
    told.start_worker()
    problems = []

    def fails_with(problem: str) -> None:
        told.database.execute(f"UPDATE polls_delivery SET not_before = '{LONG_AGO}' WHERE state = 'queued'")
        told.wake(TASK)
        wait_until(lambda: problem in known(), f"a try ends with {problem}\n{told.printed('worker')}")
        problems.append(problem)

    def known() -> set[str]:
        return {row[0] for row in told.query("SELECT DISTINCT problem FROM polls_deliveryattempt")}

    fails_with("unreachable")
    told.database.execute(f"UPDATE polls_webhook SET url = '{there.url}'")
    there.status = 500
    fails_with("status")
    there.drips = 60
    fails_with("slow")
    there.status, there.drips = 204, 0
    until_all_arrive(told, number)

    arrived = len(set(there.ids))
    tell(
        "G-HOOK-1",
        "the receiver down, answering 500, and dripping its answer without end",
        size=f"{number} messages",
        lost=number - arrived,
        allowed="none is lost",
    )
    assert arrived == number
    assert told.query("SELECT count(*) FROM polls_delivery WHERE state = 'failed'") == [(0,)]


def test_control_a_worker_that_writes_down_first_and_sends_afterwards_loses_what_nobody_took(
    told: Site, there: Receiver
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        told.run("-m", "tests.faults.telling", f"http://127.0.0.1:{nobody.getsockname()[1]}/", "1")

    def rounds() -> int:
        return told.printed("worker").count(f"{TASK}[") // 2  # received, and done

    forgetful = told.start_worker("tests.faults.forgetful")
    told.wake(TASK)
    wait_until(lambda: rounds() == 1, f"a round is over\n{told.printed('worker')}")
    kill(forgetful)
    assert delivered(told) == 1, "it says that all arrived"
    told.database.execute(f"UPDATE polls_webhook SET url = '{there.url}'")
    told.start_worker()
    told.wake(TASK)
    wait_until(lambda: rounds() == 2, f"a careful worker looks\n{told.printed('worker')}")
    assert there.ids == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_written", [False, True])
def test_who_dies_while_announcements_are_passed_on_leaves_them_to_the_next(is_written: bool, monkeypatch: Any) -> None:
    now = timezone.now()
    Webhook.objects.create(
        name="CRM", url="https://192.0.2.1/", kinds=[Announcement.Kind.CLOSED], created_at=now - timedelta(days=1)
    )
    poll = sample.published(sample.questionnaire())
    for _each in range(5):
        announce(poll, Announcement.Kind.CLOSED, now=now)
    write = type(Delivery.objects).bulk_create

    def write_and_die(manager: Any, rows: Any, **options: Any) -> None:
        if is_written:
            write(manager, rows, **options)
        die()

    with monkeypatch.context() as patch:
        patch.setattr(type(Delivery.objects), "bulk_create", write_and_die)
        dies(lambda: pass_on(now=now))
    assert (Delivery.objects.count(), Announcement.objects.filter(told_at=None).count()) == (0, 5)

    assert (messages.pass_on(now=now), messages.pass_on(now=now)) == (5, 0)
    assert Delivery.objects.count() == 5
