"""Calibration: the weights nearest to the base weights that meet known totals (Deville & Särndal 1992)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from polls.analysis.intervals import Floats, Integers
from polls.analysis.sampling.residuals import regression_residuals
from polls.analysis.weighting.outcome import Weighting
from polls.analysis.weighting.targets import JointCells, Margin, WeightingError, base_weights, check_margins

TOLERANCE = 1e-12
"""The deviation, relative to 1 + the total, at which the iteration stops."""

ENOUGH = 1e-10
"""The deviation up to which a total is met."""

ROUNDS = 200


class Distance(StrEnum):
    """How the nearness of weights is measured."""

    LINEAR = "linear"
    RAKING = "raking"
    LOGIT = "logit"


@dataclass(frozen=True)
class Bounds:
    """The least and the greatest factor by which a base weight may change."""

    low: float = -np.inf
    high: float = np.inf


Factors = Callable[[Floats, Bounds], tuple[Floats, Floats]]
"""The factors of the base weights and their derivatives, from the linear predictor."""


def calibrate(
    auxiliaries: ArrayLike,
    totals: ArrayLike,
    base: ArrayLike | None = None,
    *,
    distance: Distance = Distance.LINEAR,
    bounds: Bounds | None = None,
    trim: Bounds | None = None,
    names: Sequence[str] = (),
) -> Weighting:
    """Weight so that the auxiliaries (n, p) reach their population ``totals`` (p,).

    ``bounds`` limit the factor; Distance.LOGIT needs them around 1. ``trim`` cuts the factors afterwards and spreads
    what is cut over the others in proportion to their base weights; the totals then hold no longer exactly. A
    weighting that has not converged names the auxiliaries that were not met by their ``names``. Raises WeightingError
    on a respondent without an auxiliary or on bounds that cannot be.
    """
    matrix = np.asarray(auxiliaries, np.float64)
    before = base_weights(base, len(matrix))
    return _calibrated(matrix, np.arange(len(matrix)), totals, before, distance, bounds, trim, names)


def calibrate_to_margins(
    margins: Sequence[Margin],
    base: ArrayLike | None = None,
    *,
    distance: Distance = Distance.RAKING,
    bounds: Bounds | None = None,
    trim: Bounds | None = None,
) -> Weighting:
    """Weight to the totals of the categories of several variables, as ``rake`` does, by any distance.

    The base weights are first scaled to the population, so that ``bounds`` speak of the change in what a weight is
    worth. Raises WeightingError where a category with a target is empty or the margins' totals differ.
    """
    before = base_weights(base, len(margins[0].codes) if margins else 0)
    check_margins(margins, before)
    scaled = before * (margins[0].population / before.sum())
    names = [f"{each.name}: {category}" for each in margins for category in each.categories]
    totals = np.concatenate([each.totals for each in margins])
    joint = JointCells.of(margins)
    return _calibrated(joint.indicators(margins), joint.place, totals, scaled, distance, bounds, trim, names)


def _calibrated(
    rows: Floats,
    place: Integers,
    totals: ArrayLike,
    before: Floats,
    distance: Distance,
    bounds: Bounds | None,
    trim: Bounds | None,
    names: Sequence[str],
) -> Weighting:
    """Calibrate respondents with the auxiliaries ``rows`` (c, p) at their ``place`` (n,): equal ones get one factor."""
    wanted, limits = np.asarray(totals, np.float64), bounds or Bounds()
    _check(rows, wanted, distance, limits)
    people = np.bincount(place, before, minlength=len(rows)).astype(np.float64)
    factors, rounds, deviations = _solve(rows, wanted, people, FACTORS[distance], limits)
    labels = names or [f"total {number + 1}" for number in range(len(wanted))]
    missed = tuple(label for label, left in zip(labels, deviations.tolist(), strict=True) if not left <= ENOUGH)
    cut = factors if trim is None else _trimmed(factors, people, trim)
    weights = before * cut[place]
    residuals = regression_residuals(rows, place, before, weights)
    return Weighting(weights, residuals, rounds, float(np.max(deviations)), not missed, missed)


def _check(matrix: Floats, wanted: Floats, distance: Distance, bounds: Bounds) -> None:
    if matrix.ndim != 2 or wanted.shape != matrix.shape[1:]:
        raise WeightingError("as many totals are needed as there are auxiliaries")
    unknown = np.flatnonzero(~np.isfinite(matrix).all(axis=1))
    if len(unknown):
        raise WeightingError(f"respondent {unknown[0] + 1} has an auxiliary without a value")
    if not np.isfinite(wanted).all():
        raise WeightingError("a population total is not a number")
    if not bounds.low < 1 < bounds.high:
        raise WeightingError(f"the bounds {bounds.low:g} and {bounds.high:g} do not lie around 1")
    if distance is Distance.LOGIT and not (np.isfinite(bounds.low) and np.isfinite(bounds.high)):
        raise WeightingError("calibration by the logit distance needs two bounds")


def _solve(
    matrix: Floats, wanted: Floats, before: Floats, factors_of: Factors, bounds: Bounds
) -> tuple[Floats, int, Floats]:
    """Find the factors by Newton's method with halved steps: factors (n,), rounds, relative deviations (p,)."""
    multipliers = np.zeros(matrix.shape[1])
    factors, slopes = factors_of(matrix @ multipliers, bounds)
    size = 1 + np.abs(wanted)
    misfit = wanted - (before * factors) @ matrix
    rounds = 0
    while rounds < ROUNDS and np.max(np.abs(misfit) / size) > TOLERANCE:
        rounds += 1
        hessian = (matrix * (before * slopes)[:, None]).T @ matrix
        step: Floats = np.linalg.lstsq(hessian, misfit, rcond=1e-12)[0].astype(np.float64)
        smaller = _smaller_misfit(matrix, wanted, before, factors_of, bounds, multipliers, step, misfit)
        if smaller is None:
            break
        multipliers, factors, slopes, misfit = smaller
    return factors, rounds, np.abs(misfit) / size


def _smaller_misfit(
    matrix: Floats,
    wanted: Floats,
    before: Floats,
    factors_of: Factors,
    bounds: Bounds,
    multipliers: Floats,
    step: Floats,
    misfit: Floats,
) -> tuple[Floats, Floats, Floats, Floats] | None:
    """Go the step, or half of it, and so on, until the misfit is finite and smaller; None where it never is."""
    for halving in range(30):
        tried = multipliers + step / 2**halving
        with np.errstate(over="ignore", invalid="ignore"):
            factors, slopes = factors_of(matrix @ tried, bounds)
            left = wanted - (before * factors) @ matrix
        if np.isfinite(left).all() and np.isfinite(slopes).all() and left @ left < misfit @ misfit:
            return tried, factors, slopes, left
    return None


def _trimmed(factors: Floats, before: Floats, trim: Bounds) -> Floats:
    outside = (factors < trim.low) | (factors > trim.high)
    if not outside.any() or outside.all():
        return np.clip(factors, trim.low, trim.high)
    cut = np.clip(factors, trim.low, trim.high)
    spare = np.sum((factors - cut) * before) / before[~outside].sum()
    return np.where(outside, cut, factors + spare)


def _linear(predictor: Floats, bounds: Bounds) -> tuple[Floats, Floats]:
    free = 1 + predictor
    inside = (free > bounds.low) & (free < bounds.high)
    return np.clip(free, bounds.low, bounds.high), inside.astype(np.float64)


def _raking(predictor: Floats, bounds: Bounds) -> tuple[Floats, Floats]:
    free = np.exp(predictor)
    inside = (free > bounds.low) & (free < bounds.high)
    return np.clip(free, bounds.low, bounds.high), np.where(inside, free, 0.0)


def _logit(predictor: Floats, bounds: Bounds) -> tuple[Floats, Floats]:
    """Deville & Särndal (1992), case 6."""
    low, high = bounds.low, bounds.high
    speed = (high - low) / ((1 - low) * (high - 1))
    grown = np.exp(np.clip(speed * predictor, -700, 700))
    bottom = (high - 1) + (1 - low) * grown
    factors = (low * (high - 1) + high * (1 - low) * grown) / bottom
    slopes = speed * (high - low) * (high - 1) * (1 - low) * grown / bottom**2
    return factors, slopes


FACTORS: dict[Distance, Factors] = {Distance.LINEAR: _linear, Distance.RAKING: _raking, Distance.LOGIT: _logit}
