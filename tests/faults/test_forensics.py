"""Whoever has every file of the database, its log, the broker and the web server's log reads no answer before its time.

The bytes are searched as they lie on the disk, dead rows and write-ahead log included.
"""

import asyncio
import os
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
import redis

from bench.respondents import Connection, Outcome, respond
from tests.faults.cluster import own_server
from tests.faults.figures import Tell, sized
from tests.faults.site import Site, site
from tests.faults.web import Web, from_outside

PEOPLE = sized(24, 400)
MARK = "a very rare remark"
ANSWERS = (
    {"outsources": ["partly"], "since": ["2015"], "channels": ["phone"]},
    {"opinion": ["positive"], "grade": ["8"], "share": ["12,5"]},
    {"goal": ["quality"], "remarks": [MARK]},
)
LOG = "web.log"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[tuple[Site, Path]]:
    """Give a site and the folder in which its database keeps its files."""
    with ExitStack() as stack:
        if os.environ.get("DATABASE_URL", "").startswith("postgres"):
            own = stack.enter_context(own_server(tmp_path))
            yield own.made, own.server.data
        else:
            yield stack.enter_context(site(tmp_path)), tmp_path


def answered(made: Site, application: str = "ksfsurvey.wsgi:application") -> tuple[list[str], Web]:
    """Let everyone answer the anonymous poll page by page; give the links and the web server."""
    paths = made.run("-m", "tests.faults.prepare", "anonymous", str(PEOPLE)).split()
    web = Web(made, application)
    waiting, outcome = iter(paths), Outcome()

    async def client() -> None:
        for path in waiting:
            with closing(Connection(web.port)) as connection:
                await respond(connection, path, ANSWERS, outcome)

    async def everyone() -> None:
        await asyncio.gather(*(client() for _ in range(4)))

    from_outside(everyone())
    assert outcome.errors == []
    return paths, web


def found_in(folder: Path, words: list[bytes]) -> set[str]:
    """Name the files with any of the words in them. A file of the server may go while we look."""
    found = set()
    for path in folder.rglob("*"):
        try:
            content = path.read_bytes() if path.is_file() and path.name != LOG else b""
        except FileNotFoundError:
            continue
        if any(word in content for word in words):
            found.add(path.name)
    return found


def flushed(made: Site) -> None:
    """Have the database write to its files what it only has in memory."""
    made.database.execute("CHECKPOINT" if is_server(made) else "PRAGMA wal_checkpoint(PASSIVE)")


def is_server(made: Site) -> bool:
    return made.environment["DATABASE_URL"].startswith("postgres")


def in_broker(made: Site) -> bytes:
    with redis.Redis.from_url(made.environment["REDIS_URL"]) as broker:
        return b"".join(part for key in broker.scan_iter() for part in (bytes(key), bytes(broker.dump(key) or b"")))


def test_no_answer_and_no_link_lies_in_any_file_before_the_urn_is_emptied(made: tuple[Site, Path], tell: Tell) -> None:
    site_, folder = made
    paths, _web = answered(site_)
    tokens = [path.split("/")[2].encode() for path in paths]
    flushed(site_)
    before = found_in(folder, [MARK.encode()])
    boxes = [bytes(box) for (box,) in site_.query("SELECT box FROM polls_sealedresponse")]
    emptied = int(site_.run("-m", "tests.faults.prepare", "empty", "0"))
    flushed(site_)
    left = sum(box in content for content in _tables(site_, folder) for box in boxes)
    elsewhere = in_broker(site_) + (site_.folder / LOG).read_bytes()
    links = found_in(folder, tokens) | ({"broker or log"} if any(token in elsewhere for token in tokens) else set())
    answers = {"broker or log"} if MARK.encode() in elsewhere else set()
    tell(
        "G-PRIV-2",
        "all files of the database, its log, the broker and its file, and the web log searched byte by byte",
        size=f"{PEOPLE} people",
        allowed="no answer before the urn is emptied, no link ever",
        figure=f"answers in {len(before)} files before, {len(links)} links anywhere, {left} of {len(boxes)} boxes left "
        f"in tables after {emptied} came out",
    )
    assert (before, links, answers) == (set(), set(), set())
    assert len(boxes) == PEOPLE
    assert emptied > 0
    assert left == 0


def _tables(made: Site, folder: Path) -> Iterator[bytes]:
    """Give the files of the tables, without the log in which everything was written once."""
    paths = folder.glob("base/*/*") if is_server(made) else folder.glob("db.sqlite3")
    for path in paths:
        try:
            yield path.read_bytes()
        except FileNotFoundError:
            continue


def test_control_an_open_box_is_found(made: tuple[Site, Path]) -> None:
    site_, folder = made
    answered(site_, "tests.faults.unsealed:application")
    flushed(site_)
    assert found_in(folder, [MARK.encode()]) != set()
