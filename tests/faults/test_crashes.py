"""kill -9 of the whole database server while people answer: who was thanked has a response, half ones do not exist."""

import asyncio
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from bench.respondents import ACTION, Connection, hidden_fields
from tests.faults.cluster import OwnServer, needs_postgresql, own_server
from tests.faults.figures import Tell, sized
from tests.faults.test_submits import ANSWERS, links, stored
from tests.faults.web import LOST, Web, from_outside

KILLS = sized(2, 50)
BETWEEN = sized(10, 25)
"""How many are thanked between two kills."""

HALF = (
    "SELECT count(*) FROM polls_invitation i LEFT JOIN polls_response r ON r.invitation_id = i.id "
    "WHERE i.is_responded <> (r.id IS NOT NULL)"
)
pytestmark = needs_postgresql


@pytest.fixture
def own(tmp_path: Path) -> Iterator[OwnServer]:
    with own_server(tmp_path) as made:
        yield made


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


def crowd(own: OwnServer, web: Web, paths: list[str], *, kills: int) -> tuple[list[str], int]:
    """Let four people at a time answer while the server is killed; give who was thanked before each kill, and how many
    had to try again."""
    waiting, thanked, again = iter(paths), [], 0

    async def client() -> None:
        nonlocal again
        for path in waiting:
            again += await thank(web, path)
            thanked.append(path)

    async def killer() -> None:
        for number in range(kills):
            while len(thanked) < min((number + 1) * BETWEEN, len(paths) - 4):
                await asyncio.sleep(0.005)
            await asyncio.to_thread(own.kill)
            await asyncio.to_thread(own.start)

    async def run() -> None:
        await asyncio.gather(*(client() for _ in range(4)), killer())

    from_outside(run())
    return thanked, again


def test_whoever_was_thanked_is_stored_though_the_server_is_killed(own: OwnServer, tell: Tell) -> None:
    paths, web = links(own.made, (KILLS + 1) * BETWEEN), Web(own.made)
    thanked, again = crowd(own, web, paths, kills=KILLS)
    missing = len(paths) - stored(own.made)[0]
    half = own.made.query(HALF)[0][0]
    tell(
        "G-OPS-3 nothing acknowledged is lost",
        f"database server killed (-9) {own.kills} times while {len(paths)} people send; it is set to commit late",
        f"{len(thanked)} thanked, {missing} of them missing, {half} half ones, {again} had to try again",
    )
    assert own.kills == KILLS
    assert (len(thanked), missing, half) == (len(paths), 0, 0)


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
