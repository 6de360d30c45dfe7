"""Databases with all tables in them, for tests and for the processes that tests start.

The migrations run once in a test run: whoever needs tables first makes them, and everybody copies them.
"""

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from django.db import connections

ROOT = Path(__file__).parents[1]

OURS_ONLY = (
    "REDIS_URL",
    "DATABASE_URL",
    "VAR_DIR",
    "TEST_SCRATCH_DIR",
    "DJANGO_SETTINGS_MODULE",
    "PYTEST_XDIST_WORKER",
)
"""What a process outside the tests must not inherit from them."""


@contextmanager
def new_database(folder: Path, *, is_empty: bool = False) -> Iterator[str]:
    """Give the URL of a new database on the server that the tests use: in ``folder`` when that is SQLite.

    It has all tables, or none.
    """
    server = tests_server()
    if not server:
        path = folder / "db.sqlite3"
        if not is_empty:
            shutil.copy(template_file(), path)
        yield f"sqlite:///{path}"
        return
    name = f"tests_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as administrator:
        template = "" if is_empty else f"TEMPLATE {template_database(server)}"
        administrator.execute(f"CREATE DATABASE {name} {template}")
        try:
            yield f"{server.rpartition('/')[0]}/{name}"
        finally:
            administrator.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def connected(url: str) -> Iterator[Any]:
    """Give a connection of its own, which sees what other processes committed."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None, timeout=20)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            yield connection
    else:
        with psycopg.connect(url, autocommit=True) as other:
            yield other


@contextmanager
def used_by_django(url: str) -> Iterator[None]:
    """Let Django work in the database at ``url``, which is one of the server that it is set up for."""
    ours = connections["default"].settings_dict
    before = ours["NAME"]
    connections.close_all()
    ours["NAME"] = url.removeprefix("sqlite:///") if url.startswith("sqlite") else url.rpartition("/")[2]
    try:
        yield
    finally:
        connections.close_all()
        ours["NAME"] = before


def tests_server() -> str:
    """Give the URL of the PostgreSQL server that the tests use; nothing when they use SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith("postgres") else ""


def environment_of(folder: Path, url: str) -> dict[str, str]:
    """Give the environment of a process of the product with its data in ``folder`` and in the database at ``url``."""
    inherited = {name: value for name, value in os.environ.items() if name not in OURS_ONLY}
    ours = {"VAR_DIR": str(folder), "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "ksfsurvey.settings"}
    return {**inherited, **ours}


@cache
def template_file() -> Path:
    """Give a database with all tables and nothing in them, to copy."""
    with _first_only() as folder:
        path = folder / "template.sqlite3"
        if not path.exists():
            being_made = folder / "being-made.sqlite3"
            _migrate(folder, f"sqlite:///{being_made}")
            with closing(sqlite3.connect(being_made)) as connection:  # the write-ahead log belongs in the copy too
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            being_made.rename(path)
    return path


@cache
def template_database(server: str) -> str:
    """Give the name of a database with all tables and nothing in them, which nobody may use."""
    name = _template_name()
    with _first_only() as folder, psycopg.connect(server, autocommit=True) as administrator:
        made = folder / name
        if not made.exists():
            administrator.execute(f"CREATE DATABASE {name}")
            _migrate(folder, f"{server.rpartition('/')[0]}/{name}")
            made.touch()
    return name


def remove_templates() -> None:
    """Leave nothing behind, when all tests are done."""
    server, scratch = tests_server(), Path(os.environ["TEST_SCRATCH_DIR"])
    if server and (scratch / "template" / _template_name()).exists():
        with psycopg.connect(server, autocommit=True) as administrator:
            administrator.execute(f"DROP DATABASE {_template_name()} WITH (FORCE)")
    shutil.rmtree(scratch, ignore_errors=True)


def _template_name() -> str:
    return f"template_{Path(os.environ['TEST_SCRATCH_DIR']).name.lower().replace('-', '_')}"


@contextmanager
def _first_only() -> Iterator[Path]:
    """Give the folder of what is made once in a test run; let one process at a time in."""
    folder = Path(os.environ["TEST_SCRATCH_DIR"]) / "template"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def _migrate(folder: Path, url: str) -> None:
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment_of(folder, url), check=True)
