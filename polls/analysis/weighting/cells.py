"""Cell weighting (post-stratification): each cell of the sample gets the size that it has in the population."""

import numpy as np
from numpy.typing import ArrayLike

from polls.analysis.sampling.residuals import cell_residuals
from polls.analysis.weighting.outcome import Weighting
from polls.analysis.weighting.targets import Margin, base_weights, check_margins


def post_stratify(cells: Margin, base: ArrayLike | None = None) -> Weighting:
    """Weight the categories of one variable, which may be a crossing of several, to their totals.

    Raises WeightingError where a cell with a target is empty.
    """
    before = base_weights(base, len(cells.codes))
    check_margins([cells], before)
    people = np.bincount(cells.codes, before, minlength=len(cells.categories))
    weights = before * (cells.totals / people)[cells.codes]
    return Weighting(weights, cell_residuals(cells.codes, before, weights), 1, 0.0, True)
