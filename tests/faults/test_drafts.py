"""Eight tabs save the same draft again and again: no newer work is lost, and each refusal says what is stored."""

import asyncio
import json
from contextlib import closing

from bench.respondents import Connection
from tests.faults.figures import Tell, sized
from tests.faults.site import Site
from tests.faults.test_submits import ANSWERS, links
from tests.faults.web import Web, form_of, from_outside

TABS = 8
SAVES = sized(6, 20)


async def tab(web: Web, path: str, number: int, chain: list[tuple[int, str]]) -> int:
    """Save as one tab does: on top of what it last saw, and on a conflict again on top of what it is told.

    Each tab has answers of its own: the same answers sent twice at once are one save.
    """
    conflicts = 0
    answers = {f"q{bit}": ["yes" if number >> bit & 1 else "no"] for bit in range(3)}
    with closing(Connection(web.port)) as connection:
        action, hidden = await form_of(connection, path)
        for _ in range(SAVES):
            form = {**hidden, **answers}
            while True:
                status, body = await connection.request("POST", f"{action}draft/", form)
                if status == 204:
                    break
                assert status == 409
                told = json.loads(body)
                conflicts += 1
                form["_revision"] = [str(told["revision"])]
            chain.append((number, form["_revision"][0]))
            hidden["_revision"] = form["_revision"]
    return conflicts


def saved(made: Site, chain: list[tuple[int, str]], *, application: str = "ksfsurvey.wsgi:application") -> int:
    """Let all tabs save at once; give how many conflicts there were."""
    (path,), web = links(made, 1), Web(made, application)

    async def run() -> int:
        return sum(await asyncio.gather(*(tab(web, path, number, chain) for number in range(TABS))))

    return from_outside(run())


def overwritten(chain: list[tuple[int, str]]) -> int:
    """Count the accepted saves that were based on what another tab's save was based on too.

    A tab that sends once more what it sent last overwrites nothing.
    """
    return len(set(chain)) - len({revision for _tab, revision in chain})


def test_saves_form_one_chain(own_site: Site, tell: Tell) -> None:
    chain: list[tuple[int, str]] = []
    conflicts = saved(own_site, chain)
    (revision,) = own_site.query("SELECT revision FROM polls_draft")[0]
    tell(
        "G-INT-4",
        f"{TABS} tabs save the same draft again and again at once",
        size=f"{TABS * SAVES} saves",
        lost=overwritten(chain),
        allowed="each accepted save is the next revision",
        figure=f"{len(chain)} saves accepted, revision {revision}; {conflicts} conflicts, each told what is stored",
    )
    assert len(chain) == TABS * SAVES
    assert revision == len(chain)
    assert overwritten(chain) == 0


def test_control_without_the_revision_newer_work_is_overwritten(own_site: Site) -> None:
    chain: list[tuple[int, str]] = []
    saved(own_site, chain, application="tests.faults.overwriting:application")
    assert overwritten(chain) > 0


def test_the_draft_is_gone_once_all_is_sent(own_site: Site) -> None:
    (path,), web = links(own_site, 1), Web(own_site)

    async def run() -> None:
        with closing(Connection(web.port)) as connection:
            action, hidden = await form_of(connection, path)
            status, _body = await connection.request("POST", f"{action}draft/", {**hidden, "q0": ["yes"]})
            assert status == 204
            action, hidden = await form_of(connection, path)
            status, page = await connection.request("POST", action, {**hidden, **ANSWERS})
            assert status == 200
            assert 'data-end="answered"' in page

    from_outside(run())
    assert own_site.query("SELECT count(*) FROM polls_draft") == [(0,)]
    assert own_site.query("SELECT count(*) FROM polls_response") == [(1,)]
