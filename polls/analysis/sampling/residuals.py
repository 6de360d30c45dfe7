"""What remains uncertain after calibration: residuals from the known totals (Deville & Särndal 1992)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from polls.analysis.intervals import Floats, Integers
from polls.analysis.ratio import ratio
from polls.analysis.sampling.sums import sums_by

SWEEPS = 10
SINGULAR = 1e-10


@dataclass(frozen=True, eq=False)
class CalibrationResiduals:
    """Takes the part out of influence values that the known totals explain.

    With u the influence per weight, a the auxiliaries and m the metric: u − a·K·Σ m·a·u. ``rows`` (c, r) are the
    different auxiliaries and ``place`` (n,) says which are those of each respondent; ``metric`` (n,), ``kernel`` K
    (r, r) and the ``weights`` (n,) after calibration. Made by the functions below.
    """

    rows: Floats
    place: Integers
    metric: Floats
    kernel: Floats
    weights: Floats

    def of(self, influence: Floats) -> Floats:
        """Give the residual of influence values (n, k): (n, k)."""
        plain = ratio(influence, self.weights[:, None], empty=0.0)
        sums = sums_by(self.place, plain * self.metric[:, None], len(self.rows))
        explained = self.rows @ (self.kernel @ (self.rows.T @ sums))
        residual: Floats = (plain - explained[self.place]) * self.weights[:, None]
        return residual


def cell_residuals(cells: Integers, base: Floats, weights: Floats) -> CalibrationResiduals:
    """After post-stratification: deviations from the mean of the cell (n,), weighted by the base weights."""
    count = int(cells.max()) + 1
    size = np.bincount(cells, base, minlength=count)
    return CalibrationResiduals(np.eye(count), cells, base, np.diag(ratio(1.0, size, empty=0.0)), weights)


def regression_residuals(rows: Floats, place: Integers, base: Floats, weights: Floats) -> CalibrationResiduals:
    """After calibration: residuals of the regression on the auxiliaries, weighted by the base weights (n,).

    ``rows`` (c, p) are the different auxiliaries, ``place`` (n,) those of each respondent. They may be collinear, as
    the categories of margins are.
    """
    people = np.bincount(place, base, minlength=len(rows)).astype(np.float64)
    independent: Floats = rows @ _to_orthonormal(rows, people)
    return CalibrationResiduals(independent, place, base, np.eye(independent.shape[1]), weights)


def _to_orthonormal(rows: Floats, base: Floats) -> Floats:
    """Give the matrix (p, rank) that makes the auxiliaries orthonormal under the base weights (c,)."""
    _, strength, turned = np.linalg.svd(rows * np.sqrt(base)[:, None], full_matrices=False)
    is_free = strength > strength[0] * SINGULAR
    return np.asarray(turned[is_free].T / strength[is_free])


def swept_residuals(rows: Floats, place: Integers, sizes: Sequence[int], weights: Floats) -> CalibrationResiduals:
    """After raking, as R's ``rake`` has it: ten rounds of taking out the plain mean of each margin's categories.

    It agrees with the regression where the base weights are equal; the regression is the textbook's. ``rows`` (c, p)
    are the indicators of all categories, ``sizes`` the number of categories of each margin.
    """
    counts = np.bincount(place, minlength=len(rows))
    together = (rows * counts[:, None]).T @ rows
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
    return CalibrationResiduals(rows, place, np.ones(len(place)), taken, weights)
