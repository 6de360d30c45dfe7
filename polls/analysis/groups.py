"""The columns of each table as they stand in the Summary: bases, rows, nets and means, with their intervals.

The intervals of all shares of all questions are computed in one go.
"""

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from polls.analysis.banner import Banner
from polls.analysis.describe import Moments
from polls.analysis.disclosure import SMALL_BASE
from polls.analysis.frequency import Frequencies
from polls.analysis.intervals import share_interval, t_interval
from polls.analysis.summary_document import Group, Mean, Net, Row
from polls.analysis.table import Missing

Written = tuple[int, float | None, list[float] | None, str | None]
"""Count, share, interval and method of one cell."""


def groups_of(
    all_frequencies: Sequence[Frequencies], moments: Sequence[Moments | None], banner: Banner, *, confidence: float
) -> list[list[Group]]:
    """Write the groups of every question, in the order of the banner."""
    populations = banner.populations
    cells = _cells(all_frequencies, populations, confidence)
    return [
        _groups(frequencies, banner, cells, means_of(described, populations, confidence))
        for frequencies, described in zip(all_frequencies, moments, strict=True)
    ]


def _cells(
    all_frequencies: Sequence[Frequencies], populations: NDArray[np.float64], confidence: float
) -> Iterator[Written]:
    """Give the cells question by question, group by group, the rows and then the nets."""
    if not all_frequencies:
        return iter(())
    tables = [np.column_stack([frequencies.rows, frequencies.net_counts]) for frequencies in all_frequencies]
    bases = [frequencies.base for frequencies in all_frequencies]
    count = np.concatenate([table.ravel() for table in tables])
    base = np.concatenate([np.repeat(base, table.shape[1]) for base, table in zip(bases, tables, strict=True)])
    size = np.concatenate([np.repeat(populations, table.shape[1]) for table in tables])
    low, high, methods = share_interval(count, base, size, confidence=confidence)
    shares = np.divide(count, base, out=np.zeros(len(count)), where=base > 0)
    columns = zip(*(array.tolist() for array in (base, count, shares, low, high, methods)), strict=True)
    return (
        (x, share, [lower, upper], method) if n else (x, None, None, None)
        for n, x, share, lower, upper, method in columns
    )


def _groups(
    frequencies: Frequencies, banner: Banner, cells: Iterator[Written], means: list[Mean | None]
) -> list[Group]:
    numbers = zip(
        banner.groups,
        *(counts.tolist() for counts in (frequencies.asked, frequencies.answered, frequencies.valid, frequencies.base)),
        *(frequencies.missing(reason).tolist() for reason in Missing),
        means,
        strict=True,
    )
    return [
        {
            "variable": group.variable,
            "segment": group.segment,
            "hidden": False,
            "asked": asked,
            "answered": answered,
            "valid": valid,
            "skipped": skipped,
            "dont_know": dont_know,
            "not_asked": not_asked,
            "not_reached": not_reached,
            "base": base,
            "population": group.population,
            "small_base": 0 < base < SMALL_BASE,
            "rows": [_row(code, next(cells)) for code in frequencies.row_codes],
            "nets": [_net(code, choices, next(cells)) for code, choices in frequencies.nets.items()],
            "mean": mean,
        }
        for group, asked, answered, valid, base, dont_know, skipped, not_asked, not_reached, mean in numbers
    ]


def _row(code: str, cell: Written) -> Row:
    count, share, interval, method = cell
    return {"code": code, "count": count, "share": share, "interval": interval, "method": method}


def _net(code: str, choices: tuple[str, ...], cell: Written) -> Net:
    count, share, interval, method = cell
    return {
        "code": code,
        "choices": list(choices),
        "count": count,
        "share": share,
        "interval": interval,
        "method": method,
    }


def means_of(moments: Moments | None, populations: NDArray[np.float64], confidence: float) -> list[Mean | None]:
    """Write the mean of each group; None where there is none."""
    if moments is None:
        return [None] * len(populations)
    low, high = t_interval(moments.mean, moments.sd, moments.n, populations, confidence=confidence)
    arrays = (moments.n, moments.mean, moments.sd, moments.median, low, high, populations)
    return [_mean(*numbers) for numbers in zip(*(array.tolist() for array in arrays), strict=True)]


def _mean(n: int, mean: float, sd: float, median: float, low: float, high: float, population: float) -> Mean | None:
    if n == 0:
        return None
    has_interval = not math.isnan(low)
    return {
        "mean": mean,
        "sd": sd if n > 1 else None,
        "median": median,
        "interval": [low, high] if has_interval else None,
        "method": None if not has_interval else "t" if math.isnan(population) else "t_fpc",
    }
