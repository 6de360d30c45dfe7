"""A running ``manage.py serve``, with or without the demo, and its parts."""

import re
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psutil
from celery import Celery

from ksfsurvey.broker import free_port
from tests.faults.site import Site, family, is_gone, kill, wait_until

PARTS = {"broker": "valkey", "web": "granian", "worker": "celery.* worker", "beat": "celery.* beat"}


class Served:
    """A ``manage.py serve`` that has said that it is ready."""

    def __init__(self, made: Site, *options: str) -> None:
        self.made, self.port = made, free_port()
        command = ["manage.py", "serve", "--port", str(self.port), *options]
        self.process: subprocess.Popen[bytes] = made.start(f"serve-{self.port}", *command)
        wait_until(lambda: self.is_ready() or self.process.poll() is not None, "it says that it is ready", seconds=240)
        assert self.is_ready(), self.printed()

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def printed(self) -> str:
        return self.made.printed(f"serve-{self.port}")

    def is_ready(self) -> bool:
        return "Ready:" in self.printed()

    def part(self, name: str) -> psutil.Process | None:
        """Give the process of a part: a child of the supervisor."""
        for child in psutil.Process(self.process.pid).children():
            with suppress(psutil.NoSuchProcess):  # it may end while it is looked at
                if not is_gone(child) and re.search(PARTS[name], " ".join(child.cmdline())):
                    return child
        return None

    def answers(self) -> bool:
        """Whether the log-in page comes, which takes the web server and the database."""
        try:
            with urllib.request.urlopen(f"{self.address}/account/login/", timeout=5) as answer:
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


@contextmanager
def serving(made: Site, *options: str) -> Iterator[Served]:
    """Run it, and leave nothing of it behind, also when it is what leaves something behind."""
    served = Served(made, *options)
    everyone = family(served.process)
    try:
        yield served
    finally:
        kill(served.process)
        for process in everyone:
            with suppress(psutil.NoSuchProcess):  # those whose parent is gone end by themselves
                process.kill()
