"""Can margins be met together at all, by any weights of the people who are there?"""

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from scipy.optimize import linprog

from polls.analysis.intervals import Integers
from polls.analysis.weighting.targets import Margin


def contradicting_margins(margins: Sequence[Margin], cells: Integers) -> tuple[str, ...]:
    """Name the smallest set of margins that no weights meet together; none where all can be met.

    ``cells`` (cells, margins) are the occupied combinations of categories.
    """
    for size in range(2, len(margins) + 1):
        for chosen in combinations(range(len(margins)), size):
            parts = [margins[place] for place in chosen]
            if not _can_be_met(parts, np.unique(cells[:, chosen], axis=0)):
                return tuple(part.name for part in parts)
    return ()


def _can_be_met(margins: Sequence[Margin], cells: Integers) -> bool:
    """Look for shares of the population in the cells, none negative, that add up to every target."""
    sums = [
        (cells[:, place] == np.arange(len(each.totals))[:, None]).astype(np.float64)
        for place, each in enumerate(margins)
    ]
    wanted = np.concatenate([each.totals / each.population for each in margins])
    found = linprog(np.zeros(len(cells)), A_eq=np.vstack(sums), b_eq=wanted, method="highs")
    return bool(found.status == 0)
