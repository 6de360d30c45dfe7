"""From counts by profile come the same variances as from the respondents one by one."""

import numpy as np
import pytest

from polls.analysis.sampling.design import SampleDesign, sample_design
from polls.analysis.sampling.profiles import profile_covariance, profile_variances, profiles_of
from polls.analysis.sampling.variance import covariance
from polls.analysis.weighting.calibration import calibrate
from polls.analysis.weighting.cells import post_stratify
from polls.analysis.weighting.raking import rake
from polls.analysis.weighting.targets import margin
from polls.analysis.weighting.trimming import trim

pytestmark = pytest.mark.pure

RNG = np.random.default_rng(9)
N = 400
STRATUM, SEX, AGE, CELL = (RNG.integers(0, size, N) for size in (3, 2, 4, 6))
MARGINS = [
    margin("sex", SEX.tolist(), {"0": 700, "1": 500}),
    margin("age", AGE.tolist(), {"0": 200, "1": 300, "2": 300, "3": 400}),
]
PLAIN = sample_design(1.0 + STRATUM, strata=STRATUM, population=200 + 100 * STRATUM)
RAKED = rake(MARGINS, PLAIN.weights)
VALUES = RNG.normal(size=(5, 6))

DESIGNS = {
    "one stratum": sample_design(np.ones(N)),
    "strata": PLAIN,
    "raked": RAKED.applied(PLAIN),
    "raked as R": rake(MARGINS, PLAIN.weights, plain_residuals=True).applied(PLAIN),
    "cells": post_stratify(MARGINS[1], PLAIN.weights).applied(PLAIN),
    "raked and trimmed": RAKED.applied(PLAIN).reweighted(trim(RAKED.weights, high=1.2 * RAKED.weights.mean())),
    "raked, then weighted again": post_stratify(MARGINS[1], RAKED.weights).applied(RAKED.applied(PLAIN)),
}


@pytest.mark.parametrize("design", DESIGNS.values(), ids=DESIGNS)
def test_variances_are_those_of_the_respondents(design: SampleDesign) -> None:
    profiles = profiles_of(design)
    assert profiles is not None
    assert len(profiles.people) <= 24
    influence = VALUES.T[CELL] * design.weights[:, None]
    expected = covariance(design, influence)
    counts = profiles.counts(CELL, 6)
    assert counts.sum() == N
    assert profile_covariance(profiles, counts, VALUES) == pytest.approx(expected, rel=1e-9)
    assert profile_variances(profiles, counts, VALUES) == pytest.approx(np.diag(expected), rel=1e-9)


def test_those_in_no_cell_contribute_nothing() -> None:
    profiles = profiles_of(DESIGNS["raked"])
    assert profiles is not None
    outside = np.where(CELL == 2, -1, CELL)
    values = VALUES * (np.arange(6) != 2)
    found = profile_covariance(profiles, profiles.counts(outside, 6), VALUES)
    assert found == pytest.approx(profile_covariance(profiles, profiles.counts(CELL, 6), values))


def test_clusters_and_weights_of_everyone_apart_have_no_profiles() -> None:
    assert profiles_of(sample_design(np.ones(N), clusters=np.arange(N) // 2)) is None
    many = np.ones(5000)
    ages = RNG.normal(size=5000)
    outcome = calibrate(np.column_stack([many, ages]), [5000.0, 100.0], many)
    assert profiles_of(outcome.applied(sample_design(many))) is None
