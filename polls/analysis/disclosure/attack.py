"""The attacker: which small group follows from sums that were told, by adding and subtracting what is never negative?

Known are sums over cells (``told`` @ ``sizes``). A set of cells follows from them when the vector with a 1 for each of
its cells is a combination of the rows of ``told``; then the answers of those in it follow as well, because they add up
in the same way. Cells of which the sums say that nobody is in them may be added or left out at will. Such a set is
looked for among all sets at once, by integer programming; mostly linear algebra alone says that there is none.
"""

from dataclasses import dataclass

import numpy as np
import scipy.linalg
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

Matrix = NDArray[np.float64]
Sizes = NDArray[np.int64]

_NEGLIGIBLE = 1e-7
OTHERS = 100
"""How many cells are tried at first beside those that decide about the others."""

_TINY = 1e-3
"""What a cell holds, in people, to count as one that may hold somebody."""


@dataclass(frozen=True, eq=False)
class Leak:
    """A set of fewer than k people that follows. ``cells`` (cells,): 1 for those in it; ``weights`` (sums,): by which
    combination of the sums.
    """

    cells: NDArray[np.bool_]
    weights: Matrix


def find_leak(told: Matrix, sizes: Sizes, k: int) -> Leak | None:
    """Find a set of cells with at least 1 and fewer than ``k`` people that follows from sums over cells.

    ``told`` (sums, cells): what each sum counts, 1, 0 or -1. ``sizes`` (cells,): people in each cell.
    """
    if not len(told):
        return None
    is_used = sizes > 0
    leak = _search(told, sizes, is_used, np.zeros_like(is_used), k)
    if leak is None or _is_certain(leak, told, ~is_used):
        return leak
    is_known_empty = _known_empty(told, sizes)
    return _search(told, sizes, is_used, ~is_used & ~is_known_empty, k)


def _search(told: Matrix, sizes: Sizes, is_used: NDArray[np.bool_], is_open: NDArray[np.bool_], k: int) -> Leak | None:
    """Look for a leak; ``is_open`` are the empty cells of which the attacker does not know that they are empty."""
    considered = np.flatnonzero(is_used | is_open)
    columns, merged = np.unique(told[:, considered], axis=1, return_inverse=True)
    merged = merged.ravel()
    people: Matrix = np.bincount(merged, weights=sizes[considered], minlength=columns.shape[1]).astype(np.float64)
    is_small = people < k
    basis = _null_space(columns[:, ~is_small].T)
    space = columns[:, is_small].T @ basis
    if not space.size or np.abs(space).max(initial=0) < _NEGLIGIBLE:
        return None
    found = _binary_member(space, people[is_small], k)
    if found is None:
        return None
    inside, mixture = found
    cells = np.zeros(len(sizes), np.bool_)
    cells[considered[np.isin(merged, np.flatnonzero(is_small)[inside])]] = True
    return Leak(cells, basis @ mixture)


def _is_certain(leak: Leak, told: Matrix, is_empty: NDArray[np.bool_]) -> bool:
    """Whether the leak stands without knowing of any cell that it is empty: each is wholly in it or not at all."""
    parts = leak.weights @ told[:, is_empty]
    return bool(np.all(np.minimum(np.abs(parts), np.abs(parts - 1)) < _NEGLIGIBLE))


def _null_space(matrix: Matrix) -> Matrix:
    """Give the combinations of columns that vanish in every row: (columns, dimension)."""
    if not len(matrix):
        return np.eye(matrix.shape[1])
    basis: Matrix = scipy.linalg.null_space(np.unique(matrix, axis=0))
    return basis


def _binary_member(space: Matrix, people: Matrix, k: int) -> tuple[NDArray[np.bool_], Matrix] | None:
    """Find x of zeros and ones in the column space of ``space`` (cells, d) with 1 <= people @ x < k.

    Some cells decide about all others. Where even they and a few more cannot be zeros and ones, nothing can.
    """
    _r, order = scipy.linalg.qr(space.T, mode="r", pivoting=True)
    some = order[: np.linalg.matrix_rank(space) + OTHERS]
    for chosen in (some, order):
        is_all = chosen is order
        found = _binary(space[chosen], people[chosen], k, fewest=people[chosen] if is_all else np.ones(len(chosen)))
        if found is None:
            return None
        mixture, *_rest = np.linalg.lstsq(space[chosen], found, rcond=None)
        vector = space @ mixture
        if np.abs(vector - np.rint(vector)).max() < 1e-6 and set(np.rint(vector).tolist()) <= {0.0, 1.0}:
            inside = vector > 0.5
            if 1 <= people @ inside < k:
                return inside, mixture
    return None


def _binary(space: Matrix, people: Matrix, k: int, *, fewest: Matrix) -> Matrix | None:
    """Find such an x for these cells alone, with 1 <= fewest @ x."""
    cells, d = space.shape
    total = np.concatenate([people, np.zeros(d)])[None, :]
    found = milp(
        total[0],
        integrality=np.concatenate([np.ones(cells), np.zeros(d)]),
        bounds=Bounds(
            np.concatenate([np.zeros(cells), np.full(d, -np.inf)]),
            np.concatenate([np.ones(cells), np.full(d, np.inf)]),
        ),
        constraints=[
            LinearConstraint(np.hstack([np.eye(cells), -space]), 0, 0),
            LinearConstraint(total, -np.inf, k - 1),
            LinearConstraint(np.concatenate([fewest, np.zeros(d)])[None, :], 1, np.inf),
        ],
    )
    return None if found.x is None else np.rint(found.x[:cells])


def _known_empty(told: Matrix, sizes: Sizes) -> NDArray[np.bool_]:
    """Say of which cells the sums tell that nobody is in them: (cells,).

    A cell is not known to be empty when somebody may be in it; one point shows that of all such cells together.
    """
    empty = np.flatnonzero(sizes == 0)
    known = np.zeros(len(sizes), np.bool_)
    if not len(empty):
        return known
    cells, share = len(sizes), len(empty)
    some = np.zeros((share, cells + share))
    some[np.arange(share), empty] = -1
    some[np.arange(share), cells + np.arange(share)] = 1
    found = linprog(
        np.concatenate([np.zeros(cells), -np.ones(share)]),
        A_ub=some,
        b_ub=np.zeros(share),
        A_eq=np.hstack([told, np.zeros((len(told), share))]),
        b_eq=told @ sizes,
        bounds=[(0, None)] * cells + [(0, _TINY)] * share,
    )
    if found.x is None:
        return known
    known[empty] = found.x[cells:] < _TINY / 2
    return known
