"""Complementary suppression: what else to hide so that hidden cells do not follow by subtraction, and no more.

A reader who knows all shown cells, all sums and that counts are not negative can bound each hidden cell from both
sides by linear programming. A set of hidden cells is safe when these bounds stay apart (Fischetti & Salazar 2001).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, lil_array

from polls.analysis.intervals import Floats, Integers

Flags = NDArray[np.bool_]

APART = 1e-6
"""Bounds nearer to one another than this disclose the cell."""

STEP = 1.0
"""How far a hidden cell is moved to show that its value is not determined; the others follow up to ``REACH``. Only the
direction matters: a smaller step the same way stays within what counts can be."""

REACH = 100.0


class Protection(StrEnum):
    """What a reader may not find of a protected cell."""

    VALUE = "value"
    """The value itself: the bounds differ."""

    THRESHOLD = "threshold"
    """That it is under the threshold: the upper bound reaches it."""


class Fewest(StrEnum):
    """What is kept small first; the other decides between equals."""

    CELLS = "cells"
    RESPONDENTS = "respondents"


@dataclass(frozen=True, eq=False)
class LinkedCells:
    """Counts (cells,) of cells and totals, and the sums that hold between them.

    ``sums`` (equations, cells): 1 for the parts and -1 for their total. Several tables that share cells are one such
    system. Raises ValueError where a sum does not hold.
    """

    counts: Integers
    sums: Integers

    def __post_init__(self) -> None:
        wrong = np.flatnonzero(self.sums @ self.counts)
        if len(wrong):
            raise ValueError(f"the parts of sum {wrong[0] + 1} do not add up to its total")


def linked_cells(counts: Sequence[int], sums: Sequence[tuple[int, Sequence[int]]]) -> LinkedCells:
    """Make a system from counts and, for each sum, the position of the total and those of its parts."""
    matrix = np.zeros((len(sums), len(counts)), np.int64)
    for row, (total, parts) in enumerate(sums):
        matrix[row, total] -= 1
        np.add.at(matrix[row], list(parts), 1)
    return LinkedCells(np.asarray(counts, np.int64), matrix)


def reader_bounds(cells: LinkedCells, hidden: Flags, cell: int) -> tuple[float, float]:
    """Give the least and the greatest count that a reader must think possible of a hidden cell (``inf``: no bound)."""
    places = np.flatnonzero(hidden)
    sums = cells.sums[:, places]
    used = np.any(sums != 0, axis=1)
    known = -(cells.sums[used] @ np.where(hidden, 0, cells.counts))
    aim = (places == cell).astype(np.float64)
    ends = [linprog(sign * aim, A_eq=sums[used], b_eq=known, method="highs") for sign in (1, -1)]
    low, high = (float(end.fun) if end.status == 0 else -np.inf for end in ends)
    return low, -high + 0.0


def is_protected(
    cells: LinkedCells, hidden: Flags, cell: int, *, protection: Protection = Protection.VALUE, threshold: int = 0
) -> bool:
    """Say whether a hidden cell is protected while all ``hidden`` (cells,) are."""
    low, high = reader_bounds(cells, hidden, cell)
    if protection is Protection.VALUE:
        return high - low > APART
    return low < threshold - APART and high >= threshold - APART


def hide_fewest(
    cells: LinkedCells,
    primary: Sequence[int],
    candidates: Sequence[int],
    *,
    protection: Protection = Protection.VALUE,
    threshold: int = 0,
    fewest: Fewest = Fewest.RESPONDENTS,
    seconds: float = 30.0,
) -> list[int] | None:
    """Give the candidates to hide besides the ``primary`` cells so that all of these are protected, ascending.

    The optimum, by mixed-integer linear programming: fewest respondents hidden, then fewest cells; or the other way
    round. After ``seconds`` the best that was found until then. None where hiding all candidates would not do: then the
    whole table is hidden.
    """
    if not primary:
        return []
    extra = sorted(set(candidates) - set(primary))
    problem = _Problem(cells, list(primary), extra, protection, threshold)
    chosen = problem.solved(_costs(cells.counts[extra], fewest), seconds)
    if chosen is None:
        return None
    hidden = np.zeros(len(cells.counts), np.bool_)
    hidden[[*primary, *chosen]] = True
    is_safe = all(is_protected(cells, hidden, cell, protection=protection, threshold=threshold) for cell in primary)
    return chosen if is_safe else None


def _costs(counts: Integers, fewest: Fewest) -> Floats:
    """Give whole costs of hiding each candidate that add up to the order wanted."""
    by_cell, by_respondent = counts + int(counts.sum()) + 1, counts * (len(counts) + 1) + 1
    return np.asarray(by_cell if fewest is Fewest.CELLS else by_respondent, np.float64)


@dataclass(frozen=True, eq=False)
class _Problem:
    """Choose candidates; for each primary cell show another table that agrees in all shown cells.

    Variables: one choice per candidate, then per primary cell the deviations of all cells that may be hidden and, where
    only the value is protected, the direction in which it moves.
    """

    cells: LinkedCells
    primary: list[int]
    extra: list[int]
    protection: Protection
    threshold: int

    @property
    def movable(self) -> list[int]:
        return [*self.primary, *self.extra]

    @property
    def block(self) -> int:
        """Variables per primary cell: its deviations and its direction."""
        return len(self.movable) + 1

    def solved(self, costs: Floats, seconds: float) -> list[int] | None:
        size = len(self.extra) + len(self.primary) * self.block
        objective = np.concatenate([costs, np.zeros(size - len(costs))])
        is_whole = np.zeros(size)
        is_whole[: len(self.extra)] = 1
        is_whole[len(self.extra) + self.block - 1 :: self.block] = 1
        found = milp(
            objective,
            constraints=[*self._balances(size), *self._links(size), *self._moves(size)],
            integrality=is_whole,
            bounds=self._limits(size),
            options={"mip_rel_gap": 0.0, "time_limit": seconds},
        )
        if found.x is None:
            return None
        chosen = np.flatnonzero(np.round(found.x[: len(self.extra)]))
        return sorted(self.extra[place] for place in chosen)

    def _start(self, which: int) -> int:
        return len(self.extra) + which * self.block

    def _limits(self, size: int) -> Bounds:
        low, high = np.zeros(size), np.ones(size)
        counts = self.cells.counts[self.movable]
        is_value = self.protection is Protection.VALUE
        down = np.where(counts > 0, REACH, 0.0) if is_value else counts.astype(np.float64)
        up = REACH if is_value else REACH * (1 + self.threshold)
        for which in range(len(self.primary)):
            start = self._start(which)
            deviations = slice(start, start + len(self.movable))
            low[deviations], high[deviations] = -down, up
        return Bounds(low, high)

    def _balances(self, size: int) -> list[LinearConstraint]:
        """The deviations keep every sum."""
        sums = self.cells.sums[:, self.movable]
        sums = sums[np.any(sums != 0, axis=1)]
        matrix = lil_array((len(sums) * len(self.primary), size))
        for which in range(len(self.primary)):
            start = self._start(which)
            matrix[which * len(sums) : (which + 1) * len(sums), start : start + len(self.movable)] = sums
        return [LinearConstraint(csr_array(matrix), 0.0, 0.0)]

    def _links(self, size: int) -> list[LinearConstraint]:
        """A candidate that is not chosen stays as it is."""
        rows = len(self.primary) * len(self.extra)
        above, below = lil_array((rows, size)), lil_array((rows, size))
        limits = self._limits(size)
        for which in range(len(self.primary)):
            for place in range(len(self.extra)):
                row = which * len(self.extra) + place
                deviation = self._start(which) + len(self.primary) + place
                above[row, deviation], above[row, place] = 1.0, -limits.ub[deviation]
                below[row, deviation], below[row, place] = 1.0, -limits.lb[deviation]
        return [LinearConstraint(csr_array(above), -np.inf, 0.0), LinearConstraint(csr_array(below), 0.0, np.inf)]

    def _moves(self, size: int) -> list[LinearConstraint]:
        """Each primary cell moves: up to the threshold, or a step in one of the two directions."""
        matrix = lil_array((2 * len(self.primary), size))
        low, high = np.full(2 * len(self.primary), -np.inf), np.full(2 * len(self.primary), np.inf)
        for which, cell in enumerate(self.primary):
            start = self._start(which)
            matrix[2 * which, start + which] = matrix[2 * which + 1, start + which] = 1.0
            if self.protection is Protection.THRESHOLD:
                low[2 * which] = self.threshold - self.cells.counts[cell]
                continue
            # With the direction at 1 it moves up by the step at least, at 0 down.
            span = REACH + STEP
            matrix[2 * which, start + self.block - 1] = -span
            low[2 * which] = STEP - span
            matrix[2 * which + 1, start + self.block - 1] = -span
            high[2 * which + 1] = -STEP
        return [LinearConstraint(csr_array(matrix), low, high)]
