"""Respondents over HTTP: each opens a link, posts three pages with the form's own hidden fields, and is thanked."""

import asyncio
import html
import re
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')
ACTION = re.compile(r'<form[^>]*action="([^"]+)"')


@dataclass
class Outcome:
    """What a crowd of respondents met: seconds per request, completed responses, and anything that went wrong."""

    seconds: list[float] = field(default_factory=list)
    completed: int = 0
    errors: list[str] = field(default_factory=list)
    elapsed: float = 0.0

    @property
    def per_second(self) -> float:
        return self.completed / self.elapsed

    @property
    def median_ms(self) -> float:
        return statistics.median(self.seconds) * 1000

    @property
    def p95_ms(self) -> float:
        return statistics.quantiles(self.seconds, n=20)[18] * 1000


class Connection:
    """One kept-alive HTTP/1.1 connection with its cookies: as little as a measurement needs."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def request(self, method: str, path: str, form: Mapping[str, Sequence[str]] | None = None) -> tuple[int, str]:
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.streams
        writer.write(self._head(method, path, urlencode(form or {}, doseq=True).encode() if form else b""))
        await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        body = (await _body(reader, head)).decode()
        for name, value in re.findall(r"set-cookie: ([^=]+)=([^;]*)", head, re.IGNORECASE):
            self.cookies[name] = value
        return int(head.split(" ", 2)[1]), body

    def close(self) -> None:
        """Hang up; a later request connects again."""
        if self.streams is not None:
            self.streams[1].close()
            self.streams = None

    def _head(self, method: str, path: str, body: bytes) -> bytes:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "X-Requested-With: fetch", "Accept-Language: nl"]
        lines += [f"Cookie: {cookies}"] if cookies else []
        if method == "POST":
            lines += [f"Content-Length: {len(body)}", "Content-Type: application/x-www-form-urlencoded"]
            lines += ["Origin: http://localhost"]
        return "\r\n".join([*lines, "", ""]).encode() + body


async def _body(reader: asyncio.StreamReader, head: str) -> bytes:
    """Read a body of stated length, or one in chunks."""
    if length := re.search(r"content-length: (\d+)", head, re.IGNORECASE):
        return await reader.readexactly(int(length[1]))
    body = b""
    while size := int(await reader.readline(), 16):
        body += await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
    return body


def hidden_fields(page: str) -> dict[str, list[str]]:
    """Read the hidden fields of a form, as a browser would post them."""
    fields: dict[str, list[str]] = {}
    for tag in HIDDEN.findall(page):
        attributes = dict(ATTRIBUTE.findall(tag))
        fields.setdefault(attributes["name"], []).append(html.unescape(attributes.get("value", "")))
    return fields


async def respond(
    connection: Connection, path: str, posts: Sequence[Mapping[str, list[str]]], outcome: Outcome
) -> None:
    """Answer the whole poll once."""
    connection.cookies.clear()
    status, page = await _timed(connection, outcome, "GET", path)
    for post in posts:
        action = ACTION.search(page)
        if status != 200 or action is None:
            outcome.errors.append(f"{status} {page[:200]}")
            return
        status, page = await _timed(connection, outcome, "POST", action[1], {**hidden_fields(page), **post})
    if status == 200 and ACTION.search(page) is None:
        outcome.completed += 1
    else:
        outcome.errors.append(f"not thanked: {status} {page[:200]}")


async def _timed(
    connection: Connection, outcome: Outcome, method: str, path: str, form: Mapping[str, Sequence[str]] | None = None
) -> tuple[int, str]:
    start = time.perf_counter()
    answer = await connection.request(method, path, form)
    outcome.seconds.append(time.perf_counter() - start)
    return answer


async def crowd(port: int, paths: Sequence[str], posts: Sequence[Mapping[str, list[str]]], *, clients: int) -> Outcome:
    """Let ``clients`` respondents at a time work through all paths."""
    outcome, waiting = Outcome(), iter(paths)

    async def client() -> None:
        connection = Connection(port)
        for path in waiting:
            await respond(connection, path, posts, outcome)

    start = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    outcome.elapsed = time.perf_counter() - start
    return outcome
