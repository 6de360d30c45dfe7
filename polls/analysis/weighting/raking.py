"""Raking: weights that meet several margins at once, one after the other until all hold (Deming & Stephan 1940)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from polls.analysis.intervals import Floats, Integers
from polls.analysis.sampling.residuals import regression_residuals, swept_residuals
from polls.analysis.weighting.feasibility import contradicting_margins
from polls.analysis.weighting.outcome import Weighting
from polls.analysis.weighting.targets import JointCells, Margin, base_weights, check_margins

TOLERANCE = 1e-10
"""The relative deviation of every margin at which raking has converged."""

ROUNDS = 200


def rake(
    margins: Sequence[Margin],
    base: ArrayLike | None = None,
    *,
    tolerance: float = TOLERANCE,
    rounds: int = ROUNDS,
    plain_residuals: bool = False,
) -> Weighting:
    """Weight to all margins. A weighting that has not converged says so and names the margins that contradict; none
    where they could be met, but only in more rounds.

    The variance takes the residuals of the regression on the margins (Deville & Särndal 1992); with
    ``plain_residuals`` those of R's ``rake``, which differ where base weights do. Raises WeightingError where a
    category with a target is empty or the margins' totals differ.
    """
    before = base_weights(base, len(margins[0].codes) if margins else 0)
    check_margins(margins, before)
    joint = JointCells.of(margins)
    table = _Table(joint.cells, np.bincount(joint.place, before).astype(np.float64))
    factors, done, deviation = table.fit(margins, tolerance, rounds)
    weights = before * factors[joint.place]
    converged = deviation <= tolerance
    contradicting = () if converged else contradicting_margins(margins, joint.cells)
    rows, sizes = joint.indicators(margins), [len(each.categories) for each in margins]
    residuals = (
        swept_residuals(rows, joint.place, sizes, weights)
        if plain_residuals
        else regression_residuals(rows, joint.place, before, weights)
    )
    return Weighting(weights, residuals, done, deviation, converged, contradicting)


@dataclass(frozen=True, eq=False)
class _Table:
    """The sample as its occupied cells: respondents in the same cell get the same factor.

    ``cells`` (c, margins) are the categories in each margin, ``base`` (c,) the weight that is there.
    """

    cells: Integers
    base: Floats

    def fit(self, margins: Sequence[Margin], tolerance: float, rounds: int) -> tuple[Floats, int, float]:
        """Give the factors (cells,), the rounds made and the largest relative deviation left."""
        factors = np.ones(len(self.base))
        done, deviation = 0, np.inf
        while done < rounds and deviation > tolerance:
            done += 1
            for column, each in enumerate(margins):
                there = np.bincount(self.cells[:, column], self.base * factors, minlength=len(each.totals))
                factors = factors * (each.totals / np.where(there > 0, there, np.nan))[self.cells[:, column]]
            deviation = max(self._deviations(margins, factors))
        return factors, done, float(deviation)

    def _deviations(self, margins: Sequence[Margin], factors: Floats) -> list[float]:
        reached = [
            np.bincount(self.cells[:, column], self.base * factors, minlength=len(each.totals))
            for column, each in enumerate(margins)
        ]
        return [float(np.max(np.abs(there / each.totals - 1))) for there, each in zip(reached, margins, strict=True)]
