"""Completed responses per second over HTTP: the product and the minimal prototype in turn."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from bench.limits import empty_views_per_second
from bench.questionnaire import pages, posted
from bench.respondents import Outcome, crowd
from bench.server import serving

CLIENTS = (1, 8, 32)
RESPONSES = {1: 150, 8: 600, 32: 600}


@dataclass
class Measurement:
    edition: str
    application: str
    clients: int
    per_second: float
    cpu_ms: float
    median_ms: float
    p95_ms: float
    errors: int


APPLICATIONS = {
    "product": ("ksfsurvey.wsgi:application", "ksfsurvey.settings", "bench.prepare_product"),
    "prototype": ("bench.prototype.wsgi:application", "bench.prototype.settings", "bench.prepare_prototype"),
}


def measure(edition: str, environment: Mapping[str, str]) -> tuple[list[Measurement], float]:
    """Measure both applications on one database; give the rows and the empty views per second."""
    rows, empty = [], 0.0
    for name, (application, settings, prepare) in APPLICATIONS.items():
        own = {**environment, "DJANGO_SETTINGS_MODULE": settings}
        with serving(application, own) as server:
            if name == "prototype":
                empty = asyncio.run(empty_views_per_second(server))
            _crowd(server.port, _prepared(prepare, own, 40), clients=4)  # warms up
            for clients in CLIENTS:
                paths = _prepared(prepare, own, RESPONSES[clients])
                before = server.cpu_seconds()
                outcome = _crowd(server.port, paths, clients=clients)
                cpu_ms = (server.cpu_seconds() - before) * 1000 / max(outcome.completed, 1)
                rows.append(
                    Measurement(
                        edition,
                        name,
                        clients,
                        outcome.per_second,
                        cpu_ms,
                        outcome.median_ms,
                        outcome.p95_ms,
                        len(outcome.errors),
                    )
                )
                if outcome.errors:
                    sys.stderr.write(f"{name}: {outcome.errors[0]}\n")
    return rows, empty


def as_rows(measurements: list[Measurement]) -> list[dict[str, object]]:
    return [asdict(measurement) for measurement in measurements]


def _crowd(port: int, paths: list[str], *, clients: int) -> Outcome:
    return asyncio.run(crowd(port, paths, [posted(page) for page in pages()], clients=clients))


def _prepared(module: str, environment: Mapping[str, str], count: int) -> list[str]:
    command = [sys.executable, "-m", module, str(count)]
    made = subprocess.run(command, env={**os.environ, **environment}, check=True, stdout=subprocess.PIPE)
    paths: list[str] = json.loads(made.stdout)
    return paths
