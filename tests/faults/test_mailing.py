"""kill -9 and restarts in the middle of a mailing: nobody is missed, and who gets two is known."""

import random
import signal
import subprocess
import time

import pytest

from tests.faults.conftest import Post
from tests.faults.figures import Tell, sized
from tests.faults.mailing import begin, counted, finish, killed_after, killed_when, prepare, unknowns, until_empty
from tests.faults.site import Site, wait_until

GRACE = 20.0
"""Seconds that a service manager gives a worker to finish what it is doing."""


def test_a_mailing_survives_workers_that_die_before_and_after_a_mail_is_accepted(
    mailing: tuple[Site, Post], tell: Tell
) -> None:
    made, post = mailing
    kills, people = sized(2, 100), sized(150, 5_000)
    prepare(made, people)
    for number in range(1, kills):
        killed_when(made, post, number * people // (kills + 1), accepted=number % 2 == 0)
        under_way = made.query("SELECT count(*) FROM polls_message WHERE state = 'sending'")[0][0]
        assert under_way >= 1
        made.let_leases_run_out("polls_message")
    killed_when(made, post, people, accepted=True)  # the last one: nothing else waits that would bring a worker to it
    finish(made)

    (lost, twice), doubtful = counted(post, people), unknowns(made)
    tell(
        "G-MAIL-1",
        "workers killed (-9) at the worst moments: a mail on the wire, or accepted and not yet written down",
        size=f"{kills} kills, {people} mails",
        lost=lost,
        doubled=twice,
        allowed=f"twice only what the outbox marks as doubtful ({doubtful}), with the same Message-ID",
        figure=f"{twice} came twice, {doubtful} marked",
    )
    assert lost == 0
    assert twice >= 1
    assert_known(made, post, people)


@pytest.mark.whole
def test_a_mailing_survives_workers_that_die_at_any_moment(mailing: tuple[Site, Post], tell: Tell) -> None:
    made, post = mailing
    kills, people, rng = sized(1, 100), sized(100, 5_000), random.Random(2)
    prepare(made, people)
    for number in range(1, kills + 1):
        killed_after(made, post, number * people // (kills + 1), seconds=rng.uniform(0, 0.05))
        made.let_leases_run_out("polls_message")
    finish(made)
    (lost, twice), doubtful = counted(post, people), unknowns(made)
    tell(
        "G-MAIL-1",
        "workers killed (-9) at any moment while mails go out",
        size=f"{kills} kills, {people} mails",
        lost=lost,
        doubled=twice,
        allowed=f"twice only what the outbox marks as doubtful ({doubtful}); aim: 15 in 100 kills",
        figure=f"{100 * twice // kills} in 100 kills gave a second mail",
    )
    assert lost == 0
    assert_known(made, post, people)


def assert_known(made: Site, post: Post, people: int) -> None:
    """Each mail left, and those that came twice are among those of which the outbox says that nobody can know."""
    states = dict(made.query("SELECT state, count(*) FROM polls_message GROUP BY state"))
    assert made.query("SELECT count(*), count(DISTINCT contact_id) FROM polls_invitation") == [(people, people)]
    assert sum(states.values()) == people
    assert set(states) <= {"sent", "unknown"}
    assert len(post.times) == people, "a mail that comes twice has the same Message-ID"
    assert len(post.accepted) - len(post.times) <= unknowns(made)
    doubles = {message_id for (_, message_id), times in post.times.items() if times > 1}
    flagged = {row[0] for row in made.query("SELECT message_id FROM polls_message WHERE unknowns > 0")}
    assert doubles <= flagged


def test_without_the_record_of_what_is_under_way_somebody_gets_two_and_nobody_knows(mailing: tuple[Site, Post]) -> None:
    made, post = mailing
    prepare(made, 40)
    killed_when(made, post, 20, accepted=True, application="tests.faults.unrecorded")
    finish(made)
    assert len(post.accepted) - 40 > unknowns(made) == 0


def stopped(worker: "subprocess.Popen[bytes]") -> float:
    """Ask a worker to end, as a service manager does; give how many seconds it took."""
    asked = time.monotonic()
    worker.send_signal(signal.SIGTERM)
    wait_until(lambda: worker.poll() is not None, "the worker ends when it is asked to")
    return time.monotonic() - asked


def test_restarting_the_workers_costs_no_mail(mailing: tuple[Site, Post], tell: Tell) -> None:
    """The control is the mailing above: a worker that is killed instead leaves mails of which nobody can know."""
    made, post = mailing
    restarts, people = sized(1, 50), sized(80, 5000)
    prepare(made, people)
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
    lost, twice = counted(post, people)
    tell(
        "G-MAIL-2",
        "workers restarted (SIGTERM) one after the other while mails go out",
        size=f"{restarts} restarts, {people} mails",
        lost=lost,
        doubled=twice,
        allowed=f"none twice, each worker ends within {GRACE:.0f} s",
        figure=f"slowest end {slowest:.1f} s, {under_way} mails left under way",
    )
    assert (lost, len(post.accepted), under_way) == (0, people, 0)
    assert slowest <= GRACE
