"""The probability of all tables with given margins that are no more probable than one of them, without listing all.

The columns are cut in two. What the first part leaves of the rows is a state; all first parts that leave the same state
are combined with all second parts that fill it by sorting, not one by one.
"""

from dataclasses import dataclass
from itertools import combinations
from math import comb, prod

import numpy as np
from scipy.special import gammaln

from polls.analysis.intervals import Floats, Integers

AT_ONCE = 1_000_000

MOST_CHOSEN = 12
"""So many columns can be divided in two in 4,096 ways."""

STATE_COST = 50
"""What a state costs beside a part of a table."""


@dataclass(frozen=True, eq=False)
class Halves:
    """The margins, with the rows (r,) on the shorter side and the columns in two parts."""

    rows: Integers
    first: Integers
    second: Integers


def tail_share(rows: Integers, columns: Integers, threshold: float, limit: int) -> float | None:
    """Give the share of probability of the tables whose log weight, -Σ log x!, is at most ``threshold``.

    None where more than ``limit`` halves of tables would have to be made.
    """
    halves = _cut(rows, columns)
    factorials = gammaln(np.arange(int(rows.sum()) + 1) + 1.0)
    if _parts(halves.first, len(halves.rows)) > limit:
        return None
    left, logs, _ = _filled(halves.rows[None, :], halves.first, factorials)
    states, place = _states(left)
    second_parts = _parts(halves.second[:-1], len(halves.rows))
    if len(states) * STATE_COST > limit:
        return None
    total = float(factorials[-1] - factorials[rows].sum() - factorials[columns].sum())
    by_state = np.split(logs[np.argsort(place, kind="stable")] - total, np.cumsum(np.bincount(place))[:-1])
    made, share = 0, 0.0
    for chunk in _chunks(len(states), second_parts):
        rest, ends, origin = _filled(states[chunk], halves.second[:-1], factorials)
        made += len(ends)
        if made > limit:
            return None
        by_origin = np.split(
            ends - factorials[rest].sum(axis=1), np.searchsorted(origin, np.arange(1, len(states[chunk])))
        )
        pairs = zip(by_state[chunk], by_origin, strict=True)
        share += sum(_combined(firsts, seconds, threshold - total) for firsts, seconds in pairs)
    return min(share, 1.0)


def _states(left: Integers) -> tuple[Integers, Integers]:
    """Give the distinct rows of an array (n, r) whose rows add up to the same, and which of them each row is (n,)."""
    free = left[:, :-1]
    sizes = free.max(axis=0) + 1
    if prod(sizes.tolist()) >= np.iinfo(np.int64).max:
        states, place = np.unique(left, axis=0, return_inverse=True)
        return states, place
    _, where, place = np.unique(
        np.ravel_multi_index(tuple(free.T), tuple(sizes)), return_index=True, return_inverse=True
    )
    return left[where], place


def _cut(rows: Integers, columns: Integers) -> Halves:
    """Lay the shorter side in rows; give to the first part the columns that make both parts as small as can be."""
    if len(rows) > len(columns):
        rows, columns = columns, rows
    places = range(len(columns))
    options = _first_parts(columns)

    def cost(chosen: tuple[int, ...]) -> tuple[int, int]:
        first = [int(columns[place]) for place in chosen]
        second = sorted(int(columns[place]) for place in places if place not in chosen)
        states = min(_parts(first, len(rows)), _parts([sum(first)], len(rows)))
        return (_parts(first, len(rows)) + states * _parts(second[:-1], len(rows)), len(chosen))

    best = min(options, key=cost)
    second = np.sort(columns[[place for place in places if place not in best]])
    return Halves(rows, np.sort(columns[list(best)]), second)


def _first_parts(columns: Integers) -> list[tuple[int, ...]]:
    """Give the columns that may go first: any of a few; of many, whose choices double with each, the smallest ones."""
    sizes = range(len(columns) - 1)
    if len(columns) <= MOST_CHOSEN:
        return [chosen for size in sizes for chosen in combinations(range(len(columns)), size)]
    ascending = np.argsort(columns, kind="stable").tolist()
    return [tuple(ascending[:size]) for size in sizes]


def _parts(columns: Integers | list[int], rows: int) -> int:
    """Count the ways to spread columns over the rows, whatever the rows allow."""
    ways = 1
    for column in columns:
        ways *= comb(int(column) + rows - 1, rows - 1)
    return ways


def _chunks(states: int, parts: int) -> list[slice]:
    size = max(1, AT_ONCE // max(parts, 1))
    return [slice(start, min(start + size, states)) for start in range(0, states, size)]


def _filled(left: Integers, columns: Integers, factorials: Floats) -> tuple[Integers, Floats, Integers]:
    """Spread columns over what is left of the rows (states, r), in all ways.

    Gives what is then left, the log weight of what was spread, and the state that each began with, ascending.
    """
    logs, origin = np.zeros(len(left)), np.arange(len(left))
    for column in columns.tolist():
        need = np.full(len(left), column, np.int64)
        for row in range(left.shape[1] - 1):
            low = np.maximum(0, need - left[:, row + 1 :].sum(axis=1))
            ways = np.maximum(np.minimum(left[:, row], need) - low + 1, 0)
            from_which = np.repeat(np.arange(len(ways)), ways)
            value = low[from_which] + np.arange(len(from_which)) - (np.cumsum(ways) - ways)[from_which]
            left, need, origin = left[from_which], need[from_which] - value, origin[from_which]
            logs = logs[from_which] - factorials[value]
            left[:, row] -= value
        left[:, -1] -= need
        logs = logs - factorials[need]
    return left, logs, origin


def _combined(firsts: Floats, seconds: Floats, threshold: float) -> float:
    """Add up the weights of all pairs of a first and a second part that weigh no more than the threshold together."""
    ends = np.sort(seconds)
    sums = np.concatenate([[0.0], np.cumsum(np.exp(ends - ends[-1]))])
    upto = np.searchsorted(ends, threshold - firsts, side="right")
    return float(np.exp(firsts + ends[-1]) @ sums[upto])
