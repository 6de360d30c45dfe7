"""The cells of a table as they are written: estimates with errors and intervals, plain or under a design."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polls.analysis.intervals import Floats, t_interval
from polls.analysis.sampling.share_intervals import mean_interval
from polls.analysis.tabulation.cell_intervals import design_intervals, plain_intervals
from polls.analysis.tabulation.estimates import Estimated
from polls.analysis.tabulation.spec import Interval

Names = NDArray[np.str_]


@dataclass(frozen=True, eq=False)
class Cells:
    """All (lines, groups). ``error`` is the standard error; ``effect`` the design effect, 1 without weights."""

    estimated: Estimated
    error: Floats
    effect: Floats
    df: Floats
    low: Floats
    high: Floats
    method: Names


def plain_cells(
    estimated: Estimated, is_share: NDArray[np.bool_], populations: Floats, method: Interval, confidence: float
) -> Cells:
    """Finish the cells of an unweighted table: shares by their counts, means by t."""
    size = np.broadcast_to(populations, estimated.base.shape)
    error = _plain_errors(estimated, is_share, size)
    low, high, names = (np.empty(error.shape, kind) for kind in (np.float64, np.float64, "U32"))
    bounded = plain_intervals(
        method, estimated.count[is_share], estimated.base[is_share], size[is_share], confidence=confidence
    )
    low[is_share], high[is_share], names[is_share] = bounded
    rest = ~is_share
    n = estimated.base[rest]
    sd = np.sqrt(estimated.simple[rest] * n)
    low[rest], high[rest] = t_interval(estimated.estimate[rest], sd, n, size[rest], confidence=confidence)
    names[rest] = np.where(np.isnan(size[rest]), "t", "t_fpc")
    names[np.isnan(low)] = ""
    return Cells(estimated, error, np.ones(error.shape), estimated.base - 1, low, high, names)


def _plain_errors(estimated: Estimated, is_share: NDArray[np.bool_], size: Floats) -> Floats:
    """Give √(p(1−p)/n) of a share, s/√n of a mean, each with its correction where the population is known."""
    n, p = estimated.base, estimated.estimate
    with np.errstate(divide="ignore", invalid="ignore"):
        simple = np.where(is_share[:, None], p * (1 - p) / n, estimated.simple)
        left = np.where(is_share[:, None], (size - n) / (size - 1), 1 - n / size)
    errors: Floats = np.sqrt(simple * np.where(np.isnan(size), 1.0, left))
    return errors


def design_cells(
    estimated: Estimated,
    error: Floats,
    is_share: NDArray[np.bool_],
    populations: Floats,
    method: Interval,
    confidence: float,
    respondents: int | None = None,
) -> Cells:
    """Finish the cells of a weighted table from the standard errors of the design.

    ``respondents`` is the n of the interval ``beta`` where that is not the base: for R everyone calibrated.
    """
    size = np.broadcast_to(populations, estimated.base.shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        effect = np.where(estimated.simple > 0, error**2 / estimated.simple, np.nan)
    df = estimated.df
    in_beta = estimated.base if respondents is None else np.full(error.shape, float(respondents))
    parts = (estimated.estimate, error, df, in_beta, estimated.effective_base, size)
    if is_share.all():
        low, high, names = design_intervals(method, *parts, confidence=confidence)
        names[np.isnan(low)] = ""
        return Cells(estimated, error, effect, df, low, high, names)
    low, high, names = (np.empty(error.shape, kind) for kind in (np.float64, np.float64, "U32"))
    shares = (part[is_share] for part in parts)
    low[is_share], high[is_share], names[is_share] = design_intervals(method, *shares, confidence=confidence)
    rest = ~is_share
    low[rest], high[rest] = mean_interval(estimated.estimate[rest], error[rest], df[rest], confidence=confidence)
    names[rest] = "t"
    names[np.isnan(low)] = ""
    return Cells(estimated, error, effect, df, low, high, names)
