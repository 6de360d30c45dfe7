"""Mean, standard deviation and median of a group: from counts of points, or from values."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from polls.analysis.crosstab import Counts
from polls.analysis.intervals import Floats


@dataclass(frozen=True, eq=False)
class Moments:
    """Per group (groups,): answers, mean, standard deviation (divisor n − 1) and median; ``nan`` where undefined."""

    n: Counts
    mean: Floats
    sd: Floats
    median: Floats


def describe_points(counts: Counts, points: ArrayLike) -> Moments:
    """Describe answers on a scale: ``counts`` (groups, points) of the ascending values ``points`` (points,)."""
    values = np.asarray(points, np.float64)
    n: Counts = counts.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = counts @ values / n
        squares = np.sum(counts * (values[None, :] - mean[:, None]) ** 2, axis=1)
        sd = np.sqrt(squares / np.where(n > 1, n - 1, np.nan))
    return Moments(n, mean, sd, _medians(counts, values, n))


def describe_values(values: Floats) -> tuple[int, float, float, float]:
    """Give n, mean, standard deviation and median (type 7) of one group, the same whatever the order of the values."""
    ordered = np.sort(values)
    n = len(ordered)
    if n == 0:
        return 0, np.nan, np.nan, np.nan
    mean = float(ordered.mean())
    sd = float(np.sqrt(np.sum((ordered - mean) ** 2) / (n - 1))) if n > 1 else np.nan
    return n, mean, sd, float(ordered[(n - 1) // 2] + ordered[n // 2]) / 2


def describe_groups(values: Floats, masks: list[NDArray[np.bool_]]) -> Moments:
    """Describe the values of each group: ``masks`` says who is in it and answered."""
    rows = np.array([describe_values(values[mask]) for mask in masks], np.float64)
    return Moments(rows[:, 0].astype(np.int64), rows[:, 1], rows[:, 2], rows[:, 3])


def _medians(counts: Counts, values: Floats, n: Counts) -> Floats:
    """Give the middle of the two middle answers, which is the median of type 7 (Hyndman & Fan 1996)."""
    running = np.cumsum(counts, axis=1)
    lower = np.sum(running <= ((n - 1) // 2)[:, None], axis=1)
    upper = np.sum(running <= (n // 2)[:, None], axis=1)
    last = len(values) - 1
    medians: Floats = (values[np.minimum(lower, last)] + values[np.minimum(upper, last)]) / 2
    return np.where(n > 0, medians, np.nan)
