"""Sums of rows by group."""

import numpy as np
from scipy.sparse import csr_array

from polls.analysis.intervals import Floats, Integers


def sums_by(group: Integers, values: Floats, groups: int) -> Floats:
    """Add rows (n, k) up by their group (n,): (groups, k)."""
    n = len(group)
    membership = csr_array((np.ones(n), (group, np.arange(n))), shape=(groups, n))
    sums: Floats = membership @ values
    return sums
