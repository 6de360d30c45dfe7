"""kill -9, restarts and lost brokers in the middle of a mailing: nobody is missed, and who gets two is known."""

import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from tests.faults.conftest import Post
from tests.faults.figures import Tell, sized
from tests.faults.site import Site, kill, site, wait_until

TASK = "invitations.deliver_waiting"
GRACE = 20.0
"""Seconds that a service manager gives a worker to finish what it is doing."""


@pytest.fixture
def mailing(tmp_path: Path, post: tuple[Post, int]) -> Iterator[tuple[Site, Post]]:
    """Give a site whose mail goes to ``post``."""
    mail_server, port = post
    with site(tmp_path, EMAIL_URL=f"smtp://127.0.0.1:{port}") as made:
        yield made, mail_server


def begin(made: Site) -> None:
    """Wake both threads of the worker."""
    made.wake(TASK)
    made.wake(TASK)


def killed_when(made: Site, post: Post, number: int, *, accepted: bool, application: str = "ksfsurvey") -> None:
    """Start a worker that dies with mail ``number`` on the wire: accepted, or not yet."""
    worker = made.start_worker(application)

    def end_worker(count: int) -> None:
        if count >= number and worker.poll() is None:
            kill(worker)

    post.before, post.after = (lambda count: None, end_worker) if accepted else (end_worker, lambda count: None)
    begin(made)
    wait_until(lambda: worker.poll() is not None, f"the worker dies at mail {number}")
    assert worker.returncode == -signal.SIGKILL, made.printed("worker")
    post.before = post.after = lambda count: None


def finish(made: Site) -> None:
    """Start a worker again and let it send what is left, until no message waits or is under way."""
    made.let_leases_run_out("polls_message")
    made.start_worker()
    begin(made)
    until_empty(made)


def until_empty(made: Site) -> None:
    left = "SELECT count(*) FROM polls_message WHERE state IN ('queued', 'sending')"
    wait_until(lambda: made.query(left) == [(0,)], f"the outbox is empty\n{made.printed('worker')}")


def test_a_mailing_survives_workers_that_die_before_and_after_a_mail_is_accepted(
    mailing: tuple[Site, Post], tell: Tell
) -> None:
    made, post = mailing
    kills, people = sized(2, 200), sized(150, 10_000)
    made.run("-m", "tests.faults.prepare", "mailing", str(people))
    for number in range(1, kills):
        killed_when(made, post, number * people // (kills + 1), accepted=number % 2 == 0)
        under_way = made.query("SELECT count(*) FROM polls_message WHERE state = 'sending'")[0][0]
        assert under_way >= 1
        made.let_leases_run_out("polls_message")
    killed_when(made, post, people, accepted=True)  # the last one: nothing else waits that would bring a worker to it
    finish(made)

    states = dict(made.query("SELECT state, count(*) FROM polls_message GROUP BY state"))
    (unknowns,) = made.query("SELECT sum(unknowns) FROM polls_message")[0]
    reached, twice = len({recipient for recipient, _ in post.times}), len(post.accepted) - len(post.times)
    tell(
        "G-MAIL-1 nobody missed, nobody twice",
        f"{kills} kill -9 of workers while {people} mails go out",
        f"{people - reached} lost, {twice} twice with the same Message-ID, {unknowns} known as doubtful",
    )
    assert made.query("SELECT count(*), count(DISTINCT contact_id) FROM polls_invitation") == [(people, people)]
    assert sum(states.values()) == people
    assert set(states) <= {"sent", "unknown"}
    assert reached == people
    assert len(post.times) == people, "a mail that comes twice has the same Message-ID"
    assert 1 <= twice <= unknowns
    doubles = {message_id for (_, message_id), times in post.times.items() if times > 1}
    flagged = {row[0] for row in made.query("SELECT message_id FROM polls_message WHERE unknowns > 0")}
    assert doubles <= flagged


def test_without_the_record_of_what_is_under_way_somebody_gets_two_and_nobody_knows(mailing: tuple[Site, Post]) -> None:
    made, post = mailing
    made.run("-m", "tests.faults.prepare", "mailing", "40")
    killed_when(made, post, 20, accepted=True, application="tests.faults.unrecorded")
    finish(made)
    (unknowns,) = made.query("SELECT sum(unknowns) FROM polls_message")[0]
    assert len(post.accepted) - 40 > unknowns == 0


def stopped(worker: "subprocess.Popen[bytes]") -> float:
    """Ask a worker to end, as a service manager does; give how many seconds it took."""
    asked = time.monotonic()
    worker.send_signal(signal.SIGTERM)
    wait_until(lambda: worker.poll() is not None, "the worker ends when it is asked to")
    return time.monotonic() - asked


def test_restarting_the_workers_costs_no_mail(mailing: tuple[Site, Post], tell: Tell) -> None:
    made, post = mailing
    restarts, people = sized(1, 50), sized(80, 5000)
    made.run("-m", "tests.faults.prepare", "mailing", str(people))
    slowest = 0.0
    for number in range(restarts):
        worker = made.start_worker()
        begin(made)
        wanted = (number + 1) * people // (restarts + 2)
        wait_until(lambda wanted=wanted: len(post.accepted) >= wanted, "some mails have gone")  # type: ignore[misc]
        slowest = max(slowest, stopped(worker))
    under_way = made.query("SELECT count(*) FROM polls_message WHERE state = 'sending'")[0][0]
    made.start_worker()
    begin(made)
    until_empty(made)
    lost = people - len({recipient for recipient, _ in post.times})
    tell(
        "G-MAIL-2 deploys cost nothing",
        f"{restarts} rolling restarts while {people} mails go out",
        f"{lost} lost, {len(post.accepted) - people} twice, slowest end {slowest:.0f} s",
    )
    assert (lost, len(post.accepted), under_way) == (0, people, 0)
    assert slowest <= GRACE


def test_a_broker_that_forgets_everything_costs_no_mail(mailing: tuple[Site, Post], tell: Tell) -> None:
    made, post = mailing
    people, floods = sized(60, 2000), sized(2, 50)
    made.run("-m", "tests.faults.prepare", "mailing", str(people))
    made.start_worker()
    with Redis.from_url(made.environment["REDIS_URL"]) as broker:
        for number in range(floods):
            begin(made)
            wanted = (number + 1) * people // (floods + 2)
            wait_until(lambda wanted=wanted: len(post.accepted) >= wanted, "some mails have gone")  # type: ignore[misc]
            broker.flushall()
    began = time.monotonic()
    begin(made)  # the next beat
    until_empty(made)
    tell(
        "G-MAIL-3 the broker is disposable",
        f"FLUSHALL {floods} times while {people} mails go out",
        f"{people - len(post.times)} lost, {len(post.accepted) - people} twice, "
        f"all gone {time.monotonic() - began:.0f} s after the next beat",
    )
    assert len(post.times) == len(post.accepted) == people
