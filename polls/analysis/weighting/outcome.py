"""Weights with the report that is read before they are accepted, and their way into a sample design."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from polls.analysis.intervals import Floats
from polls.analysis.sampling.design import SampleDesign
from polls.analysis.sampling.residuals import CalibrationResiduals


@dataclass(frozen=True, eq=False)
class Weighting:
    """Weights (n,), how they came about, and the ``residuals`` by which they lower the variance.

    ``rounds`` of the iteration, the ``deviation`` that was left (the largest of any target, relative to it), whether
    it ``converged``, and which margins are ``contradicting`` one another where it did not (none: it was only slow).
    """

    weights: Floats
    residuals: CalibrationResiduals
    rounds: int
    deviation: float
    converged: bool
    contradicting: tuple[str, ...] = ()

    def applied(self, design: SampleDesign) -> SampleDesign:
        """Give the design with these weights and the variance that calibration leaves.

        Without this step, in ``design.reweighted(weights)``, the weights are treated as fixed.
        """
        return design.calibrated(self.weights, self.residuals)


@dataclass(frozen=True)
class WeightEffect:
    """What weights cost (Kish 1965): bases and sums of those with a weight, effective base and design effect."""

    n: int
    total: float
    squares: float
    effective: float
    design_effect: float
    smallest: float
    largest: float
    variation: float


def weight_effect(weights: ArrayLike) -> WeightEffect:
    """Describe weights (n,); those of 0 or ``nan`` do not count. ``variation`` is the coefficient, divisor n.

    The effective base is (Σw)²/Σw², the design effect n over it. Nobody with a weight: both are ``nan``.
    """
    given = np.asarray(weights, np.float64)
    is_used = given > 0
    used = given if is_used.all() else given[is_used]
    n, total, squares = len(used), float(used.sum()), float(used @ used)
    if n == 0:
        return WeightEffect(0, 0.0, 0.0, np.nan, np.nan, np.nan, np.nan, np.nan)
    mean = total / n
    deviation = used - mean
    variation = float(np.sqrt(np.mean(np.square(deviation, out=deviation))) / mean)
    effective = total**2 / squares
    return WeightEffect(n, total, squares, effective, n / effective, float(used.min()), float(used.max()), variation)
