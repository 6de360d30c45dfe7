"""The machine's own limits: rows that the database stores for good, and views that do nothing."""

import asyncio
import os
import sys
import time

import django
from django.db import connection

from bench.respondents import Connection
from bench.server import Server

SECONDS = 3.0


def inserts_per_second() -> float:
    """Rows per second that one client inserts, each in its own durable transaction."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_insert (body text)")
        start, count = time.perf_counter(), 0
        while time.perf_counter() - start < SECONDS:
            cursor.execute("INSERT INTO bench_insert VALUES (%s)", ["x" * 500])
            count += 1
        cursor.execute("DROP TABLE bench_insert")
    return count / SECONDS


async def empty_views_per_second(server: Server, *, clients: int = 8) -> float:
    """Requests per second to a view that answers two letters."""
    end, count = time.perf_counter() + SECONDS, 0

    async def client() -> None:
        nonlocal count
        own = Connection(server.port)
        while time.perf_counter() < end:
            await own.request("GET", "/empty/")
            count += 1

    await asyncio.gather(*(client() for _ in range(clients)))
    return count / SECONDS


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.prototype.settings")
    django.setup()
    sys.stdout.write(str(inserts_per_second()))
