"""Intervals of shares under a design, from their estimates and standard errors: arrays in, ``(low, high)`` out.

The methods are those of R's ``svyciprop``. ``df`` are the design's degrees of freedom; confidence is a share.
"""

from enum import StrEnum
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv, expit, stdtrit

from polls.analysis.intervals import Bounds, Floats, clopper_pearson, hypergeometric

KNOWN = 1e-8
"""A standard error below this is none: the share is known, as that of a variable weighted to its targets."""

MOST_PLACES = 1 << 16
"""Degrees of freedom up to so many are looked up by number, which is faster than sorting them."""

EXTREME = 1e-10
"""Nearer than this to 0 or 1, a share is 0 or 1."""


class ShareMethod(StrEnum):
    """How the interval of a share under a design was made."""

    LOGIT = "logit"
    BETA = "beta"
    ASIN = "asin"
    MEAN = "mean"
    CLOPPER_PEARSON_EFFECTIVE = "clopper_pearson_effective"
    HYPERGEOMETRIC = "hypergeometric"
    KNOWN = "known"


def t_quantile(df: ArrayLike, confidence: float) -> Floats:
    """Give t such that Student's distribution lies within ±t with probability ``confidence``; ``nan`` without df."""
    freedom = np.asarray(df, np.float64)
    if freedom.size == 1:
        return np.full(freedom.shape, _one_quantile(float(freedom.flat[0]), confidence))
    # The quantile is slow to compute, and in a table few different degrees of freedom occur.
    whole = _as_places(freedom)
    if whole is not None:
        known = np.flatnonzero(np.bincount(whole.ravel()))
        table = np.empty(int(known[-1]) + 1)
        table[known] = _quantiles(known, confidence)
        found: Floats = table[whole]
        return found
    known, place = np.unique(freedom, return_inverse=True)
    quantile: Floats = _quantiles(known, confidence)[place.reshape(freedom.shape)]
    return quantile


def _quantiles(df: NDArray[np.number], confidence: float) -> Floats:
    found: Floats = stdtrit(np.where(df > 0, df, np.nan), (1 + confidence) / 2)
    return found


def _as_places(freedom: Floats) -> NDArray[np.intp] | None:
    """Give degrees of freedom as places in a table, where they are whole numbers and not too large for one."""
    if not (freedom.size and freedom.min() >= 0 and freedom.max() <= MOST_PLACES):
        return None
    whole = freedom.astype(np.intp)
    return whole if (whole == freedom).all() else None


@lru_cache(maxsize=256)
def _one_quantile(df: float, confidence: float) -> float:
    return float(stdtrit(df if df > 0 else np.nan, (1 + confidence) / 2))


def mean_interval(estimate: ArrayLike, error: ArrayLike, df: ArrayLike, *, confidence: float = 0.95) -> Bounds:
    """Give estimate ± t · standard error, for means, totals and differences."""
    centre, half = np.asarray(estimate, np.float64), t_quantile(df, confidence) * np.asarray(error, np.float64)
    return centre - half, centre + half


def logit_interval(share: ArrayLike, error: ArrayLike, df: ArrayLike, *, confidence: float = 0.95) -> Bounds:
    """Give logit(p) ± t · se / (p(1−p)), back on the scale of shares; ``nan`` at 0 and 1."""
    p = _inside(share)
    centre, half = np.log(p / (1 - p)), t_quantile(df, confidence) * np.asarray(error, np.float64) / (p * (1 - p))
    return np.asarray(expit(centre - half)), np.asarray(expit(centre + half))


def asin_interval(share: ArrayLike, error: ArrayLike, df: ArrayLike, *, confidence: float = 0.95) -> Bounds:
    """Give the interval of asin √p, whose error is se / (2√(p(1−p))), back on the scale of shares; ``nan`` at 0, 1."""
    p = _inside(share)
    half = t_quantile(df, confidence) * np.asarray(error, np.float64) / (2 * np.sqrt(p * (1 - p)))
    centre = np.arcsin(np.sqrt(p))
    return np.sin(centre - half) ** 2, np.sin(centre + half) ** 2


def beta_interval(
    share: ArrayLike, error: ArrayLike, df: ArrayLike, base: ArrayLike, *, confidence: float = 0.95
) -> Bounds:
    """Give the exact interval on the effective base p(1−p)/se² · (t_{n−1}/t_df)² (Korn & Graubard 1998).

    ``base`` is the number of respondents n. ``nan`` at 0 and 1, where the effective base is not known from the error.
    """
    p, n = _inside(share), np.asarray(base, np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        effective = p * (1 - p) / np.asarray(error, np.float64) ** 2
        effective = effective * (t_quantile(n - 1, confidence) / t_quantile(df, confidence)) ** 2
    tail = (1 - confidence) / 2
    success, failure = effective * p, effective * (1 - p)
    low, high = betaincinv(success, failure + 1, tail), betaincinv(success + 1, failure, 1 - tail)
    return np.asarray(low), np.asarray(high)


def design_share_interval(
    share: ArrayLike,
    error: ArrayLike,
    df: ArrayLike,
    base: ArrayLike,
    effective: ArrayLike,
    *,
    population: ArrayLike = np.nan,
    method: ShareMethod = ShareMethod.LOGIT,
    confidence: float = 0.95,
) -> tuple[Floats, Floats, NDArray[np.str_]]:
    """Give low, high and the value of the ``ShareMethod`` by the rule of the house, all of one shape.

    ``base`` respondents, ``effective`` is their base after weighting (Kish). At 0 and 1: exact on the effective base,
    or with a known ``population`` of the group and all weights equal the exact interval in it. Without a standard
    error the share is known. A base of 0 gives ``nan``.
    """
    arrays = [np.asarray(x, np.float64) for x in (share, error, df, base, effective, population)]
    if any(array.shape != arrays[0].shape for array in arrays):
        arrays = list(np.broadcast_arrays(*arrays))
    p, se, freedom, n, kish, size = (array.ravel() for array in arrays)
    chosen = _regular(method, p, se, freedom, n, confidence)
    is_extreme = (n > 0) & ((p <= EXTREME) | (p >= 1 - EXTREME))
    is_finite = is_extreme & ~np.isnan(size) & (np.abs(kish - n) < 1e-6 * np.maximum(n, 1))
    is_known = (se < KNOWN) & ~is_extreme & (n > 0)
    low, high = (np.where(is_known, p, bound) for bound in chosen)
    shape = arrays[0].shape
    if not (is_extreme.any() or is_known.any()):
        return low.reshape(shape), high.reshape(shape), np.full(shape, method.value)
    x = np.round(p) * kish
    low[is_extreme], high[is_extreme] = clopper_pearson(x[is_extreme], kish[is_extreme], confidence=confidence)
    count = np.round(np.round(p) * n)
    low[is_finite], high[is_finite] = hypergeometric(
        count[is_finite], n[is_finite], np.round(size[is_finite]), confidence=confidence
    )
    conditions = [is_finite, is_extreme, is_known]
    names = [ShareMethod.HYPERGEOMETRIC.value, ShareMethod.CLOPPER_PEARSON_EFFECTIVE.value, ShareMethod.KNOWN.value]
    found = np.select(conditions, names, method.value)
    return low.reshape(shape), high.reshape(shape), found.reshape(shape)


def _regular(method: ShareMethod, p: Floats, se: Floats, df: Floats, n: Floats, confidence: float) -> Bounds:
    if method is ShareMethod.BETA:
        return beta_interval(p, se, df, n, confidence=confidence)
    makers = {ShareMethod.LOGIT: logit_interval, ShareMethod.ASIN: asin_interval, ShareMethod.MEAN: mean_interval}
    return makers[method](p, se, df, confidence=confidence)


def _inside(share: ArrayLike) -> Floats:
    """Give shares that are strictly between 0 and 1, else ``nan``."""
    p = np.asarray(share, np.float64)
    return np.where((p > EXTREME) & (p < 1 - EXTREME), p, np.nan)
