"""A mailing under way on the real stack: workers to wake, to kill and to wait for."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.faults.conftest import Post
from tests.faults.site import Site, kill, wait_until

TASK = "invitations.deliver_waiting"


def prepare(made: Site, people: int) -> None:
    """Publish a poll and put the invitations of so many people in the outbox."""
    made.run("-m", "tests.faults.prepare", "mailing", str(people))


def begin(made: Site) -> None:
    """Wake both threads of the worker, as the schedule does."""
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


def killed_after(made: Site, post: Post, number: int, *, seconds: float) -> None:
    """Start a worker and kill it so many seconds after mail ``number`` was accepted, whatever it does then."""
    worker = made.start_worker()
    begin(made)
    wait_until(lambda: len(post.times) >= number, f"mail {number} goes out\n{made.printed('worker')}")
    time.sleep(seconds)
    kill(worker)


def finish(made: Site) -> None:
    """Start a worker again and let it send what is left, until no message waits or is under way."""
    made.let_leases_run_out("polls_message")
    made.start_worker()
    begin(made)
    until_empty(made)


def until_empty(made: Site, *, seconds: float = 90.0) -> None:
    left = "SELECT count(*) FROM polls_message WHERE state IN ('queued', 'sending')"
    wait_until(
        lambda: made.query(left) == [(0,)], f"the outbox is empty\n{made.printed('worker')[-4000:]}", seconds=seconds
    )


def start_beat(made: Site) -> None:
    """Start the scheduler, which wakes the workers for mail every second instead of every fifteen."""
    made.start("beat", "-m", "celery", "-A", "tests.faults.hurried", "--quiet", "beat", "-l", "WARNING")


def unknowns(made: Site) -> int:
    """Give how often the ledger says that nobody can know whether a mail was accepted."""
    return int(made.query("SELECT coalesce(sum(unknowns), 0) FROM polls_message")[0][0])


def counted(post: Post, people: int) -> tuple[int, int]:
    """Give how many people got no mail, and how many mails too many came."""
    return people - len({recipient for recipient, _ in post.times}), len(post.accepted) - len(post.times)


@contextmanager
def kept_worker(made: Site) -> Iterator[None]:
    """Run a worker, and start it again whenever it ends, as a service manager does.

    Celery gives up when it has a task in hand at the moment in which its broker dies.
    """
    over = threading.Event()

    def keep() -> None:
        worker = made.start_worker()
        while not over.wait(0.2):
            if worker.poll() is not None:
                worker = made.start_worker()

    keeper = threading.Thread(target=keep)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()
