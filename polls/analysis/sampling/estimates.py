"""Totals, means, shares and ratios with their covariance under a design: each estimate and its influence values."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from polls.analysis.intervals import Floats, Integers
from polls.analysis.ratio import ratio
from polls.analysis.sampling.design import Flags, SampleDesign
from polls.analysis.sampling.variance import covariance, variances


@dataclass(frozen=True, eq=False)
class Estimates:
    """Estimates (k,) and what each respondent contributes to their errors: ``influence`` (n, k), weights included."""

    design: SampleDesign
    estimate: Floats
    influence: Floats

    @cached_property
    def covariance(self) -> Floats:
        """The covariance matrix (k, k)."""
        return covariance(self.design, self.influence)

    @cached_property
    def variance(self) -> Floats:
        return variances(self.design, self.influence)

    @property
    def error(self) -> Floats:
        """The standard errors (k,)."""
        return np.sqrt(self.variance)

    def combined(self, coefficients: ArrayLike) -> "Estimates":
        """Give linear combinations: ``coefficients`` (c, k) make c estimates, such as differences."""
        matrix = np.atleast_2d(np.asarray(coefficients, np.float64))
        return Estimates(self.design, matrix @ self.estimate, self.influence @ matrix.T)

    def minus(self, other: "Estimates") -> "Estimates":
        """Give the differences with other estimates of the same sample, whoever they share."""
        return Estimates(self.design, self.estimate - other.estimate, self.influence - other.influence)


def totals(design: SampleDesign, values: ArrayLike, domain: Flags | None = None) -> Estimates:
    """Estimate population totals of values (n,) or (n, k) of those in the ``domain`` (n,) with all values known."""
    known, weights = _known(design, values, domain)
    influence = known * weights[:, None]
    return Estimates(design, influence.sum(axis=0), influence)


def means(design: SampleDesign, values: ArrayLike, domain: Flags | None = None) -> Estimates:
    """Estimate means of values (n,) or (n, k) of those in the ``domain`` (n,) with all values known (not ``nan``).

    ``nan`` where nobody is. A share is the mean of a variable that is 1 or 0.
    """
    known, weights = _known(design, values, domain)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = weights / weights.sum()
        estimate = share @ known
        influence = (known - estimate) * share[:, None]
    return Estimates(design, estimate, influence)


def shares(design: SampleDesign, codes: Integers, levels: int, domain: Flags | None = None) -> Estimates:
    """Estimate the shares (levels,) of the answers 0 … levels-1 among those who gave one; other codes are no answer."""
    answered = (codes >= 0) & (codes < levels)
    values = (codes[:, None] == np.arange(levels)).astype(np.float64)
    return means(design, values, answered if domain is None else answered & domain)


def ratios(design: SampleDesign, over: ArrayLike, under: ArrayLike, domain: Flags | None = None) -> Estimates:
    """Estimate the ratios of the total of ``over`` (n, k) to the total of ``under`` (n,)."""
    numerator = _matrix(over)
    both, weights = _known(design, np.column_stack([numerator, np.asarray(under, np.float64)]), domain)
    k = numerator.shape[1]
    base = weights @ both[:, k]
    estimate = (weights @ both[:, :k]) / base
    influence = (both[:, :k] - estimate * both[:, k:]) * (weights / base)[:, None]
    return Estimates(design, estimate, influence)


def group_means(design: SampleDesign, values: ArrayLike, groups: Integers, count: int) -> Estimates:
    """Estimate the mean of values (n,) in each of the groups 0 … count-1: (count,); ``nan`` where a group is empty.

    Respondents whose number in ``groups`` (n,) is another are in no group.
    """
    value = np.asarray(values, np.float64)
    known = ~np.isnan(value) & (groups >= 0) & (groups < count)
    place = np.where(known, groups, 0)
    weights = np.where(known, design.weights, 0.0)
    value = np.where(known, value, 0.0)
    base = np.bincount(place, weights, minlength=count)
    sums = np.bincount(place, weights * value, minlength=count)
    estimate = ratio(sums, base)
    influence = np.zeros((design.size, count))
    share = ratio(weights, base[place], empty=0.0)
    influence[np.arange(design.size), place] = share * np.where(share > 0, value - estimate[place], 0.0)
    return Estimates(design, estimate, influence)


def design_effects(design: SampleDesign, values: ArrayLike, domain: Flags | None = None) -> Floats:
    """Give the design effects (k,) of means: their variance over that of a simple random sample with replacement."""
    estimates = means(design, values, domain)
    known, weights = _known(design, values, domain)
    n = np.count_nonzero(weights)
    spread: Floats = weights @ (known - estimates.estimate) ** 2 / weights.sum() / (n - 1)
    return ratio(estimates.variance, spread)


def _matrix(values: ArrayLike) -> Floats:
    array = np.asarray(values, np.float64)
    return array[:, None] if array.ndim == 1 else array


def _known(design: SampleDesign, values: ArrayLike, domain: Flags | None) -> tuple[Floats, Floats]:
    """Give values (n, k) and weights (n,), both 0 for those outside the domain or with an unknown value."""
    matrix = _matrix(values)
    is_in: Flags = np.asarray(~np.isnan(matrix).any(axis=1))
    if domain is not None:
        is_in &= domain
    if is_in.all():
        return matrix, design.weights
    return np.where(is_in[:, None], matrix, 0.0), np.where(is_in, design.weights, 0.0)
