"""The variance of an estimated total under a design, by linearisation.

Every estimate is made a total of influence values, one for each respondent with the weight included; respondents
outside the domain have 0 and stay in the sample (Särndal, Swensson & Wretman 1992, §5.5 and §5.8).
"""

import numpy as np

from polls.analysis.intervals import Floats, Integers
from polls.analysis.ratio import ratio
from polls.analysis.sampling.design import SampleDesign
from polls.analysis.sampling.sums import sums_by


def covariance(design: SampleDesign, influence: Floats) -> Floats:
    """Give the covariance matrix (k, k) of the totals of influence values (n, k).

    Per stratum the spread of the totals of its m sampling units out of M: (1 − m/M) · m/(m−1) · Σ (t − t̄)(t − t̄)'.
    """
    deviations = scaled_deviations(design, influence)
    products: Floats = deviations.T @ deviations
    return products


def variances(design: SampleDesign, influence: Floats) -> Floats:
    """Give the diagonal (k,) of ``covariance`` without computing the rest."""
    squares: Floats = np.sum(scaled_deviations(design, influence) ** 2, axis=0)
    return squares


def scaled_deviations(design: SampleDesign, influence: Floats) -> Floats:
    """Give the deviations (units, k) of the units' totals from their stratum's mean, scaled: their squares add up."""
    residual = influence
    for calibration in design.calibrations:
        residual = calibration.of(residual)
    totals, strata = unit_totals(design, residual)
    if len(design.sampled) == 1:
        means = totals.sum(axis=0, keepdims=True) / design.sampled[0]
        centred: Floats = (totals - means) * np.sqrt(unit_factors(design)[0])
        return centred
    means = sums_by(strata, totals, len(design.sampled)) / design.sampled[:, None]
    scaled: Floats = (totals - means[strata]) * np.sqrt(unit_factors(design)[strata, None])
    return scaled


def unit_totals(design: SampleDesign, values: Floats) -> tuple[Floats, Integers]:
    """Add values (n, k) up within the sampling units: (units, k) and the stratum of each unit."""
    units = int(design.sampled.sum())
    if units == design.size:
        return values, design.strata
    strata = np.zeros(units, np.int64)
    strata[design.clusters] = design.strata
    return sums_by(design.clusters, values, units), strata


def unit_factors(design: SampleDesign) -> Floats:
    """Give (1 − m/M) · m/(m−1) of each stratum (H,); 0 where all units were drawn, ``nan`` for one unit of several."""
    m = design.sampled
    left = np.where(np.isinf(design.population), 1.0, 1 - m / design.population)
    return np.where(left > 0, left * ratio(m, m - 1), 0.0)
