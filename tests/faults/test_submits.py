"""Storms of submits: one response per link, whatever is sent twice, killed or closed meanwhile."""

import asyncio
import random
import statistics
import time
from collections import Counter
from contextlib import closing, suppress
from pathlib import Path

import pytest

from bench.respondents import Connection
from tests.faults.cluster import needs_postgresql, own_server
from tests.faults.figures import Tell, edition, sized
from tests.faults.site import Site
from tests.faults.web import Web, form_of, from_outside, post_until_answered

ANSWERS = {f"q{number}": ["yes"] for number in range(12)}
AT_ONCE = 10

HALF = (
    "SELECT count(*) FROM polls_invitation i LEFT JOIN polls_response r ON r.invitation_id = i.id "
    "WHERE i.is_responded <> (r.id IS NOT NULL)"
)
"""Links that were used without a response, and responses of links that were not used."""

Statuses = Counter[int]


def links(made: Site, number: int) -> list[str]:
    return made.run("-m", "tests.faults.prepare", "answering", str(number)).split()


def stored(made: Site) -> tuple[int, int]:
    """Count the responses, and the invitations that have one."""
    rows = made.query("SELECT count(*), count(DISTINCT invitation_id) FROM polls_response")
    return int(rows[0][0]), int(rows[0][1])


async def at_once(port: int, path: str, statuses: Statuses, seconds: list[float]) -> None:
    """Send the answers ten times at the same moment, from two devices and each over a connection of its own; then go
    back and send them once more."""
    devices = [await opened(port, path) for _ in range(2)]

    async def send(number: int) -> None:
        action, form, cookies = devices[number % 2]
        with closing(Connection(port)) as connection:
            connection.cookies = dict(cookies)
            start = time.perf_counter()
            status, _page = await connection.request("POST", action, form)
            seconds.append(time.perf_counter() - start)
            statuses[status] += 1

    await asyncio.gather(*(send(number) for number in range(AT_ONCE)))
    await send(0)


async def opened(port: int, path: str) -> tuple[str, dict[str, list[str]], dict[str, str]]:
    """Open a link on a device; give where its form goes, what is filled in, and its cookies."""
    with closing(Connection(port)) as device:
        action, hidden = await form_of(device, path)
        return action, {**hidden, **ANSWERS}, device.cookies


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
    number = sized(30, 5000 if edition() == "PostgreSQL" else 500)
    statuses, seconds = storm(own_site, number)
    slowest, responses = statistics.quantiles(seconds, n=100)[98], stored(own_site)[0]
    tell(
        "G-INT-1",
        f"each link sent in {AT_ONCE} times at once from two devices, then once more",
        size=f"{number} links, {sum(statuses.values())} submits",
        lost=number - min(responses, number),
        doubled=max(responses - number, 0),
        allowed="one response each, no errors",
        figure=f"{responses} responses, {sum(statuses.values()) - statuses[200]} errors, p99 {slowest:.2f} s",
    )
    assert stored(own_site) == (number, number)
    assert statuses == {200: number * (AT_ONCE + 1)}


def test_control_without_the_condition_on_the_link_the_database_refuses_or_there_are_more(own_site: Site) -> None:
    """An identified response has a constraint as well: what the guard lets through comes out as errors."""
    statuses, _seconds = storm(own_site, 15, application="tests.faults.unguarded:application")
    assert statuses[500] > 0 or stored(own_site)[0] > 15


async def _until_thanked(web: Web, paths: list[str], tries: list[int], *, clients: int) -> None:
    """Let everyone answer, trying again until thanked; ``tries`` gets how often each had to, as they are thanked."""
    waiting = iter(paths)

    async def client() -> None:
        for path in waiting:
            with closing(Connection(web.port)) as connection:
                action, form = await _form_at_last(connection, path)
                attempts, status, page = await post_until_answered(connection, action, {**form, **ANSWERS})
            assert status == 200
            assert 'data-end="answered"' in page
            tries.append(attempts)

    await asyncio.gather(*(client() for _ in range(clients)))


async def _form_at_last(connection: Connection, path: str) -> tuple[str, dict[str, list[str]]]:
    for _ in range(1200):
        try:
            return await form_of(connection, path)
        except (OSError, EOFError, AssertionError):  # the last one: a page that says that the site will be back
            connection.close()
            await asyncio.sleep(0.05)
    raise AssertionError("the page never came")


def test_whoever_tries_again_after_a_kill_is_counted_once(own_site: Site, tell: Tell) -> None:
    number, most_kills = sized(120, 1500), sized(3, 12)
    paths, web = links(own_site, number), Web(own_site)
    tries: list[int] = []

    async def run() -> None:
        answering = asyncio.ensure_future(_until_thanked(web, paths, tries, clients=16))
        while not answering.done() and web.kills < most_kills:
            enough = len(tries) + 16  # a server that is dead most of the time has nothing to lose
            while len(tries) < enough and not answering.done():
                await asyncio.sleep(0.05)
            await asyncio.to_thread(web.kill)
        await answering

    from_outside(run())
    again = sum(attempts - 1 for attempts in tries)
    assert web.kills > 0
    told_and_judged(
        own_site, tell, "web server killed (-9) while people answer and try again", number,
        size=f"{web.kills} kills, {number} people", figure=f"{again} tries again",
    )  # fmt: skip


def told_and_judged(made: Site, tell: Tell, injected: str, number: int, *, size: str, figure: str) -> None:
    """Each of so many people has one response, whole, however often it was sent."""
    responses, people = stored(made)
    half = made.query(HALF)[0][0]
    tell(
        "G-INT-2", injected, size=size, lost=number - people, doubled=responses - people,
        allowed="one response each, none half stored", figure=f"{half} half stored, {figure}",
    )  # fmt: skip
    assert (responses, people, half) == (number, number, 0)


def test_whoever_hangs_up_and_tries_again_is_counted_once(own_site: Site, tell: Tell) -> None:
    """A fifth hang up after sending, before the answer can come."""
    number, rng = sized(60, 1500), random.Random(4)
    paths, web = iter(links(own_site, number)), Web(own_site)
    hung_up = 0

    async def client() -> None:
        nonlocal hung_up
        for path in paths:
            with closing(Connection(web.port)) as connection:
                action, hidden = await form_of(connection, path)
                form = {**hidden, **ANSWERS}
                if rng.random() < 0.2:
                    hung_up += 1
                    with suppress(asyncio.TimeoutError):
                        await asyncio.wait_for(connection.request("POST", action, form), rng.uniform(0.001, 0.02))
                    connection.close()
                _attempts, status, page = await post_until_answered(connection, action, form)
            assert status == 200
            assert 'data-end="answered"' in page

    async def run() -> None:
        await asyncio.gather(*(client() for _ in range(8)))

    from_outside(run())
    told_and_judged(
        own_site, tell, "people hang up before the answer comes, and send again", number,
        size=f"{number} people", figure=f"{hung_up} hung up",
    )  # fmt: skip


@needs_postgresql
@pytest.mark.whole
def test_whoever_meets_a_broken_database_connection_is_counted_once(tmp_path: Path, tell: Tell) -> None:
    """Three in a thousand pieces between web server and database reset their connection, at any place."""
    number = sized(100, 1000)
    with own_server(tmp_path) as own:
        paths, web = links(own.made, number), Web(own.made)
        own.wire.breaking = sized(10, 3) / 1000
        from_outside(_until_thanked(web, paths, [], clients=8))
        own.wire.breaking = 0.0
        told_and_judged(
            own.made, tell, "connections between web server and database reset while people answer and try again",
            number, size=f"{number} people, {own.wire.broken} resets", figure="everybody was thanked in the end",
        )  # fmt: skip
        assert own.wire.broken > 0


def closed_while_people_answer(
    made: Site, number: int, *, clients: int, application: str = "ksfsurvey.wsgi:application", rounds: int = 1
) -> tuple[int, int]:
    """Give how many read "received" and how many of those are in the final result, over so many polls."""
    web, thanked, counted = Web(made, application), 0, 0
    for _round in range(rounds):
        more, in_result = _closed_once(made, web, links(made, number), clients)
        thanked, counted = thanked + more, counted + in_result
        assert (rounds == 1) or (more == in_result)
    web.stop()
    return thanked, counted


def _closed_once(made: Site, web: Web, paths: list[str], clients: int) -> tuple[int, int]:
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
        crowd = [asyncio.ensure_future(client(waiting)) for _ in range(clients)]
        while not thanked:
            await asyncio.sleep(0.01)
        counted = await asyncio.to_thread(made.run, "-m", "tests.faults.prepare", "close", "0")
        await asyncio.gather(*crowd)
        return counted

    counted = int(from_outside(run()))
    return thanked, counted


def test_whoever_reads_received_is_in_the_final_result(own_site: Site, tell: Tell) -> None:
    rounds, clients = sized(1, 50), sized(4, 64)
    thanked, counted = closed_while_people_answer(own_site, 400, clients=clients, rounds=rounds)
    tell(
        "G-INT-3",
        f"poll closed while {clients} people at a time answer",
        size=f"{rounds} polls",
        lost=thanked - counted,
        allowed="everybody who was thanked is in the final result",
        figure=f"{thanked} thanked, {counted} in final results",
    )
    assert 0 < thanked == counted == stored(own_site)[0]


@pytest.mark.whole
def test_control_without_the_gate_some_are_thanked_and_not_counted(own_site: Site) -> None:
    """Whether the poll is open is looked at before the transaction, as is usual."""
    thanked, counted = closed_while_people_answer(
        own_site, 400, clients=8, application="tests.faults.ungated:application"
    )
    assert thanked > counted
