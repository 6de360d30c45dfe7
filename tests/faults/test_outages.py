"""The database is away, full or only reads: a page that keeps what was typed, and all is well when it is back."""

import asyncio
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bench.respondents import ACTION, Connection, hidden_fields
from ksfsurvey.broker import free_port
from tests.faults.brokers import OwnBroker
from tests.faults.cluster import OwnServer, needs_postgresql, own_server
from tests.faults.figures import Tell, sized
from tests.faults.site import Site, family, site, wait_until
from tests.faults.test_submits import ANSWERS, links, stored
from tests.faults.web import Web, form_of, from_outside
from tests.faults.wire import Wire

PEOPLE = sized(4, 60)
PROMISED = 10.0
"""Seconds within which a page must come, whatever is the matter; a busy machine gets three times as long."""

Breaking = Callable[[Web], None]
Posted = tuple[int, str, float]
"""Status, page, and the seconds that it took."""


async def typed(connection: Connection, path: str) -> tuple[str, dict[str, list[str]]]:
    action, hidden = await form_of(connection, path)
    return action, {**hidden, **ANSWERS}


async def sent(connection: Connection, action: str, form: dict[str, list[str]] | None) -> Posted:
    """Send a form, or ask for a page when there is none."""
    start = time.monotonic()
    status, page = await connection.request("GET" if form is None else "POST", action, form)
    return status, page, time.monotonic() - start


def endured(web: Web, paths: list[str], *, fail: Breaking, mend: Breaking) -> tuple[list[Posted], list[Posted]]:
    """Let everyone open the poll, break the database, let everyone send, mend it, and send what the pages kept."""

    async def run() -> tuple[list[Posted], list[Posted]]:
        people = [Connection(web.port) for _ in paths]
        forms = [await typed(connection, path) for connection, path in zip(people, paths, strict=True)]
        await asyncio.to_thread(fail, web)
        first = await asyncio.gather(*(sent(connection, *form) for connection, form in zip(people, forms, strict=True)))
        await asyncio.to_thread(mend, web)
        start, second = time.monotonic(), []
        for connection, (_status, page, _seconds) in zip(people, first, strict=True):
            action = ACTION.search(page)
            assert action is not None, page
            status = 503
            while status == 503 and time.monotonic() - start < 3 * PROMISED:
                status, page, _seconds = await sent(connection, action[1], hidden_fields(page))
            second.append((status, page, time.monotonic() - start))
            connection.close()
        return first, second

    return from_outside(run())


def judged(made: Site, what: str, tell: Tell, *, fail: Breaking, mend: Breaking) -> None:
    paths, web = links(made, PEOPLE), Web(made)
    first, second = endured(web, paths, fail=fail, mend=mend)
    slowest = max(seconds for _status, _page, seconds in first)
    tell(
        "G-OPS-2",
        f"{what} while people send",
        size=f"{PEOPLE} people",
        lost=PEOPLE - stored(made)[1],
        doubled=stored(made)[0] - stored(made)[1],
        allowed=f"told so within {PROMISED:.0f} s, nothing typed is lost, back within 5 s",
        figure=f"{sum(status == 503 for status, _page, _seconds in first)} told so within {slowest:.1f} s with their "
        f"answers kept, {stored(made)[0]} stored afterwards, back after {second[0][2]:.1f} s",
    )
    assert {status for status, _page, _seconds in first} == {503}
    assert all("niet verloren" in page for _status, page, _seconds in first)
    assert slowest < 3 * PROMISED
    assert all(status == 200 and 'data-end="answered"' in page for status, page, _seconds in second)
    assert stored(made) == (PEOPLE, PEOPLE)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[OwnServer]:
    with own_server(tmp_path) as made:
        yield made


@needs_postgresql
def test_a_server_that_was_killed(own: OwnServer, tell: Tell) -> None:
    """Staff are told so too: there the database is first asked outside of a view, for who is logged in."""

    async def asked_by_staff(port: int) -> int:
        with closing(Connection(port)) as connection:
            connection.cookies["sessionid"] = "x" * 32
            return (await connection.request("GET", "/"))[0]

    def kill(web: Web) -> None:
        own.kill()
        assert from_outside(asked_by_staff(web.port)) == 503

    judged(own.made, "database server killed (-9)", tell, fail=kill, mend=lambda web: own.start())


@needs_postgresql
def test_a_server_that_only_reads(own: OwnServer, tell: Tell) -> None:
    def turn(value: str) -> Breaking:
        def act(web: Web) -> None:
            own.made.database.execute(f"ALTER SYSTEM SET default_transaction_read_only = {value}")
            own.made.database.execute("SELECT pg_reload_conf()")
            wait_until(lambda: own.made.query("SHOW default_transaction_read_only") == [(value,)], f"it is {value}")

        return act

    judged(own.made, "database server read-only", tell, fail=turn("on"), mend=turn("off"))


@needs_postgresql
@pytest.mark.whole
def test_a_network_that_swallows_everything(own: OwnServer, tell: Tell) -> None:
    """No packet is refused and none is answered; the connections of that time stay dead when it is back."""
    judged(
        own.made,
        "network to the database swallows everything (black hole)",
        tell,
        fail=lambda web: own.wire.fall_silent(),
        mend=lambda web: own.wire.mend(),
    )
    assert own.wire.swallowed > 0


@needs_postgresql
@pytest.mark.whole
def test_control_without_our_patience_a_page_hangs_in_a_silent_network(own: OwnServer) -> None:
    (path,), web = links(own.made, 1), Web(own.made, "tests.faults.impatient:application")

    async def run() -> None:
        with closing(Connection(web.port)) as connection:
            form = await typed(connection, path)
            own.wire.fall_silent()
            await asyncio.wait_for(sent(connection, *form), 2 * PROMISED)

    with pytest.raises(asyncio.TimeoutError):
        from_outside(run())


@pytest.mark.edition("SQLite")
def test_a_disk_that_is_full(own_site: Site, tell: Tell) -> None:
    """On SQLite the web server itself writes the file: it may not write a byte more."""

    def limit(size: int) -> Breaking:
        def act(web: Web) -> None:
            assert web.process is not None
            for process in family(web.process):
                resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

        return act

    judged(own_site, "disk full", tell, fail=limit(0), mend=limit(resource.RLIM_INFINITY))


def test_without_a_broker_answers_are_received(tmp_path: Path, tell: Tell) -> None:
    with site(tmp_path, REDIS_URL=f"redis://127.0.0.1:{free_port()}/0") as made:
        (path,), web = links(made, 1), Web(made)

        async def run() -> tuple[Posted, int]:
            with closing(Connection(web.port)) as connection:
                answer = await sent(connection, *(await typed(connection, path)))
                return answer, (await connection.request("GET", "/i/nobody/"))[0]

        (status, page, seconds), unknown = from_outside(run())
        tell(
            "G-OPS-2",
            "broker never there while people send",
            size="1 person",
            lost=1 - stored(made)[0],
            allowed="answers received all the same",
            figure=f"received in {seconds:.1f} s, status {status}",
        )
        assert (status, unknown) == (200, 404)
        assert 'data-end="answered"' in page
        assert stored(made) == (1, 1)


def test_behind_a_silent_network_to_the_broker_answers_are_received(tmp_path: Path, tell: Tell) -> None:
    """Links that do not work are counted in the cache: that page comes too."""
    broker = OwnBroker(tmp_path / "broker")
    broker.start()
    wire = Wire(broker.port)
    try:
        with site(tmp_path, REDIS_URL=broker.url.replace(f":{broker.port}/", f":{wire.port}/")) as made:
            (path,), web = links(made, 1), Web(made)

            async def run() -> tuple[Posted, Posted]:
                with closing(Connection(web.port)) as connection:
                    form = await typed(connection, path)
                    await connection.request("GET", "/i/nobody/")
                    wire.fall_silent()
                    return await sent(connection, *form), await sent(connection, "/i/nobody/", None)

            (status, page, seconds), (unknown, _page, longest) = from_outside(run())
            tell(
                "G-OPS-2",
                "network to the broker swallows everything (black hole) while people send",
                size="1 person",
                lost=1 - stored(made)[0],
                allowed=f"answers received all the same, every page within {PROMISED:.0f} s",
                figure=f"received in {seconds:.1f} s; the page of a wrong link came after {longest:.1f} s",
            )
            assert (status, unknown) == (200, 404)
            assert 'data-end="answered"' in page
            assert longest < 3 * PROMISED
            assert stored(made) == (1, 1)
            assert wire.swallowed > 0
    finally:
        wire.close()
        broker.kill()
