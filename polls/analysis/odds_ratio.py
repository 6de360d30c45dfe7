"""The odds ratio of a table of two by two, given its margins: the estimate and interval that go with Fisher's test."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from polls.analysis.crosstab import Counts
from polls.analysis.intervals import Floats, log_choose

WIDEST = 500.0
"""Logarithms of odds ratios are sought within ± this."""


@dataclass(frozen=True)
class OddsRatio:
    """Conditional maximum likelihood estimate and exact interval; 0 or ``inf`` where a cell is as empty as can be."""

    estimate: float
    low: float
    high: float


def odds_ratio(table: Counts, *, confidence: float = 0.95) -> OddsRatio:
    """Estimate the odds ratio of counts (2, 2) from Fisher's noncentral hypergeometric distribution (Fisher 1935).

    The interval inverts the two one-sided exact tests, as R's ``fisher.test``. All values are possible where a margin
    is empty: ``nan`` from 0 to ``inf``.
    """
    (a, b), (c, d) = table.tolist()
    lowest, highest = max(0, a - d), min(a + b, a + c)
    if lowest == highest:
        return OddsRatio(float("nan"), 0.0, float("inf"))
    values = np.arange(lowest, highest + 1)
    weights = log_choose(np.full_like(values, a + b), values) + log_choose(np.full_like(values, c + d), a + c - values)
    tail = (1 - confidence) / 2
    estimate = _solved(lambda odds: float(_chances(weights, values, odds) @ values) - a, a == lowest, a == highest)
    low = _solved(lambda odds: float(_chances(weights, values, odds)[values >= a].sum()) - tail, a == lowest, False)
    high = _solved(lambda odds: tail - float(_chances(weights, values, odds)[values <= a].sum()), False, a == highest)
    return OddsRatio(estimate, low, high)


def _chances(weights: Floats, values: Floats, log_odds: float) -> Floats:
    logs = weights + values * log_odds
    chances = np.exp(logs - logs.max())
    normed: Floats = chances / chances.sum()
    return normed


def _solved(rising: Callable[[float], float], is_zero: bool, is_infinite: bool) -> float:
    """Find the odds ratio at which a function of its logarithm crosses 0."""
    if is_zero or is_infinite:
        return float("inf") if is_infinite else 0.0
    return float(np.exp(brentq(rising, -WIDEST, WIDEST, xtol=1e-14)))
