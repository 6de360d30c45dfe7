"""The embedded edition in one command: what dies comes back, and what ends leaves nothing behind."""

import re
import signal
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from celery import Celery

from ksfsurvey.broker import free_port
from tests.faults.site import Site, family, is_gone, site, wait_until

PARTS = {"broker": "valkey", "web": "granian", "worker": "celery.* worker", "beat": "celery.* beat"}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Give one folder and database for all tests here, so that only the first has to make the tables."""
    folder: Path = tmp_path_factory.mktemp("served")
    with site(folder, REDIS_URL="none") as made:
        yield made


class Served:
    """A running ``manage.py serve``."""

    def __init__(self, made: Site) -> None:
        self.made, self.port = made, free_port()
        self.process: subprocess.Popen[bytes] = made.start(
            f"serve-{self.port}", "manage.py", "serve", "--port", str(self.port)
        )
        wait_until(lambda: "Ready:" in self.printed(), "it says that it is ready", seconds=120)

    def printed(self) -> str:
        return self.made.printed(f"serve-{self.port}")

    def part(self, name: str) -> psutil.Process | None:
        """Give the process of a part: a child of the supervisor."""
        for child in psutil.Process(self.process.pid).children():
            if not is_gone(child) and re.search(PARTS[name], " ".join(child.cmdline())):
                return child
        return None

    def answers(self) -> bool:
        """Whether the log-in page comes, which takes the web server and the database."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/account/login/", timeout=5) as answer:
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    def worker_hears(self) -> bool:
        """Whether the worker answers over the broker, whose address with its password only the parts know."""
        worker = self.part("worker")
        if worker is None:
            return False
        with Celery(broker=worker.environ()["REDIS_URL"], set_as_current=False) as application:
            return bool(application.control.ping(timeout=2))


@pytest.fixture
def served(made: Site) -> Iterator[Served]:
    served = Served(made)
    everyone = family(served.process)
    yield served
    for process in everyone:
        if process.is_running():
            process.kill()


def test_parts_that_are_killed_come_back_and_ctrl_c_ends_them_all(served: Served) -> None:
    first_family, before = family(served.process), {name: served.part(name) for name in PARTS}
    for process in before.values():
        assert process is not None
        process.kill()
    wait_until(lambda: all(served.part(name) not in (None, old) for name, old in before.items()), "all are back")
    wait_until(lambda: all(map(is_gone, first_family)), f"nothing is left of {first_family}")
    wait_until(served.answers, "the log-in page comes")
    wait_until(served.worker_hears, f"the worker answers over the broker\n{served.printed()}")
    assert "worker ended (exit code -9); starting it again" in served.printed()

    everyone = family(served.process)
    assert len(everyone) >= len(PARTS)
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(60) == 0
    assert [process for process in everyone if not is_gone(process)] == []


def test_a_killed_supervisor_leaves_no_orphan(served: Served) -> None:
    everyone = family(served.process)
    assert len(everyone) >= len(PARTS)
    served.process.kill()
    wait_until(lambda: all(map(is_gone, everyone)), f"no orphan is left of {everyone}")
