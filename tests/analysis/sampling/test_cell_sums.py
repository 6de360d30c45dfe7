"""From sums over cells come the same numbers as from the respondents one by one."""

import numpy as np
import pytest

from polls.analysis.sampling.cell_sums import (
    MeanSums,
    ShareSums,
    cell_covariances,
    mean_variances,
    share_variances,
    stratified_share_variances,
)
from polls.analysis.sampling.design import SampleDesign, sample_design
from polls.analysis.sampling.estimates import group_means, means, shares
from polls.analysis.sampling.variance import unit_factors

pytestmark = pytest.mark.pure

RNG = np.random.default_rng(5)
N = 200
WEIGHTS = RNG.uniform(0.5, 4, N)
ANSWER, SEGMENT, STRATUM = RNG.integers(0, 3, N), RNG.integers(0, 2, N), RNG.integers(0, 4, N)


def histogram(values: np.ndarray, *by: tuple[np.ndarray, int]) -> np.ndarray:
    joint = np.ravel_multi_index([codes for codes, _ in by], [size for _, size in by])
    shape = [size for _, size in by]
    return np.bincount(joint, values, minlength=int(np.prod(shape))).reshape(shape)


def sums_of(*outer: tuple[np.ndarray, int]) -> ShareSums:
    weights, squares = (histogram(w, *outer, (ANSWER, 3), (SEGMENT, 2)) for w in (WEIGHTS, WEIGHTS**2))
    return ShareSums(weights, squares, weights.sum(axis=-2, keepdims=True), squares.sum(axis=-2, keepdims=True))


def expected(design: SampleDesign) -> tuple[np.ndarray, np.ndarray]:
    by_segment = [shares(design, ANSWER, 3, np.asarray(segment == SEGMENT)) for segment in range(2)]
    return (
        np.column_stack([each.estimate for each in by_segment]),
        np.column_stack([each.variance for each in by_segment]),
    )


def test_shares_of_one_stratum() -> None:
    sums = sums_of()
    estimate, variance = expected(sample_design(WEIGHTS))
    assert sums.shares == pytest.approx(estimate)
    assert share_variances(sums, N) == pytest.approx(variance)
    assert sums.effective_base[0, 0] == pytest.approx(
        WEIGHTS[SEGMENT == 0].sum() ** 2 / (WEIGHTS[SEGMENT == 0] ** 2).sum()
    )


def test_shares_of_several_strata_of_known_size() -> None:
    design = sample_design(WEIGHTS, strata=STRATUM, population=100 + 10 * STRATUM)
    _, variance = expected(design)
    found = stratified_share_variances(sums_of((STRATUM, 4)), design.sampled, unit_factors(design))
    assert found == pytest.approx(variance)


def test_means() -> None:
    value = RNG.normal(7, 2, N)
    weighted = (WEIGHTS, WEIGHTS * value, WEIGHTS**2, WEIGHTS**2 * value, (WEIGHTS * value) ** 2)
    sums = MeanSums(*(np.bincount(SEGMENT, each).astype(np.float64) for each in weighted))
    groups = group_means(sample_design(WEIGHTS), value, SEGMENT, 2)
    assert sums.means == pytest.approx(groups.estimate)
    assert mean_variances(sums, N) == pytest.approx(groups.variance)


def test_an_empty_column_has_no_share() -> None:
    nothing = np.zeros((1, 1))
    sums = ShareSums(nothing, nothing, nothing, nothing)
    assert np.isnan(sums.shares).all()
    assert np.isnan(sums.effective_base).all()
    assert np.isnan(share_variances(sums, N)).all()


def test_covariances_of_all_cells() -> None:
    weights, squares = (histogram(w, (ANSWER, 3), (SEGMENT, 2)) for w in (WEIGHTS, WEIGHTS**2))
    p, covariance = cell_covariances(weights, squares, N)
    cell = ANSWER * 2 + SEGMENT
    estimates = means(sample_design(WEIGHTS), (cell[:, None] == np.arange(6)).astype(np.float64))
    assert p.ravel() == pytest.approx(estimates.estimate)
    assert covariance == pytest.approx(estimates.covariance)
    twice, both = cell_covariances(np.stack([weights, weights]), np.stack([squares, squares]), N)
    assert twice.shape == (2, 3, 2)
    assert both[1] == pytest.approx(covariance)
