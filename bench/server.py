"""The web server under measurement, started as the deployment page says, and the CPU time that it used."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

from ksfsurvey.broker import free_port, is_free

WORKERS, THREADS = 2, 4


@dataclass
class Server:
    port: int
    process: psutil.Process

    def cpu_seconds(self) -> float:
        """CPU time of the server and its workers so far."""
        times = [part.cpu_times() for part in [self.process, *self.process.children(recursive=True)]]
        return float(sum(part.user + part.system for part in times))


@contextmanager
def serving(application: str, environment: Mapping[str, str]) -> Iterator[Server]:
    """Run granian with ``application`` on a free port until the block ends."""
    port = free_port()
    size = ["--workers", str(WORKERS), "--blocking-threads", str(THREADS), "--no-ws", "--log-level", "error"]
    command = [sys.executable, "-m", "granian", application, "--interface", "wsgi", "--port", str(port), *size]
    process = subprocess.Popen(command, env={**os.environ, **environment}, start_new_session=True)
    try:
        while is_free("127.0.0.1", port):
            if process.poll() is not None:
                raise RuntimeError(f"{application} did not start")
            time.sleep(0.1)
        yield Server(port, psutil.Process(process.pid))
    finally:
        # Whatever it has to finish is of no use here, and nothing of it may outlive the measurement.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(30)
