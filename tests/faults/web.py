"""The web server of a fault test, which may be killed and started again, and those who talk to it over HTTP."""

import asyncio
import subprocess
from collections.abc import Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar

from bench.respondents import ACTION, Connection, hidden_fields
from ksfsurvey.broker import free_port, is_free
from tests.faults.site import Site, kill, wait_until

SIZE = "--workers 2 --blocking-threads 4 --no-ws --log-level error"
T = TypeVar("T")
LOST = (OSError, EOFError)
"""What a client meets whose server has gone: broken and refused connections, and answers that end halfway."""


class Web:
    """granian with the product on a port that stays the same."""

    def __init__(self, made: Site, application: str = "ksfsurvey.wsgi:application") -> None:
        self.made, self.application, self.port = made, application, free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.kills = 0
        self.start()

    def start(self) -> None:
        options = f"-m granian {self.application} --interface wsgi --port {self.port} {SIZE}"
        self.process = self.made.start("web", *options.split())
        wait_until(lambda: not is_free("127.0.0.1", self.port), f"the web server starts\n{self.made.printed('web')}")

    def stop(self) -> None:
        """Let nothing of it run any more."""
        assert self.process is not None
        kill(self.process)

    def kill(self) -> None:
        """kill -9 the server with its workers, and start it again at once."""
        assert self.process is not None
        kill(self.process)
        self.kills += 1
        self.start()


async def form_of(connection: Connection, path: str) -> tuple[str, dict[str, list[str]]]:
    """Open a link; give where its form goes and the hidden fields in it."""
    _status, page = await connection.request("GET", path)
    action = ACTION.search(page)
    assert action is not None, page[:400]
    return action[1], hidden_fields(page)


async def post_until_answered(
    connection: Connection, path: str, form: Mapping[str, Sequence[str]], *, tries: int = 1200
) -> tuple[int, int, str]:
    """Post again whenever the connection breaks, as a browser's script does; give tries, status and page."""
    for attempt in range(1, tries + 1):
        with suppress(*LOST):
            status, page = await connection.request("POST", path, form)
            if status != 503:
                return attempt, status, page
        connection.close()
        await asyncio.sleep(0.05)
    raise AssertionError(f"no answer in {tries} tries")


def from_outside(crowd: Coroutine[Any, Any, T]) -> T:
    """Run the crowd in a thread of its own: the loop of a browser that another test left open owns this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, crowd).result()  # noqa: TID251
