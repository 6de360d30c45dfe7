"""From counts to estimates: shares and means with their standard errors, all lines of all variables at once.

Every estimate is a ratio R = Σwt / Σwb. Its linearised value for a respondent is w(t − R·b)/Σwb, which depends on the
code alone; so sums of w and of w² by code hold all that its variance needs (Särndal, Swensson & Wretman 1992, §5.6).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from polls.analysis.tabulation.counting import Tally
from polls.analysis.tabulation.lines import Line

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Strata:
    """How the respondents were drawn: ``sampled`` (H,) in each stratum, of ``population`` (H,), ``inf`` if unknown."""

    sampled: Floats
    population: Floats

    @property
    def factors(self) -> Floats:
        """Give (1 − n/N) · n/(n − 1) of each stratum (H,); 0 where everyone was asked."""
        left = np.where(np.isinf(self.population), 1.0, 1 - self.sampled / self.population)
        return np.where(left > 0, left * self.sampled / np.maximum(self.sampled - 1, 1), 0.0)


@dataclass(frozen=True, eq=False)
class Estimated:
    """The cells of a table, all (lines, groups).

    ``count`` of respondents in the numerator (of a share), ``weighted_count`` of their weights (or of weights times
    values), ``base``, ``weighted_base`` and ``base_squares`` (of squared weights). ``estimate`` is ``nan`` on an empty
    base. ``error`` is the design-based standard error, ``simple`` the variance on a simple random sample of the same
    base drawn with replacement. ``linear`` (lines, strata, groups) are sums of linearised values by stratum.
    """

    count: Floats
    weighted_count: Floats
    base: Floats
    weighted_base: Floats
    base_squares: Floats
    estimate: Floats
    error: Floats
    simple: Floats
    linear: Floats
    strata_in_base: Floats

    @property
    def effective_base(self) -> Floats:
        """Kish's effective base: (Σw)²/Σw² (Kish 1965, §11.7)."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(self.base > 0, self.weighted_base**2 / self.base_squares, 0.0)

    @property
    def df(self) -> Floats:
        """Degrees of freedom in each base: respondents less strata."""
        return self.base - self.strata_in_base


def estimate(tally: Tally, lines: Sequence[Line], strata: Strata) -> Estimated:
    """Estimate all lines in all groups from the counts."""
    layout = layout_of(tuple(lines), tally.count.shape[3])
    if layout.codes is not None and len(strata.sampled) == 1:
        return _estimate_codes(tally, layout, strata)
    top, bottom, items = layout.top, layout.bottom, layout.items
    count, weight, square = (_over_strata(sums)[items] for sums in (tally.count, tally.weight, tally.square))
    weighted_count, weighted_base = _dot(weight, top), _dot(weight, bottom)
    ratio = np.divide(weighted_count, weighted_base, out=np.full_like(weighted_base, np.nan), where=weighted_base > 0)
    base = _dot(count, bottom)
    deviation = top[:, None, :] - ratio[:, :, None] * bottom[:, None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        scaled = deviation / weighted_base[:, :, None]
        spread = np.einsum("lgc,lgc->lg", deviation**2, weight) / weighted_base / np.where(base > 1, base - 1, np.nan)
    linear, variance = _variance(tally, items, scaled, strata)
    present = base > 0
    if len(strata.sampled) > 1:
        present = (np.einsum("lhgc,lc->lhg", tally.count[items], bottom) > 0).sum(axis=1)
    return Estimated(
        count=_dot(count, (top != 0).astype(np.float64)),
        weighted_count=weighted_count,
        base=base,
        weighted_base=weighted_base,
        base_squares=_dot(square, bottom),
        estimate=ratio,
        error=np.sqrt(variance),
        simple=spread,
        linear=linear,
        strata_in_base=present.astype(np.float64),
    )


def _estimate_codes(tally: Tally, layout: "Layout", strata: Strata) -> Estimated:
    """Estimate lines that are each the share of one code, in one stratum: the same numbers with less work."""
    sums = (tally.count[:, 0], tally.weight[:, 0], tally.square[:, 0])
    count, weight, square = (each[layout.items, :, layout.codes] for each in sums)
    base, weighted_base, base_squares = (
        _dot(each[layout.base_items], layout.base_bottom)[layout.base_of] for each in sums
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(weighted_base > 0, weight / weighted_base, np.nan)
        rest = 1 - share
        squares = rest**2 * square + share**2 * (base_squares - square)
        error = np.sqrt(strata.factors[0] * np.maximum(squares, 0.0)) / weighted_base
        spread = share * rest / np.where(base > 1, base - 1, np.nan)
    return Estimated(
        count=count,
        weighted_count=weight,
        base=base,
        weighted_base=weighted_base,
        base_squares=base_squares,
        estimate=share,
        error=error,
        simple=spread,
        linear=np.broadcast_to(0.0, (len(share), 1, share.shape[1])),  # of everyone they add up to nothing
        strata_in_base=(base > 0).astype(np.float64),
    )


@dataclass(frozen=True, eq=False)
class Layout:
    """The coefficients of lines in arrays: ``items`` (lines,), ``top`` and ``bottom`` (lines, codes).

    ``codes`` (lines,) are the one code of each numerator, None where not all lines are such. Lines have few different
    bases: ``base_of`` (lines,) places each in ``base_items`` and ``base_bottom`` (bases, codes).
    """

    items: NDArray[np.intp]
    top: Floats
    bottom: Floats
    codes: NDArray[np.intp] | None
    base_of: NDArray[np.intp]
    base_items: NDArray[np.intp]
    base_bottom: Floats


@lru_cache(maxsize=64)
def layout_of(lines: tuple[Line, ...], width: int) -> Layout:
    """Lay out the coefficients of lines, filled up with zeros to ``width`` codes."""
    top, bottom = _coefficients(lines, width)
    items = np.array([line.item for line in lines], np.intp)
    is_one = all(np.count_nonzero(line.top) == 1 and line.top.max() == 1 for line in lines)
    is_inside = bool(((bottom == 0) | (bottom == 1)).all() and (top <= bottom).all())
    places: dict[tuple[int, bytes], int] = {}
    base_of = [places.setdefault((line.item, line.bottom.tobytes()), len(places)) for line in lines]
    first = np.unique(np.array(base_of, np.intp), return_index=True)[1]
    codes = top.argmax(axis=1) if lines and is_one and is_inside else None
    return Layout(items, top, bottom, codes, np.array(base_of, np.intp), items[first], bottom[first])


def total_errors(tally: Tally, lines: Sequence[Line], strata: Strata) -> Floats:
    """Give the standard errors of the weighted counts as estimates of totals: (lines, groups)."""
    layout = layout_of(tuple(lines), tally.count.shape[3])
    top, items = layout.top, layout.items
    sums = np.einsum("lc,lhgc->lhg", top, tally.weight[items])
    squares = np.einsum("lc,lhgc->lhg", top**2, tally.square[items])
    variance = np.einsum("h,lhg->lg", strata.factors, squares - sums**2 / strata.sampled[:, None])
    errors: Floats = np.sqrt(np.maximum(variance, 0.0))
    return errors


def _over_strata(sums: Floats) -> Floats:
    summed: Floats = sums[:, 0] if sums.shape[1] == 1 else sums.sum(axis=1)
    return summed


def covariance_of_pairs(
    estimated: Estimated, strata: Strata, first: NDArray[np.intp], second: NDArray[np.intp]
) -> Floats:
    """Give the covariance of two disjoint groups on each line: (lines, pairs); they meet only in their strata."""
    if len(strata.sampled) == 1:  # linearised values of everyone add up to nothing
        return np.zeros((len(estimated.error), len(first)))
    share = strata.factors / strata.sampled
    one, two = estimated.linear[:, :, first], estimated.linear[:, :, second]
    covariances: Floats = -np.einsum("h,lhp,lhp->lp", share, one, two)
    return covariances


def cell_covariance(weight: Floats, square: Floats, strata: Strata) -> Floats:
    """Give the covariance (…, cells, cells) of shares of cells, from sums of w and w² (…, strata, cells)."""
    total = weight.sum(axis=(-1, -2))[..., None, None]
    share = weight.sum(axis=-2, keepdims=True) / total
    linear = weight - share * weight.sum(axis=-1, keepdims=True)
    factors = strata.factors
    kept = np.einsum("h,...hj->...j", factors, square)[..., None]
    outer = kept * share
    spread: Floats = kept * np.eye(share.shape[-1])
    spread -= outer
    spread -= np.swapaxes(outer, -1, -2)
    spread += np.swapaxes(share, -1, -2) * share * kept.sum(axis=-2, keepdims=True)
    spread -= np.swapaxes(linear, -1, -2) @ (linear * (factors / strata.sampled)[:, None])
    spread /= total**2
    return spread


def _variance(tally: Tally, items: NDArray[np.intp], scaled: Floats, strata: Strata) -> tuple[Floats, Floats]:
    """Give the sums of linearised values (lines, strata, groups) and the variance (lines, groups)."""
    if len(strata.sampled) == 1:  # linearised values of everyone add up to nothing
        squares = np.einsum("lgc,lgc->lg", scaled**2, tally.square[items, 0])
        return np.zeros((len(items), 1, scaled.shape[1])), strata.factors[0] * squares
    linear = np.einsum("lgc,lhgc->lhg", scaled, tally.weight[items])
    squares = np.einsum("lgc,lhgc->lhg", scaled**2, tally.square[items])
    variance = np.einsum("h,lhg->lg", strata.factors, squares - linear**2 / strata.sampled[:, None])
    return linear, np.maximum(variance, 0.0)


def _coefficients(lines: Sequence[Line], width: int) -> tuple[Floats, Floats]:
    """Put numerators and denominators in two arrays (lines, codes), filled up with zeros."""
    if all(len(line.top) == width for line in lines) and lines:
        return np.array([line.top for line in lines]), np.array([line.bottom for line in lines])
    top, bottom = np.zeros((len(lines), width)), np.zeros((len(lines), width))
    for place, line in enumerate(lines):
        top[place, : len(line.top)] = line.top
        bottom[place, : len(line.bottom)] = line.bottom
    return top, bottom


def _dot(sums: Floats, coefficients: Floats) -> Floats:
    """Sum over the codes: (lines, groups, codes) with (lines, codes) gives (lines, groups)."""
    summed: Floats = np.matmul(sums, coefficients[:, :, None])[:, :, 0]
    return summed
