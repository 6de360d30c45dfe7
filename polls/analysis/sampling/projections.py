"""What remains uncertain after calibration: residuals from the known totals (Deville & Särndal 1992)."""

from dataclasses import dataclass

import numpy as np

from polls.analysis.intervals import Floats, Integers
from polls.analysis.ratio import ratio
from polls.analysis.sampling.variance import sums_by

SWEEPS = 10


@dataclass(frozen=True, eq=False)
class CellResiduals:
    """After post-stratification: deviations from the mean of the cell, weighted by the base weights.

    ``cells`` (n,) numbers from 0, ``base`` (n,) and ``weights`` (n,) before and after.
    """

    cells: Integers
    base: Floats
    weights: Floats

    def residual(self, influence: Floats) -> Floats:
        count = int(self.cells.max()) + 1
        plain = per_weight(influence, self.weights)
        size = np.bincount(self.cells, self.base, minlength=count)
        totals = sums_by(self.cells, self.base[:, None] * plain, count)
        means = ratio(totals, size[:, None], empty=0.0)
        return (plain - means[self.cells]) * self.weights[:, None]


@dataclass(frozen=True, eq=False)
class RegressionResiduals:
    """After calibration: residuals of the regression on the auxiliaries (n, p), weighted by the base weights (n,).

    ``weights`` (n,) are those after calibration. Auxiliaries may be collinear, as the categories of margins are.
    """

    basis: Floats
    base: Floats
    weights: Floats

    @classmethod
    def on(cls, auxiliaries: Floats, base: Floats, weights: Floats) -> "RegressionResiduals":
        """Prepare the regression: an orthonormal basis of √base · auxiliaries."""
        left, strength, _ = np.linalg.svd(auxiliaries * np.sqrt(base)[:, None], full_matrices=False)
        rank = int(np.sum(strength > strength.max() * 1e-10)) if len(strength) else 0
        return cls(left[:, :rank], base, weights)

    def residual(self, influence: Floats) -> Floats:
        root = np.sqrt(self.base)[:, None]
        scaled = per_weight(influence, self.weights) * root
        left = scaled - self.basis @ (self.basis.T @ scaled)
        return ratio(left, root, empty=0.0) * self.weights[:, None]


@dataclass(frozen=True, eq=False)
class MarginSweeps:
    """After raking, as R's ``rake`` has it: ten rounds of taking out the plain mean of each margin's categories.

    It agrees with the regression where the base weights are equal; ``RegressionResiduals`` is the textbook's.
    ``indicators`` (n, p) are those of all categories, ``sizes`` the number of categories of each margin.
    """

    indicators: Floats
    sizes: tuple[int, ...]
    weights: Floats

    def residual(self, influence: Floats) -> Floats:
        plain = per_weight(influence, self.weights)
        together = self.indicators.T @ self.indicators
        left, taken = self.indicators.T @ plain, np.zeros((self.indicators.shape[1], plain.shape[1]))
        for _ in range(SWEEPS):
            start = 0
            for size in self.sizes:
                margin = slice(start, start + size)
                means = left[margin] / np.maximum(np.diag(together)[margin], 1.0)[:, None]
                taken[margin] += means
                left = left - together[:, margin] @ means
                start += size
        return (plain - self.indicators @ taken) * self.weights[:, None]


def per_weight(influence: Floats, weights: Floats) -> Floats:
    """Divide influence values (n, k) by the weights (n,); 0 where the weight is 0."""
    return ratio(influence, weights[:, None], empty=0.0)
