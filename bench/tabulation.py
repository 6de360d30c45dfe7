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
        csv = json.loads(_output(own, "bench.measure_results", "responses:csv", slug))
        sav = json.loads(_output(own, "bench.measure_results", "responses:sav", slug))
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


@dataclass
class FileMeasurement:
    """Time to make one file, the memory it took above that of Django alone, and the size of the file."""

    edition: str
    responses: int
    file: str
    seconds: float
    megabytes: float
    file_megabytes: float


RESPONSE_FORMATS = ("csv", "xlsx", "sav", "parquet", "r", "stata", "triple_s", "ddi")
RUN_FORMATS = ("pdf", "pptx", "docx", "xlsx", "charts", "csv", "json")


def measure_files(edition: str, environment: Mapping[str, str], size: int) -> list[FileMeasurement]:
    """Make every file of a poll of this size, each in a fresh process."""
    own = {**environment, "SHARD_ABOVE": str(2 * size), "DJANGO_SETTINGS_MODULE": "ksfsurvey.settings"}
    own["LOG_LEVEL"] = "ERROR"
    slug = _output(own, "bench.fill_responses", str(size))
    _output(own, "bench.measure_results", "run", slug)
    files = [f"responses:{name}" for name in RESPONSE_FORMATS] + [f"results:{name}" for name in RUN_FORMATS]
    return [
        FileMeasurement(edition, size, file, **json.loads(_output(own, "bench.measure_results", file, slug)))
        for file in files
    ]


def _output(environment: Mapping[str, str], *module: str) -> str:
    command = [sys.executable, "-m", *module]
    done = subprocess.run(command, env={**os.environ, **environment}, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout
