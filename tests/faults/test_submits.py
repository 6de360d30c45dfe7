"""Storms of submits: one response per link, whatever is sent twice, killed or closed meanwhile."""

import asyncio
import statistics
import time
from collections import Counter
from contextlib import closing

import pytest

from bench.respondents import Connection
from tests.faults.figures import Tell, sized
from tests.faults.site import Site
from tests.faults.web import Web, form_of, from_outside, post_until_answered

ANSWERS = {f"q{number}": ["yes"] for number in range(12)}
AT_ONCE = 10

Statuses = Counter[int]


def links(made: Site, number: int) -> list[str]:
    return made.run("-m", "tests.faults.prepare", "answering", str(number)).split()


def stored(made: Site) -> tuple[int, int]:
    """Count the responses, and the invitations that have one."""
    rows = made.query("SELECT count(*), count(DISTINCT invitation_id) FROM polls_response")
    return int(rows[0][0]), int(rows[0][1])


async def at_once(port: int, path: str, statuses: Statuses, seconds: list[float]) -> None:
    """Send the same answers ten times at the same moment, each over a connection of its own."""
    with closing(Connection(port)) as first:
        action, hidden = await form_of(first, path)

    async def send() -> None:
        with closing(Connection(port)) as connection:
            connection.cookies = dict(first.cookies)
            start = time.perf_counter()
            status, _page = await connection.request("POST", action, {**hidden, **ANSWERS})
            seconds.append(time.perf_counter() - start)
            statuses[status] += 1

    await asyncio.gather(*(send() for _ in range(AT_ONCE)))


def storm(made: Site, number: int, *, application: str = "ksfsurvey.wsgi:application") -> tuple[Statuses, list[float]]:
    paths, web = iter(links(made, number)), Web(made, application)
    statuses: Statuses = Counter()
    seconds: list[float] = []

    async def client() -> None:
        for path in paths:
            await at_once(web.port, path, statuses, seconds)

    async def everyone() -> None:
        await asyncio.gather(*(client() for _ in range(6)))

    from_outside(everyone())
    return statuses, seconds


def test_ten_submits_at_once_make_one_response(own_site: Site, tell: Tell) -> None:
    number = sized(30, 5000)
    statuses, seconds = storm(own_site, number)
    slowest = statistics.quantiles(seconds, n=100)[98]
    tell(
        "G-INT-1 one response per link",
        f"{number} links, each sent in {AT_ONCE} times at once",
        f"{stored(own_site)[0]} responses, {sum(statuses.values()) - statuses[200]} errors, p99 {slowest:.2f} s",
    )
    assert stored(own_site) == (number, number)
    assert statuses == {200: number * AT_ONCE}


def test_control_without_the_condition_on_the_link_the_database_refuses_or_there_are_more(own_site: Site) -> None:
    """An identified response has a constraint as well: what the guard lets through comes out as errors."""
    statuses, _seconds = storm(own_site, 15, application="tests.faults.unguarded:application")
    assert statuses[500] > 0 or stored(own_site)[0] > 15


async def _until_thanked(web: Web, paths: list[str], *, clients: int) -> list[int]:
    """Let everyone answer, trying again until thanked; give how often each had to try."""
    waiting, tries = iter(paths), []

    async def client() -> None:
        for path in waiting:
            with closing(Connection(web.port)) as connection:
                action, form = await _form_at_last(connection, path)
                attempts, status, page = await post_until_answered(connection, action, {**form, **ANSWERS})
            assert status == 200
            assert 'data-end="answered"' in page
            tries.append(attempts)

    await asyncio.gather(*(client() for _ in range(clients)))
    return tries


async def _form_at_last(connection: Connection, path: str) -> tuple[str, dict[str, list[str]]]:
    for _ in range(1200):
        try:
            return await form_of(connection, path)
        except (OSError, EOFError):
            connection.close()
            await asyncio.sleep(0.05)
    raise AssertionError("the page never came")


def test_whoever_tries_again_after_a_kill_is_counted_once(own_site: Site, tell: Tell) -> None:
    number, most_kills = sized(120, 1500), sized(3, 12)
    paths, web = links(own_site, number), Web(own_site)

    async def run() -> list[int]:
        answering = asyncio.ensure_future(_until_thanked(web, paths, clients=16))
        while not answering.done() and web.kills < most_kills:
            await asyncio.sleep(0.4)
            await asyncio.to_thread(web.kill)
        return await answering

    tries = from_outside(run())
    half = own_site.query(
        "SELECT count(*) FROM polls_invitation i LEFT JOIN polls_response r ON r.invitation_id = i.id "
        "WHERE i.is_responded <> (r.id IS NOT NULL)"
    )[0][0]
    again = sum(attempts - 1 for attempts in tries)
    tell(
        "G-INT-2 a repeated submit changes nothing",
        f"web server killed {web.kills} times (-9) while {number} people answer",
        f"{stored(own_site)[0]} responses, {half} half ones, {again} tries again",
    )
    assert web.kills > 0
    assert stored(own_site) == (number, number)
    assert half == 0


@pytest.mark.parametrize("round_", range(sized(1, 10)))
def test_whoever_reads_received_is_in_the_final_result(own_site: Site, tell: Tell, round_: int) -> None:
    number = 400
    paths, web = links(own_site, number), Web(own_site)
    thanked = 0

    async def client(waiting: "asyncio.Queue[str]") -> None:
        nonlocal thanked
        while not waiting.empty():
            with closing(Connection(web.port)) as connection:
                try:
                    action, hidden = await form_of(connection, waiting.get_nowait())
                except AssertionError:  # closed before the page came
                    continue
                status, page = await connection.request("POST", action, {**hidden, **ANSWERS})
            thanked += status == 200 and 'data-end="answered"' in page

    async def run() -> str:
        waiting: asyncio.Queue[str] = asyncio.Queue()
        for path in paths:
            waiting.put_nowait(path)
        crowd = [asyncio.ensure_future(client(waiting)) for _ in range(4)]
        while not thanked:
            await asyncio.sleep(0.01)
        counted = await asyncio.to_thread(own_site.run, "-m", "tests.faults.prepare", "close", "0")
        await asyncio.gather(*crowd)
        return counted

    counted = int(from_outside(run()))
    tell(
        "G-INT-3 received is counted",
        f"poll closed while people answer, round {round_ + 1}",
        f"{thanked} of {number} thanked, {counted} in the final result",
    )
    assert 0 < thanked == counted == stored(own_site)[0]
