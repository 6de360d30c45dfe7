"""On the real stack: people answer, say no, or the poll closes, while a worker sends. Nothing comes a second later.

What is demanded depends on no clock of the mail server: of no mail did the claim begin after its person had been told
that all is well. How much later a mail came that was on the wire by then is told; a machine that stands still in
between makes it longer, and the product can do nothing about it.
"""

import asyncio
import math
import random
import time
from contextlib import closing

from bench.respondents import Connection
from tests.faults.conftest import Post
from tests.faults.figures import Tell, sized
from tests.faults.mailing import begin, until_empty
from tests.faults.site import Site, wait_until
from tests.faults.test_submits import ANSWERS
from tests.faults.web import Web, form_of, from_outside

Person = tuple[str, str]
"""Address and token."""


def invited(made: Site, number: int) -> list[Person]:
    """Invite people whose mails wait; give them in the order in which their mails will leave."""
    printed = made.run("-m", "tests.faults.prepare", "linked", str(number))
    return [(address, token) for address, token in (line.split() for line in printed.splitlines())]


async def stop(web: Web, token: str, how: str) -> float:
    """Answer, or say no with one click; give the moment at which that was confirmed."""
    with closing(Connection(web.port)) as connection:
        if how == "answers":
            action, hidden = await form_of(connection, f"/i/{token}/")
            status, page = await connection.request("POST", action, {**hidden, **ANSWERS})
            assert 'data-end="answered"' in page
        else:
            form = {"List-Unsubscribe": ["One-Click"]}
            status, _page = await connection.request("POST", f"/u/{token}/", form)
        assert status == 200
    return time.monotonic()


def start_worker(made: Site) -> None:
    """Start a worker that says when it began with each mail, and let it send."""
    made.start_worker("tests.faults.noting")
    begin(made)


def judged(made: Site, post: Post, stopped: dict[str, float]) -> tuple[int, int, float]:
    """Give how many mails were begun after their person had stopped, how many came after it, and how long after it."""
    begun = [line.split()[1:] for line in made.printed("worker").splitlines() if line.startswith("begun ")]
    assert len(begun) == len(post.accepted)
    begun_late = sum(float(moment) > stopped.get(address, math.inf) for moment, address in begun)
    accepted = zip(post.accepted, post.moments, strict=True)
    late = [moment - stopped[address] for (address, _), moment in accepted if moment > stopped.get(address, moment)]
    return begun_late, len(late), max(late, default=0.0)


def test_nobody_gets_mail_a_second_after_the_answer_or_the_no(mailing: tuple[Site, Post], tell: Tell) -> None:
    """People stop in an order of their own, as many as mails have gone: half before their mail, half after it."""
    made, post = mailing
    everybody, rng = invited(made, sized(60, 2000)), random.Random(5)
    web, stopped = Web(made), dict[str, float]()
    waiting = rng.sample(everybody, len(everybody))

    async def run() -> None:
        async def client(part: list[Person]) -> None:
            for address, token in part:
                stopped[address] = await stop(web, token, rng.choice(["answers", "says no"]))

        await asyncio.gather(*(client(waiting[number::4]) for number in range(4)))

    # The mails keep step with the people, however busy the machine is.
    post.before = lambda count: wait_until(lambda: len(stopped) >= min(count, len(everybody)), "people stop")
    start_worker(made)
    from_outside(run())
    until_empty(made)
    begun, late, longest = judged(made, post, stopped)
    cancelled = made.query("SELECT count(*) FROM polls_message WHERE state = 'cancelled'")[0][0]
    tell(
        "G-MAIL-4",
        "people answer and click to say no, over HTTP, while a worker sends to all of them",
        size=f"{len(everybody)} people",
        lost=len(everybody) - cancelled - len({address for address, _ in post.accepted}),
        doubled=len(post.accepted) - len(post.times),
        allowed="no mail begun after it; one on the wire may come, within 1 s",
        figure=f"{begun} begun after it, {cancelled} cancelled; {late} on the wire, the latest {longest:.2f} s after",
    )
    assert cancelled > 0
    assert len(post.accepted) == len(post.times) == len(everybody) - cancelled
    assert begun == 0


def test_nobody_gets_mail_a_second_after_the_poll_has_closed(mailing: tuple[Site, Post], tell: Tell) -> None:
    """The worst moment: the poll closes while a mail is on the wire."""
    made, post = mailing
    people = sized(80, 1000)
    everybody = invited(made, people)
    made.start("closing", "-m", "tests.faults.prepare", "close_when_told", "0")
    wait_until(lambda: "ready" in made.printed("closing"), "somebody is ready to close the poll")

    def close(count: int) -> None:
        sign = made.folder / "close"
        if count >= people // 4 and not sign.exists():  # of two mails at once, neither need be the one of this number
            sign.touch()
            wait_until(lambda: "closed" in made.printed("closing"), "the poll is closed")

    post.before = close
    start_worker(made)
    until_empty(made)
    closed = float(made.printed("closing").split("closed ")[1])
    begun, late, longest = judged(made, post, {address: closed for address, _token in everybody})
    cancelled = made.query("SELECT count(*) FROM polls_message WHERE state = 'cancelled'")[0][0]
    tell(
        "G-MAIL-4",
        "poll closed while a worker sends",
        size=f"{people} people",
        lost=people - cancelled - len(post.times),
        doubled=len(post.accepted) - len(post.times),
        allowed="no mail begun after it; one on the wire may come, within 1 s",
        figure=f"{begun} begun after it, {cancelled} cancelled; {late} on the wire, the latest {longest:.2f} s after",
    )
    assert cancelled > 0
    assert len(post.accepted) == people - cancelled
    assert begun == 0
