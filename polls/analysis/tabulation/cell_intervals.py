"""Intervals of the shares in a table, by the method that the specification names or by the rule of the house."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from polls.analysis.interval_variants import agresti_coull, jeffreys, wald, wilson_continuity
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
from polls.analysis.sampling.share_intervals import ShareMethod, design_share_interval
from polls.analysis.tabulation.spec import Interval

Bounded = tuple[Floats, Floats, NDArray[np.str_]]
"""Low, high and the name of the method, arrays of one shape."""


def plain_intervals(method: Interval, count: Floats, base: Floats, population: Floats, *, confidence: float) -> Bounded:
    """Give the intervals of unweighted shares: ``count`` of ``base`` in ``population`` (``nan``: not known)."""
    if method is Interval.AUTO:
        return share_interval(count, base, population, confidence=confidence)
    x, n, size = (array.ravel() for array in np.broadcast_arrays(count, base, population))
    low, high = np.full(len(x), np.nan), np.full(len(x), np.nan)
    is_used = n > 0
    if method in NEED_POPULATION:
        is_used &= ~np.isnan(size)
    used = method if method in PLAIN else Interval.WILSON
    bounds = PLAIN[used](x[is_used], n[is_used], size[is_used], confidence)
    low[is_used], high[is_used] = bounds
    names = np.where(is_used, used.value, "")
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


NEED_POPULATION = frozenset({Interval.WALD_FPC, Interval.WILSON_FPC, Interval.HYPERGEOMETRIC})
PLAIN: Mapping[Interval, Callable[[Floats, Floats, Floats, float], Bounds]] = {
    Interval.WALD: lambda x, n, size, level: wald(x, n, confidence=level),
    Interval.Z: lambda x, n, size, level: wald(x, n, confidence=level),
    Interval.MEAN: lambda x, n, size, level: wald(x, n, confidence=level),
    Interval.WALD_FPC: lambda x, n, size, level: wald(x, n, size, confidence=level),
    Interval.WILSON: lambda x, n, size, level: wilson(x / n, n, confidence=level),
    Interval.WILSON_CC: lambda x, n, size, level: wilson_continuity(x, n, confidence=level),
    Interval.WILSON_FPC: lambda x, n, size, level: wilson_fpc(x, n, size, confidence=level),
    Interval.CLOPPER_PEARSON: lambda x, n, size, level: clopper_pearson(x, n, confidence=level),
    Interval.BETA: lambda x, n, size, level: clopper_pearson(x, n, confidence=level),
    Interval.HYPERGEOMETRIC: lambda x, n, size, level: hypergeometric(x, n, size, confidence=level),
    Interval.AGRESTI_COULL: lambda x, n, size, level: agresti_coull(x, n, confidence=level),
    Interval.JEFFREYS: lambda x, n, size, level: jeffreys(x, n, confidence=level),
}
"""The methods that need no design. For the others an unweighted table has Wilson's interval."""
