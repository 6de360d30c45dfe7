"""How a sample was drawn: who stands for how many, in which stratum and cluster, from a population of what size."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from polls.analysis.intervals import Floats, Integers
from polls.analysis.sampling.residuals import CalibrationResiduals

Flags = NDArray[np.bool_]


class DesignError(ValueError):
    """The description of the sample contradicts itself; the message names where."""


@dataclass(frozen=True, eq=False)
class SampleDesign:
    """A sample of n respondents in H strata; made by ``sample_design``.

    ``weights`` (n,): how many people each stands for; 0 is out of the sample. ``strata`` (n,) numbers from 0.
    ``clusters`` (n,) numbers the primary sampling units from 0, each respondent alone where people were drawn one by
    one. ``sampled`` (H,) and ``population`` (H,) count these units in the sample and in the population (``inf``:
    unknown, or drawn with replacement). ``calibrations`` take out, in their order, what known totals explain.
    """

    weights: Floats
    strata: Integers
    clusters: Integers
    sampled: Floats
    population: Floats
    calibrations: tuple[CalibrationResiduals, ...] = ()

    @property
    def size(self) -> int:
        return len(self.weights)

    @property
    def is_one_by_one(self) -> bool:
        """Whether each respondent is a sampling unit."""
        return int(self.sampled.sum()) == self.size

    def calibrated(self, weights: Floats, residuals: CalibrationResiduals) -> "SampleDesign":
        """Give the design with calibrated weights and what its variance owes to the calibration."""
        return replace(self, weights=weights, calibrations=(*self.calibrations, residuals))

    def reweighted(self, weights: Floats) -> "SampleDesign":
        """Give the design with other weights, such as trimmed ones, and the calibrations as they were."""
        return replace(self, weights=weights)


def sample_design(
    weights: ArrayLike,
    *,
    strata: Sequence[object] | NDArray[np.generic] | None = None,
    clusters: Sequence[object] | NDArray[np.generic] | None = None,
    population: ArrayLike | None = None,
) -> SampleDesign:
    """Describe a sample of n respondents by their weights (n,).

    ``strata`` and ``clusters`` (n,) are labels of any kind. ``population`` is the number of sampling units (people,
    or clusters) in the population: one number, or for each respondent that of the stratum (n,); ``nan`` is unknown.
    A sample of one unit has estimates without errors (``nan``). Raises DesignError: weights that are no numbers,
    clusters across strata, a population that is smaller than its sample or differs within a stratum, a stratum with
    one unit of several.
    """
    weight = _checked_weights(weights)
    n = len(weight)
    names, stratum = _numbered(strata, n)
    if clusters is None:
        cluster = np.arange(n)
        sampled = np.bincount(stratum, minlength=len(names)).astype(np.float64)
    else:
        _, cluster = _numbered(clusters, n)
        sampled = _units_by_stratum(cluster, stratum, names)
    sizes = _population_by_stratum(population, stratum, names)
    _check_sizes(sampled, sizes, names)
    return SampleDesign(weight, stratum, cluster, sampled, sizes)


def degrees_of_freedom(design: SampleDesign, domain: Flags | None = None) -> int:
    """Count the sampling units less the strata, of those with a weight and in the ``domain`` (n,)."""
    is_in = design.weights != 0
    if domain is not None:
        is_in &= domain
    units = np.count_nonzero(is_in)
    if not design.is_one_by_one:
        units = np.count_nonzero(np.bincount(design.clusters[is_in], minlength=1))
    if len(design.sampled) == 1:
        return int(units) - int(units > 0)
    return int(units - np.count_nonzero(np.bincount(design.strata[is_in], minlength=1)))


def _checked_weights(weights: ArrayLike) -> Floats:
    weight = np.asarray(weights, np.float64)
    if weight.ndim != 1 or len(weight) == 0:
        raise DesignError("weights must be a list of one number for each respondent")
    if not (weight.min() >= 0 and weight.max() < np.inf):
        wrong = np.flatnonzero(~np.isfinite(weight) | (weight < 0))
        raise DesignError(f"the weight of respondent {wrong[0] + 1} is {weight[wrong[0]]}: not a number from 0")
    if not weight.any():
        raise DesignError("all weights are 0")
    return weight


def _numbered(labels: Sequence[object] | NDArray[np.generic] | None, n: int) -> tuple[NDArray[np.generic], Integers]:
    """Number labels from 0 in their order: the labels, and the number of each respondent (n,)."""
    if labels is None:
        return np.array(["all"]), np.zeros(n, np.int64)
    if len(labels) != n:
        raise DesignError(f"{len(labels)} labels for {n} respondents")
    names, numbers = np.unique(np.asarray(labels), return_inverse=True)
    return names, numbers.astype(np.int64)


def _units_by_stratum(cluster: Integers, stratum: Integers, names: NDArray[np.generic]) -> Floats:
    pairs = np.unique(np.column_stack([cluster, stratum]), axis=0) if len(cluster) else np.empty((0, 2), np.int64)
    if len(np.unique(pairs[:, 0])) < len(pairs):
        raise DesignError("a cluster lies in two strata: label clusters so that each has one stratum")
    return np.bincount(pairs[:, 1], minlength=len(names)).astype(np.float64)


def _population_by_stratum(population: ArrayLike | None, stratum: Integers, names: NDArray[np.generic]) -> Floats:
    sizes = np.full(len(names), np.inf)
    if population is None:
        return sizes
    if np.ndim(population) == 0 and len(names) > 1:
        raise DesignError("the population of each stratum is needed, not one number for all")
    given = np.broadcast_to(np.asarray(population, np.float64), stratum.shape)
    sizes[stratum] = given
    differs = ~((sizes[stratum] == given) | (np.isnan(sizes[stratum]) & np.isnan(given)))
    if differs.any():
        raise DesignError(f"the population of stratum {names[stratum[np.argmax(differs)]]} differs within the stratum")
    return np.where(np.isnan(sizes), np.inf, sizes)


def _check_sizes(sampled: Floats, sizes: Floats, names: NDArray[np.generic]) -> None:
    smaller = np.flatnonzero(sizes < sampled)
    if len(smaller):
        place = smaller[0]
        raise DesignError(
            f"stratum {names[place]}: a population of {sizes[place]:g} for a sample of {sampled[place]:g}"
        )
    lonely = np.flatnonzero((sampled == 1) & (sizes > 1))
    if len(lonely) and len(names) > 1:
        raise DesignError(f"stratum {names[lonely[0]]} has one sampling unit: its variance is unknown, merge strata")
