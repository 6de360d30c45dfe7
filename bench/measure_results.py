"""Measures one poll in a process of its own: ``python -m bench.measure_results WHAT SLUG``; prints JSON.

``run`` is a results run from cold (nothing cached) and then with another filter; ``responses:FORMAT`` the file of all
responses, ``results:FORMAT`` a file of its newest run. Seconds, and the peak memory of the process above what it took
to start Django.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from tempfile import TemporaryFile
from typing import BinaryIO

import django

django.setup()

from django.utils import timezone  # noqa: E402

from polls.questionnaire.models import Poll  # noqa: E402
from polls.results.services.files import write_responses  # noqa: E402
from polls.results.services.recipes import recipe_for  # noqa: E402
from polls.results.services.run_writers import write_run_file  # noqa: E402
from polls.results.services.runs import execute, latest_run, request_run  # noqa: E402


def peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def run(poll: Poll, *, segment: str = "") -> None:
    version = poll.latest_version
    if version is None:
        raise ValueError(poll.slug)
    recipe = recipe_for(version.questionnaire, variable="role_group" if segment else "", segment=segment)
    made = request_run(poll, recipe=recipe, by=None, now=timezone.now(), is_urgent=False)
    if not execute(made.pk, now=timezone.now(), clock=timezone.now):
        raise RuntimeError("the run was not made")


def silent(percent: int, step: str = "", *, silence: timedelta = timedelta()) -> None:
    """Tell nobody how far the work is."""


def write_all_responses(poll: Poll, format_name: str, stream: BinaryIO) -> None:
    write_responses(poll, {"format": format_name, "values": "labels", "language": "nl"}, stream, silent)


def write_of_run(poll: Poll, format_name: str, stream: BinaryIO) -> None:
    newest = latest_run(poll)
    if newest is None:
        raise RuntimeError("there is no run")
    write_run_file(newest, {"format": format_name, "language": "nl"}, stream, silent)


FILES = {"responses": write_all_responses, "results": write_of_run}


def measure_file(poll: Poll, what: str) -> dict[str, float]:
    kind, _colon, format_name = what.partition(":")
    before = peak_megabytes()
    with TemporaryFile() as stream:
        seconds = timed(lambda: FILES[kind](poll, format_name, stream))
        size = stream.seek(0, os.SEEK_END) / 1e6
    return {"seconds": seconds, "megabytes": peak_megabytes() - before, "file_megabytes": size}


def main(what: str, slug: str) -> dict[str, float]:
    poll, before = Poll.objects.get(slug=slug), peak_megabytes()
    if ":" in what:
        return measure_file(poll, what)
    cold = timed(lambda: run(poll))
    warm = min(timed(lambda code=code: run(poll, segment=code)) for code in ("inhouse", "facilitair"))  # type: ignore[misc]
    return {"cold_seconds": cold, "warm_seconds": warm, "megabytes": peak_megabytes() - before}


if __name__ == "__main__":
    json.dump(main(sys.argv[1], sys.argv[2]), sys.stdout)
