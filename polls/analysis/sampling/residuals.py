"""What remains uncertain after calibration: residuals from the known totals (Deville & Särndal 1992)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from polls.analysis.intervals import Floats, Integers
from polls.analysis.ratio import ratio

SWEEPS = 10
SINGULAR = 1e-10


@dataclass(frozen=True, eq=False)
class CalibrationResiduals:
    """Takes the part out of influence values that the known totals explain.

    With u the influence per weight, a the auxiliaries and m the metric: u − a·K·Σ m·a·u. ``auxiliaries`` (n, r),
    ``metric`` (n,), ``kernel`` K (r, r) and the ``weights`` (n,) after calibration. Made by the functions below.
    """

    auxiliaries: Floats
    metric: Floats
    kernel: Floats
    weights: Floats

    def of(self, influence: Floats) -> Floats:
        """Give the residual of influence values (n, k): (n, k)."""
        plain = ratio(influence, self.weights[:, None], empty=0.0)
        explained = self.kernel @ (self.auxiliaries.T @ (plain * self.metric[:, None]))
        residual: Floats = (plain - self.auxiliaries @ explained) * self.weights[:, None]
        return residual


def cell_residuals(cells: Integers, base: Floats, weights: Floats) -> CalibrationResiduals:
    """After post-stratification: deviations from the mean of the cell (n,), weighted by the base weights."""
    count = int(cells.max()) + 1
    size = np.bincount(cells, base, minlength=count)
    indicators = np.asarray(cells[:, None] == np.arange(count), np.float64)
    return CalibrationResiduals(indicators, base, np.diag(ratio(1.0, size, empty=0.0)), weights)


def regression_residuals(auxiliaries: Floats, base: Floats, weights: Floats) -> CalibrationResiduals:
    """After calibration: residuals of the regression on the auxiliaries (n, p), weighted by the base weights.

    Auxiliaries may be collinear, as the categories of margins are.
    """
    independent = auxiliaries @ _to_orthonormal(auxiliaries, base)
    return CalibrationResiduals(independent, base, np.eye(independent.shape[1]), weights)


def _to_orthonormal(auxiliaries: Floats, base: Floats) -> Floats:
    """Give the matrix (p, rank) that makes the auxiliaries orthonormal under the base weights."""
    if np.all((auxiliaries == 0) | (auxiliaries == 1)):
        # Indicators are either collinear or far from it: their products tell as well, and at once for many respondents.
        strength, turned = np.linalg.eigh(auxiliaries.T @ (auxiliaries * base[:, None]))
        is_free = strength > strength[-1] * SINGULAR
        return np.asarray(turned[:, is_free] / np.sqrt(strength[is_free]))
    _, strength, turned = np.linalg.svd(auxiliaries * np.sqrt(base)[:, None], full_matrices=False)
    is_free = strength > strength[0] * SINGULAR
    return np.asarray(turned[is_free].T / strength[is_free])


def swept_residuals(indicators: Floats, sizes: Sequence[int], weights: Floats) -> CalibrationResiduals:
    """After raking, as R's ``rake`` has it: ten rounds of taking out the plain mean of each margin's categories.

    It agrees with the regression where the base weights are equal; the regression is the textbook's. ``indicators``
    (n, p) are those of all categories, ``sizes`` the number of categories of each margin.
    """
    together = indicators.T @ indicators
    people = np.maximum(np.diag(together), 1.0)
    left, taken = np.eye(len(people)), np.zeros_like(together)
    for _ in range(SWEEPS):
        start = 0
        for size in sizes:
            margin = slice(start, start + size)
            means = left[margin] / people[margin, None]
            taken[margin] += means
            left = left - together[:, margin] @ means
            start += size
    return CalibrationResiduals(indicators, np.ones(len(indicators)), taken, weights)
