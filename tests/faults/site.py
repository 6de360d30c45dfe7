"""The product as other processes see it: a database, a broker and a mail server of its own, and commands to run on it.

A process that is to be killed needs committed data and must not share pytest's output, which would wait for it.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from celery import Celery

from tests.databases import ROOT, connected, environment_of, new_database
from tests.servers import broker

PATIENCE = 90.0
"""Seconds that a condition may take on a busy machine. A healthy one needs few."""

LONG_AGO = "2000-01-01 00:00:00+00:00"


@dataclass
class Site:
    """``environment`` is what its processes get; ``database`` a connection that sees what they committed."""

    folder: Path
    environment: dict[str, str]
    database: Any
    started: "list[subprocess.Popen[bytes]]" = field(default_factory=list)

    def run(self, *arguments: str) -> str:
        """Run Python with ``arguments`` to its end; give what it printed."""
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, name: str, *arguments: str) -> "subprocess.Popen[bytes]":
        """Start Python with ``arguments`` in a session of its own; what it prints goes to ``<name>.log``."""
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.started.append(process)
        return process

    def start_worker(self, application: str = "ksfsurvey") -> "subprocess.Popen[bytes]":
        return self.start("worker", *f"-m celery -A {application} --quiet worker -P threads -c 2 -l INFO".split())

    def printed(self, name: str) -> str:
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def wake(self, task: str, *arguments: str) -> None:
        """Send a task, as the scheduler does."""
        with Celery(broker=self.environment["REDIS_URL"], set_as_current=False) as application:
            application.send_task(task, args=arguments, ignore_result=True)

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = self.database.execute(statement).fetchall()
        return rows

    def let_leases_run_out(self, table: str) -> None:
        """Do as if the time of those leases had passed, which a killed process cannot renew."""
        self.database.execute(f"UPDATE {table} SET lease_until = '{LONG_AGO}' WHERE lease_until IS NOT NULL")

    def let_pauses_run_out(self) -> None:
        """Do as if the time had come of every mail that is to be tried again later."""
        self.database.execute(f"UPDATE polls_message SET not_before = '{LONG_AGO}' WHERE state = 'queued'")

    def end(self) -> None:
        for process in self.started:
            kill(process)


@contextmanager
def site(folder: Path, **environment: str) -> Iterator[Site]:
    """Make a site whose data lie in ``folder`` (and, when the tests run on PostgreSQL, in a new database there).

    Its tables are there.
    """
    with ExitStack() as stack:
        url = stack.enter_context(new_database(folder))
        database = stack.enter_context(connected(url))
        redis = environment.pop("REDIS_URL", None) or stack.enter_context(broker(folder))
        made = Site(folder, {**environment_of(folder, url), "REDIS_URL": redis, **environment}, database)
        stack.callback(made.end)
        yield made


def kill(process: "subprocess.Popen[bytes]") -> None:
    """kill -9: the process and all that it started in its session."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(60)


def wait_until(condition: Callable[[], object], what: str, *, seconds: float = PATIENCE) -> None:
    """Wait for a condition. A fixed pause is too short on one machine and too long on another."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds:.0f} s: {what}")
        time.sleep(0.02)


def family(process: "subprocess.Popen[bytes]") -> list[psutil.Process]:
    """Give all processes below this one."""
    below: list[psutil.Process] = psutil.Process(process.pid).children(recursive=True)
    return below


def is_gone(process: psutil.Process) -> bool:
    """Whether it has ended; one whose parent has not yet looked (a zombie) has."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
