"""Intervals of the shares in a table, by the method that the specification names or by the rule of the house."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, xlogy

from polls.analysis.intervals import (
    Bounds,
    Floats,
    clopper_pearson,
    hypergeometric,
    normal_quantile,
    share_interval,
    wilson,
    wilson_fpc,
)
from polls.analysis.sampling.share_intervals import ShareMethod, design_share_interval, t_quantile
from polls.analysis.tabulation.spec import Interval

Bounded = tuple[Floats, Floats, NDArray[np.str_]]
"""Low, high and the name of the method, arrays of one shape."""

BISECTIONS = 200


def plain_intervals(method: Interval, count: Floats, base: Floats, population: Floats, *, confidence: float) -> Bounded:
    """Give the intervals of unweighted shares: ``count`` of ``base`` in ``population`` (``nan``: not known)."""
    if method is Interval.AUTO:
        return share_interval(count, base, population, confidence=confidence)
    x, n, size = (array.ravel() for array in np.broadcast_arrays(count, base, population))
    low, high = np.full(len(x), np.nan), np.full(len(x), np.nan)
    is_used = n > 0
    if method in NEED_POPULATION:
        is_used &= ~np.isnan(size)
    bounds = PLAIN[method](x[is_used], n[is_used], size[is_used], confidence)
    low[is_used], high[is_used] = bounds
    names = np.where(is_used, method.value, "")
    return low.reshape(count.shape), high.reshape(count.shape), names.reshape(count.shape)


def design_intervals(
    method: Interval,
    share: Floats,
    error: Floats,
    df: Floats,
    base: Floats,
    effective: Floats,
    population: Floats,
    *,
    confidence: float,
) -> Bounded:
    """Give the intervals of shares under a design from their standard errors."""
    if method is Interval.Z:
        half = normal_quantile(confidence) * error
        return share - half, share + half, np.full(share.shape, method.value)
    if method is Interval.LIKELIHOOD:
        low, high = likelihood_interval(share, error, df, base, confidence=confidence)
        return low, high, np.full(share.shape, method.value)
    named = DESIGN.get(method, ShareMethod.LOGIT)
    return design_share_interval(
        share, error, df, base, effective, population=population, method=named, confidence=confidence
    )


DESIGN: Mapping[Interval, ShareMethod] = {
    Interval.LOGIT: ShareMethod.LOGIT,
    Interval.XLOGIT: ShareMethod.LOGIT,
    Interval.BETA: ShareMethod.BETA,
    Interval.MEAN: ShareMethod.MEAN,
    Interval.ASIN: ShareMethod.ASIN,
}


def likelihood_interval(share: Floats, error: Floats, df: Floats, base: Floats, *, confidence: float) -> Bounds:
    """Give the shares whose deviance, scaled by the design effect, stays within the F quantile (Rao & Scott 1984).

    R finds them on a spline through a profile of few points, and so only to four digits or so.
    """
    inside = (share > 0) & (share < 1) & (error > 0)
    p = np.where(inside, share, 0.5)
    with np.errstate(divide="ignore", invalid="ignore"):
        allowed = t_quantile(df, confidence) ** 2 * error**2 / (2 * p * (1 - p)) * base / (base - 1)
    low = _where_deviance(p, np.zeros_like(p), allowed)
    high = _where_deviance(p, np.ones_like(p), allowed)
    return np.where(inside, low, np.nan), np.where(inside, high, np.nan)


def _where_deviance(p: Floats, outer: Floats, allowed: Floats) -> Floats:
    """Find by bisection between p and the ``outer`` end where the deviance reaches what is allowed."""
    inner, outer = p.copy(), outer.copy()
    for _ in range(BISECTIONS):
        middle = (inner + outer) / 2
        with np.errstate(divide="ignore"):
            deviance = xlogy(p, p / middle) + xlogy(1 - p, (1 - p) / (1 - middle))
        is_within = deviance < allowed
        inner, outer = np.where(is_within, middle, inner), np.where(is_within, outer, middle)
    return (inner + outer) / 2


def _wald(x: Floats, n: Floats, size: Floats, confidence: float) -> Bounds:
    p = x / n
    half = normal_quantile(confidence) * np.sqrt(p * (1 - p) / n)
    return p - half, p + half


def _wald_fpc(x: Floats, n: Floats, size: Floats, confidence: float) -> Bounds:
    """Give p ± z · √((1 − n/N) p(1−p)/(n−1)) (Cochran 1977, §3.2)."""
    p = x / n
    with np.errstate(divide="ignore", invalid="ignore"):
        half = normal_quantile(confidence) * np.sqrt((1 - n / size) * p * (1 - p) / (n - 1))
    return p - half, p + half


def _wilson(x: Floats, n: Floats, size: Floats, confidence: float) -> Bounds:
    return wilson(x / n, n, confidence=confidence)


def _wilson_cc(x: Floats, n: Floats, size: Floats, confidence: float) -> Bounds:
    """Give Wilson's interval with the continuity correction of R's ``prop.test`` (Newcombe 1998, method 4)."""
    z = normal_quantile(confidence)
    p = x / n
    shift = np.minimum(0.5, np.abs(x - n / 2))
    below, above = p - shift / n, p + shift / n
    shrink = 1 + z**2 / n
    low = (below + z**2 / (2 * n) - z * np.sqrt(np.maximum(below * (1 - below) / n + z**2 / (4 * n**2), 0))) / shrink
    high = (above + z**2 / (2 * n) + z * np.sqrt(np.maximum(above * (1 - above) / n + z**2 / (4 * n**2), 0))) / shrink
    return np.where(below <= 0, 0.0, low), np.where(above >= 1, 1.0, high)


def _wilson_fpc(x: Floats, n: Floats, size: Floats, confidence: float) -> Bounds:
    return wilson_fpc(x, n, size, confidence=confidence)


def _clopper_pearson(x: Floats, n: Floats, size: Floats, confidence: float) -> Bounds:
    return clopper_pearson(x, n, confidence=confidence)


def _hypergeometric(x: Floats, n: Floats, size: Floats, confidence: float) -> Bounds:
    return hypergeometric(x, n, size, confidence=confidence)


def _agresti_coull(x: Floats, n: Floats, size: Floats, confidence: float) -> Bounds:
    """Give the interval of Agresti & Coull (1998), not cut at 0 and 1."""
    z = normal_quantile(confidence)
    grown = n + z**2
    p = (x + z**2 / 2) / grown
    half = z * np.sqrt(p * (1 - p) / grown)
    return p - half, p + half


def _jeffreys(x: Floats, n: Floats, size: Floats, confidence: float) -> Bounds:
    """Give the interval of Jeffreys' prior, 0 and 1 at the ends (Brown, Cai & DasGupta 2001)."""
    tail = (1 - confidence) / 2
    low, high = betaincinv(x + 0.5, n - x + 0.5, tail), betaincinv(x + 0.5, n - x + 0.5, 1 - tail)
    return np.where(x == 0, 0.0, low), np.where(x == n, 1.0, high)


NEED_POPULATION = frozenset({Interval.WALD_FPC, Interval.WILSON_FPC, Interval.HYPERGEOMETRIC})
PLAIN: Mapping[Interval, Callable[[Floats, Floats, Floats, float], Bounds]] = {
    Interval.WALD: _wald,
    Interval.Z: _wald,
    Interval.MEAN: _wald,
    Interval.WALD_FPC: _wald_fpc,
    Interval.WILSON: _wilson,
    Interval.WILSON_CC: _wilson_cc,
    Interval.WILSON_FPC: _wilson_fpc,
    Interval.CLOPPER_PEARSON: _clopper_pearson,
    Interval.BETA: _clopper_pearson,
    Interval.HYPERGEOMETRIC: _hypergeometric,
    Interval.AGRESTI_COULL: _agresti_coull,
    Interval.JEFFREYS: _jeffreys,
}
