"""What calibration explains is taken out, and no more."""

import numpy as np
import pytest

from polls.analysis.sampling.residuals import cell_residuals, regression_residuals, swept_residuals

pytestmark = pytest.mark.pure

RNG = np.random.default_rng(3)
BASE, WEIGHTS, CELLS = RNG.uniform(1, 3, 60), RNG.uniform(1, 3, 60), RNG.integers(0, 4, 60)
INFLUENCE = WEIGHTS[:, None] * RNG.normal(size=(60, 2))


def test_cells_are_a_regression_on_their_indicators() -> None:
    by_cell = cell_residuals(CELLS, BASE, WEIGHTS).of(INFLUENCE)
    by_regression = regression_residuals(np.eye(4), CELLS, BASE, WEIGHTS).of(INFLUENCE)
    assert by_cell == pytest.approx(by_regression)
    assert np.bincount(CELLS, BASE * by_cell[:, 0] / WEIGHTS) == pytest.approx(np.zeros(4))


def test_the_auxiliaries_themselves_leave_nothing() -> None:
    value = RNG.normal(size=60)
    residuals = regression_residuals(np.column_stack([np.ones(60), value]), np.arange(60), BASE, WEIGHTS)
    assert residuals.of((WEIGHTS * (3 + 2 * value))[:, None]) == pytest.approx(np.zeros((60, 1)))


def test_collinear_auxiliaries_count_once() -> None:
    rows = np.eye(4)
    twice = regression_residuals(np.column_stack([rows, rows, np.ones(4)]), CELLS, BASE, WEIGHTS)
    assert twice.of(INFLUENCE) == pytest.approx(cell_residuals(CELLS, BASE, WEIGHTS).of(INFLUENCE))


def test_sweeps_of_one_margin_take_out_its_plain_means() -> None:
    swept = swept_residuals(np.eye(4), CELLS, [4], WEIGHTS).of(INFLUENCE)
    assert swept == pytest.approx(cell_residuals(CELLS, np.ones(60), WEIGHTS).of(INFLUENCE))


def test_a_weight_of_nothing_leaves_nothing() -> None:
    weights = np.where(np.arange(60) < 5, 0.0, WEIGHTS)
    left = cell_residuals(CELLS, BASE, weights).of(weights[:, None] * INFLUENCE)
    assert left[:5].tolist() == [[0.0, 0.0]] * 5
    assert np.isfinite(left).all()
