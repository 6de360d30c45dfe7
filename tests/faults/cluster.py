"""A site with a PostgreSQL server of its own, which may be killed, stopped or made read-only."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psutil
import psycopg
import pytest

from tests.databases import environment_of, template_database
from tests.faults.site import Site, is_gone, wait_until
from tests.faults.wire import Wire
from tests.servers import BINARIES, Cluster, broker, cluster

CARELESS = ("fsync=on", "synchronous_commit=off", "wal_writer_delay=10s", "max_connections=100")
"""A server that says "committed" before it is. What the product relies on it has to ask for itself."""

needs_postgresql = pytest.mark.edition("PostgreSQL")
"""Only there is the database a server of its own."""


class OwnServer:
    """A running site, its database server, and the wire between them."""

    def __init__(self, made: Site, server: Cluster, wire: Wire) -> None:
        self.made, self.server, self.wire, self.kills = made, server, wire, 0

    def kill(self) -> None:
        """kill -9 of all its processes, as when the power goes."""
        postmaster = psutil.Process(self.server.process.pid)
        everyone = [postmaster, *postmaster.children(recursive=True)]
        for process in everyone:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self.server.process.wait(30)
        wait_until(lambda: all(map(is_gone, everyone)), "the server is gone")
        self.kills += 1

    def start(self) -> None:
        self.server.start()
        self.connect()

    def connect(self) -> None:
        """Let the test look into the database again."""
        self.made.database.close()
        self.made.database = psycopg.connect(self.server.url, autocommit=True)


@contextmanager
def own_server(folder: Path, *, url_options: str = "", **environment: str) -> Iterator[OwnServer]:
    """Run a site on a new server, which it reaches by a wire; ``url_options`` are added to the URL of its database."""
    with ExitStack() as stack:
        server = stack.enter_context(cluster(settings=CARELESS))
        _copy_tables(server)
        database = psycopg.connect(server.url, autocommit=True)
        environment = {"REDIS_URL": stack.enter_context(broker(folder)), **environment}
        wire = Wire(server.port)
        stack.callback(wire.close)
        url = server.url.replace(f":{server.port}/", f":{wire.port}/") + url_options
        made = Site(folder, {**environment_of(folder, url), **environment}, database)
        stack.callback(lambda: made.database.close())
        stack.callback(made.end)
        yield OwnServer(made, server, wire)


def _copy_tables(server: Cluster) -> None:
    tests_server = os.environ["DATABASE_URL"]
    template = f"{tests_server.rpartition('/')[0]}/{template_database(tests_server)}"
    dump: list[str | Path] = [BINARIES / "bin" / "pg_dump", "--dbname", template]
    tables = subprocess.run(dump, check=True, capture_output=True).stdout
    load: list[str | Path] = [BINARIES / "bin" / "psql", "--quiet", "--dbname", server.url]
    subprocess.run(load, check=True, input=tables, stdout=subprocess.DEVNULL)
