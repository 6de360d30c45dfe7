"""kill -9 of the whole database server while people answer: who was thanked has a response, half ones do not exist."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import pytest

from bench.respondents import ACTION, Connection, hidden_fields
from tests.faults.cluster import OwnServer, needs_postgresql, own_server
from tests.faults.figures import Tell, edition, sized
from tests.faults.site import Site, site
from tests.faults.test_submits import ANSWERS, HALF, links, stored
from tests.faults.web import LOST, Web, from_outside

KILLS = sized(2, 50)
BETWEEN = sized(10, 25)
"""How many are thanked between two kills."""


class Killed:
    """What has the database, to be killed: its server, or on SQLite the web server itself, which writes the file."""

    def __init__(self, made: Site, web: Web, server: OwnServer | None) -> None:
        self.made, self.web, self.server, self.kills = made, web, server, 0

    def kill(self) -> None:
        if self.server is None:
            self.web.kill()
        else:
            self.server.kill()
            self.server.start()
        self.kills += 1


@pytest.fixture
def made(tmp_path: Path) -> Iterator[tuple[Site, OwnServer | None]]:
    with ExitStack() as stack:
        if edition() == "PostgreSQL":
            own = stack.enter_context(own_server(tmp_path))
            yield own.made, own
        else:
            yield stack.enter_context(site(tmp_path)), None


async def thank(web: Web, path: str) -> bool:
    """Answer, again and again until thanked; tell whether it went wrong first."""
    went_wrong = False
    with closing(Connection(web.port)) as connection:
        for _ in range(6000):
            with suppress(*LOST):
                _status, page = await connection.request("GET", path)
                if action := ACTION.search(page):
                    form = {**hidden_fields(page), **ANSWERS}
                    _status, page = await connection.request("POST", action[1], form)
                if 'data-end="answered"' in page:
                    return went_wrong
            went_wrong = True
            connection.close()
            await asyncio.sleep(0.02)
    raise AssertionError("never thanked")


def crowd(killed: Killed, paths: list[str], *, kills: int) -> tuple[list[str], int]:
    """Let four people at a time answer while the server is killed; give who was thanked before each kill, and how many
    had to try again."""
    waiting, thanked, again = iter(paths), [], 0

    async def client() -> None:
        nonlocal again
        for path in waiting:
            again += await thank(killed.web, path)
            thanked.append(path)

    async def killer() -> None:
        for number in range(kills):
            while len(thanked) < min((number + 1) * BETWEEN, len(paths) - 4):
                await asyncio.sleep(0.005)
            await asyncio.to_thread(killed.kill)

    async def run() -> None:
        await asyncio.gather(*(client() for _ in range(4)), killer())

    from_outside(run())
    return thanked, again


def test_whoever_was_thanked_is_stored_though_the_server_is_killed(
    made: tuple[Site, OwnServer | None], tell: Tell
) -> None:
    site_, server = made
    paths = links(site_, (KILLS + 1) * BETWEEN)
    killed = Killed(site_, Web(site_), server)
    thanked, again = crowd(killed, paths, kills=KILLS)
    missing = len(paths) - stored(site_)[0]
    half = site_.query(HALF)[0][0]
    what = "database server (set to commit late)" if server else "web server, which writes the database file,"
    tell(
        "G-OPS-3",
        f"{what} killed (-9) while people send",
        size=f"{killed.kills} kills, {len(paths)} people",
        lost=missing,
        doubled=stored(site_)[0] - stored(site_)[1],
        allowed="everybody who was thanked is stored, nothing half",
        figure=f"{len(thanked)} thanked, {half} half stored, {again} had to try again",
    )
    assert killed.kills == KILLS
    assert (len(thanked), missing, half) == (len(paths), 0, 0)


@needs_postgresql
def test_control_without_our_own_setting_such_a_server_loses_answers(tmp_path: Path) -> None:
    """Committed late, as the server is set: who was thanked just before the power went is not stored."""
    with own_server(tmp_path, url_options="?options=-c%20synchronous_commit%3Doff") as own:
        paths, web = links(own.made, 40), Web(own.made)
        for start in range(0, 40, 4):

            async def four(part: list[str]) -> None:
                await asyncio.gather(*(thank(web, path) for path in part))

            from_outside(four(paths[start : start + 4]))
            own.kill()
            own.start()
            if stored(own.made)[0] < start + 4:
                return
        raise AssertionError("nothing was lost")
