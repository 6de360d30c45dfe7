"""kill -9 of the worker in the middle of a mailing: nobody is missed, and who gets two is known to the outbox."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.conftest import Post
from tests.faults.site import Site, kill, site, wait_until

TASK = "invitations.deliver_waiting"


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
    left = "SELECT count(*) FROM polls_message WHERE state IN ('queued', 'sending')"
    wait_until(lambda: made.query(left) == [(0,)], f"the outbox is empty\n{made.printed('worker')}")


def test_a_mailing_survives_workers_that_die_before_and_after_a_mail_is_accepted(mailing: tuple[Site, Post]) -> None:
    made, post = mailing
    made.run("-m", "tests.faults.prepare", "mailing", "300")
    killed_when(made, post, 80, accepted=False)
    under_way = made.query("SELECT count(*) FROM polls_message WHERE state = 'sending'")[0][0]
    assert under_way >= 1
    made.let_leases_run_out("polls_message")
    killed_when(made, post, 300, accepted=True)  # the last one: nothing else waits that would bring a worker to it
    finish(made)

    assert made.query("SELECT count(*), count(DISTINCT contact_id) FROM polls_invitation") == [(300, 300)]
    assert made.query("SELECT state, count(*) FROM polls_message GROUP BY state") == [("sent", 300)]
    (unknowns,) = made.query("SELECT sum(unknowns) FROM polls_message")[0]
    doubles = {mail for mail, times in post.times.items() if times > 1}
    assert len({recipient for recipient, _ in post.times}) == 300
    assert len(post.times) == 300, "a mail that comes twice has the same Message-ID"
    flagged = {row[0] for row in made.query("SELECT message_id FROM polls_message WHERE unknowns > 0")}
    assert 1 <= len(post.accepted) - 300 <= unknowns
    assert {message_id for _, message_id in doubles} <= flagged


def test_without_the_record_of_what_is_under_way_somebody_gets_two_and_nobody_knows(mailing: tuple[Site, Post]) -> None:
    made, post = mailing
    made.run("-m", "tests.faults.prepare", "mailing", "40")
    killed_when(made, post, 20, accepted=True, application="tests.faults.unrecorded")
    finish(made)
    (unknowns,) = made.query("SELECT sum(unknowns) FROM polls_message")[0]
    assert len(post.accepted) - 40 > unknowns == 0
