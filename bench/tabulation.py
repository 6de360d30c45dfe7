"""Time and memory of a results run and of files of all responses, by number of responses."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass
class ResultsMeasurement:
    edition: str
    responses: int
    cold_seconds: float
    warm_seconds: float
    run_megabytes: float
    csv_seconds: float
    csv_megabytes: float
    sav_seconds: float
    sav_megabytes: float


def measure(edition: str, environment: Mapping[str, str], sizes: list[int]) -> list[ResultsMeasurement]:
    """Fill a poll of each size and measure it in fresh processes."""
    rows = []
    single_pass = {"SHARD_ABOVE": str(2 * max(sizes))}
    own = {**environment, **single_pass, "DJANGO_SETTINGS_MODULE": "ksfsurvey.settings", "LOG_LEVEL": "ERROR"}
    for size in sizes:
        slug = _output(own, "bench.fill_responses", str(size))
        run = json.loads(_output(own, "bench.measure_results", "run", slug))
        csv = json.loads(_output(own, "bench.measure_results", "csv", slug))
        sav = json.loads(_output(own, "bench.measure_results", "sav", slug))
        rows.append(
            ResultsMeasurement(
                edition,
                size,
                run["cold_seconds"],
                run["warm_seconds"],
                run["megabytes"],
                csv["seconds"],
                csv["megabytes"],
                sav["seconds"],
                sav["megabytes"],
            )
        )
    return rows


def _output(environment: Mapping[str, str], *module: str) -> str:
    command = [sys.executable, "-m", *module]
    done = subprocess.run(command, env={**os.environ, **environment}, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout
