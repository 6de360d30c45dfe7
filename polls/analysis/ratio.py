"""Division where there may be nothing to divide by."""

import numpy as np
from numpy.typing import ArrayLike

from polls.analysis.intervals import Floats


def ratio(over: ArrayLike, under: ArrayLike, *, empty: float = np.nan) -> Floats:
    """Divide arrays of shapes that broadcast; ``empty`` where the divisor is not above 0."""
    top, bottom = np.broadcast_arrays(np.asarray(over, np.float64), np.asarray(under, np.float64))
    result: Floats = np.divide(top, bottom, out=np.full(top.shape, empty), where=bottom > 0)
    return result
