"""A full weighted banner by the tabulation engine, beside NumPy, polars, pandas and R's survey package.

50 single-choice questions by 12 segment columns of three variables: weighted shares with their linearised standard
errors and logit intervals, and all pairs of columns of a variable compared on every row. ``python -m bench.tables``
runs it alone.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from bench import tables_frames, tables_numpy, tables_r
from bench.tables_data import Banner, make_banner
from bench.tables_engine import answers_of, warm_changes, whole_banner

SIZES = [1_000, 100_000, 1_000_000]
REPEATS = {1_000: 30, 100_000: 5, 1_000_000: 3}


@dataclass
class BannerMeasurement:
    respondents: int
    numpy_seconds: float
    engine_seconds: float
    of_numpy: float
    numpy_cpu_seconds: float
    engine_cpu_seconds: float
    cpu_of_numpy: float
    polars_seconds: float
    pandas_seconds: float
    of_pandas: float
    r_survey_seconds: float | None
    bytes_per_cell: float
    warm_milliseconds: float | None
    warm_cpu_milliseconds: float | None


def measure(sizes: Sequence[int]) -> list[BannerMeasurement]:
    settle_memory()
    return [_measured(size) for size in sizes]


def settle_memory() -> None:
    """Free a large array, as a worker does with its first document or file.

    Until then the C library hands memory back after each table and asks for it again, which takes half a millisecond.
    """
    np.ones(2_000_000)


def _measured(size: int) -> BannerMeasurement:
    banner = make_banner(size)
    answers = answers_of(banner)
    repeats = REPEATS.get(size, 3)
    # In turns, so that what else the machine does falls on all alike.
    works: dict[str, Callable[[], object]] = {
        "numpy": lambda: tables_numpy.whole_banner(banner),
        "engine": lambda: whole_banner(answers, banner.weights),
        "polars": tables_frames.polars_banner(banner),
        "pandas": tables_frames.pandas_banner(banner),
    }
    best = dict.fromkeys(works, float("inf"))
    cpu = dict(best)
    for repeat in range(repeats):
        for name, work in works.items():
            if repeat < 3 or name in ("numpy", "engine"):
                seconds, of_processor = _timed(work)
                best[name], cpu[name] = min(best[name], seconds), min(cpu[name], of_processor)
    warm = [1000 * seconds for seconds in warm_changes(answers, banner.weights)] if size == 100_000 else [None, None]
    return BannerMeasurement(
        respondents=size,
        numpy_seconds=best["numpy"],
        engine_seconds=best["engine"],
        of_numpy=best["engine"] / best["numpy"],
        numpy_cpu_seconds=cpu["numpy"],
        engine_cpu_seconds=cpu["engine"],
        cpu_of_numpy=cpu["engine"] / cpu["numpy"],
        polars_seconds=best["polars"],
        pandas_seconds=best["pandas"],
        of_pandas=best["pandas"] / best["engine"],
        r_survey_seconds=tables_r.seconds(banner) if size <= 1_000 else None,
        bytes_per_cell=_bytes_per_cell(size),
        warm_milliseconds=warm[0],
        warm_cpu_milliseconds=warm[1],
    )


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Give the seconds of the clock and of the processor."""
    start, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - processor


def _bytes_per_cell(size: int) -> float:
    """Measure in a process of its own how much memory is taken beyond the table at the peak, per answer cell."""
    done = subprocess.run([sys.executable, "-m", "bench.tables_memory", str(size)], check=True, stdout=subprocess.PIPE)
    return float(json.loads(done.stdout))


def check(banner: Banner) -> None:
    """Hold the engine's numbers against those of plain NumPy."""
    shares, errors = tables_numpy.shares_and_errors(banner)
    cells = whole_banner(answers_of(banner), banner.weights)[0]
    np.testing.assert_allclose(cells.estimated.estimate, shares, rtol=1e-9)
    np.testing.assert_allclose(cells.error, errors, rtol=1e-9)


if __name__ == "__main__":
    check(make_banner(5_000))
    chosen = [int(argument) for argument in sys.argv[1:]] or SIZES
    for row in measure(chosen):
        print(json.dumps(row.__dict__))
