"""Variances under a calibrated or stratified design from counts: respondents who are alike to it are one profile.

Weighting to a few margins leaves few different respondents: those of a stratum, with the same weight and in the same
categories. What the variance needs of an answer is then how often each profile gave it, and nothing of the respondents
themselves. The numbers are those of ``variance.covariance``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from polls.analysis.intervals import Floats, Integers
from polls.analysis.ratio import ratio
from polls.analysis.sampling.design import SampleDesign
from polls.analysis.sampling.residuals import CalibrationResiduals
from polls.analysis.sampling.variance import unit_factors

MOST = 4096
"""With more profiles than this the respondents themselves are no slower."""


@dataclass(frozen=True, eq=False)
class Profiles:
    """The P kinds of respondents of a design, made by ``profiles_of``.

    ``place`` (n,) is the profile of each respondent, ``people`` (P,) their number, ``weights`` (P,) and ``strata`` (P,)
    what they share, ``calibrations`` those of the design with one row for each profile.
    """

    place: Integers
    people: Integers
    weights: Floats
    strata: Integers
    calibrations: tuple[CalibrationResiduals, ...]
    sampled: Floats
    factors: Floats

    def counts(self, cells: Integers, size: int) -> Integers:
        """Count respondents by profile and cell: (P, size). ``cells`` (n,) are numbers from 0; others are in none."""
        is_in = (cells >= 0) & (cells < size)
        joint = self.place * size + cells
        return np.bincount(joint[is_in], minlength=len(self.people) * size).reshape(-1, size)


def profiles_of(design: SampleDesign) -> Profiles | None:
    """Find the profiles of a design, once; None where people were drawn in clusters, or nearly all differ."""
    if design not in _FOUND:
        _FOUND[design] = _found(design)
    return _FOUND[design]


_FOUND: WeakKeyDictionary[SampleDesign, Profiles | None] = WeakKeyDictionary()


def _found(design: SampleDesign) -> Profiles | None:
    if not design.is_one_by_one:
        return None
    columns = np.column_stack([design.strata, design.weights, *_columns(design)])
    # Rows that are equal have equal sums, whatever the factors; that the others differ is checked.
    sums = np.zeros(design.size)
    for column, factor in zip(columns.T, np.random.default_rng(1).uniform(1, 2, columns.shape[1]), strict=True):
        sums += column * factor
    _, first, place = np.unique(sums, return_index=True, return_inverse=True)
    if len(first) > MOST or not np.array_equal(columns, columns[first[place]]):
        return None
    calibrations = tuple(
        CalibrationResiduals(each.rows, each.place[first], each.metric[first], each.kernel, each.weights[first])
        for each in design.calibrations
    )
    people = np.bincount(place)
    weights, strata = design.weights[first], design.strata[first]
    return Profiles(place, people, weights, strata, calibrations, design.sampled, unit_factors(design))


def profile_covariance(profiles: Profiles, counts: Integers, values: Floats) -> Floats:
    """Give the covariance (k, k) of k estimates from the ``counts`` (P, cells) of ``Profiles.counts``.

    ``values`` (k, cells) are their influence values per weight: each respondent in a cell contributes the cell's value
    times the weight.
    """
    explained, sums = _explained(profiles, counts, values)
    factors = profiles.factors[profiles.strata]
    own = (values * ((factors * profiles.weights**2) @ counts)) @ values.T
    cross = sums.T @ ((factors * profiles.weights)[:, None] * explained)
    rest = (explained * (factors * profiles.people)[:, None]).T @ explained
    drift = _drift(profiles, explained, sums)
    covariance: Floats = own - cross - cross.T + rest - drift.T @ drift
    return covariance


def profile_variances(profiles: Profiles, counts: Integers, values: Floats) -> Floats:
    """Give the diagonal (k,) of ``profile_covariance`` without the rest."""
    explained, sums = _explained(profiles, counts, values)
    factors = profiles.factors[profiles.strata]
    own: Floats = values**2 @ ((factors * profiles.weights**2) @ counts)
    cross = np.sum(sums * (factors * profiles.weights)[:, None] * explained, axis=0)
    rest = (factors * profiles.people) @ explained**2
    drift = np.sum(_drift(profiles, explained, sums) ** 2, axis=0)
    variances: Floats = np.maximum(own - 2 * cross + rest - drift, 0.0)
    return variances


def _explained(profiles: Profiles, counts: Integers, values: Floats) -> tuple[Floats, Floats]:
    """Give what calibration explains of the influence of each profile (P, k), and the sums of its values (P, k)."""
    sums: Floats = counts @ values.T
    explained = np.zeros_like(sums)
    for each in profiles.calibrations:
        totals = profiles.weights[:, None] * sums - profiles.people[:, None] * explained
        plain = ratio(totals, each.weights[:, None], empty=0.0) * each.metric[:, None]
        rows = each.rows[each.place]
        explained = explained + each.weights[:, None] * (rows @ (each.kernel @ (rows.T @ plain)))
    return explained, sums


def _drift(profiles: Profiles, explained: Floats, sums: Floats) -> Floats:
    """Give the sums of the residuals of each stratum, scaled so that their squares are what its mean takes out."""
    totals = profiles.weights[:, None] * sums - profiles.people[:, None] * explained
    by_stratum = np.zeros((len(profiles.sampled), totals.shape[1]))
    np.add.at(by_stratum, profiles.strata, totals)
    drift: Floats = by_stratum * np.sqrt(profiles.factors / profiles.sampled)[:, None]
    return drift


def _columns(design: SampleDesign) -> Iterator[Floats]:
    for each in design.calibrations:
        yield each.weights
        yield each.metric
        yield each.place.astype(np.float64)
