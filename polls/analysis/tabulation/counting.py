"""One pass over the answers: how many gave each code in each cell of the joint index, plain and weighted.

Counts add up: those of two shards are those of the whole. Two questions are counted at once as one question with all
pairs of their codes, and many questions at once where there are few respondents; both halve what is read and written.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polls.analysis.banner import Banner, Block
from polls.analysis.table import Codes, Missing

LOWEST = min(Missing)
STATUSES = -LOWEST
"""Before the codes stand the kinds of missing: not reached, not asked, skipped, don't know."""

ROWS_AT_ONCE = 1 << 16
PAIR_BINS = 1 << 15
"""So many counters stay in the cache of a processor core."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Weights:
    """What each respondent counts for: ``weights`` (n,), with their squares; None for one each."""

    weights: Floats | None = None
    squares: Floats | None = None

    @property
    def measures(self) -> list[Floats | None]:
        return [None] if self.weights is None else [None, self.weights, self.squares]


@dataclass(frozen=True, eq=False)
class Item:
    """A column of codes that is counted: ``codes`` (n,) from ``LOWEST`` to ``options`` - 1."""

    codes: Codes | NDArray[np.int32]
    options: int

    @property
    def width(self) -> int:
        return self.options + STATUSES


@dataclass(frozen=True, eq=False)
class Tally:
    """Sums over respondents by item, stratum, group and code, all (items, strata, groups, codes).

    ``count`` of 1, ``weight`` of the weights, ``square`` of their squares; the three are one array without weights.
    Codes start with the kinds of missing; shorter items are filled up with zeros.
    """

    count: Floats
    weight: Floats
    square: Floats

    def __add__(self, other: "Tally") -> "Tally":
        if self.weight is self.count:
            total = self.count + other.count
            return Tally(total, total, total)
        return Tally(self.count + other.count, self.weight + other.weight, self.square + other.square)


def tally(items: Sequence[Item], banner: Banner, weights: Weights, *, strata: int = 1, layers: int = 1) -> Tally:
    """Count all items over the groups of a banner, of which the joint index starts with one of ``layers``.

    The first ``strata`` layers are counted; what is in a further one is left out.
    """
    measures = weights.measures
    width = max((item.width for item in items), default=STATUSES)
    groups = len(banner.groups)
    found = np.zeros((len(measures), len(items), strata, groups, width))
    for block in banner.blocks:
        cells = block.share_in.shape[1]
        counted = np.zeros((len(measures), len(items), cells, width))
        if len(block.cell) * 2 <= ROWS_AT_ONCE:
            for places in _stacks(items, len(block.cell)):
                _count_stack([items[place] for place in places], places, block, measures, counted)
        else:
            for unit in _units(items, cells):
                _count_unit([items[place] for place in unit], unit, block, measures, counted)
        by_layer = counted.reshape(len(measures), len(items), layers, cells // layers, width)[:, :, :strata]
        share = block.share_in.reshape(-1, layers, cells // layers)[:, 0, :]
        found[..., block.groups, :] = np.matmul(share, by_layer)
    if len(measures) == 1:
        return Tally(found[0], found[0], found[0])
    return Tally(found[0], found[1], found[2])


def _stacks(items: Sequence[Item], n: int) -> list[list[int]]:
    """Put items of about the same width together, as many as are counted in one go."""
    order = sorted(range(len(items)), key=lambda place: items[place].width)
    at_once = max(1, ROWS_AT_ONCE // max(n, 1))
    stacks: list[list[int]] = []
    for place in order:
        is_alike = stacks and items[place].width <= 2 * items[stacks[-1][0]].width
        if is_alike and len(stacks[-1]) < at_once:
            stacks[-1].append(place)
        else:
            stacks.append([place])
    return stacks


def _count_stack(
    items: Sequence[Item], places: Sequence[int], block: Block, measures: Sequence[Floats | None], counted: Floats
) -> None:
    """Count many items of few respondents into ``counted`` (measures, items, cells, width)."""
    cells, width = block.share_in.shape[1], items[-1].width
    total = len(items) * cells * width
    first = np.arange(0, total, cells * width)[:, None]
    keys = block.cell.astype(np.intp) * width + STATUSES + first
    keys += np.stack([item.codes for item in items])
    for measure, into in zip(measures, counted, strict=True):
        given = None if measure is None else np.broadcast_to(measure, keys.shape).reshape(-1)
        sums = np.bincount(keys.reshape(-1), given, total).reshape(len(items), cells, width)
        into[places, :, :width] = sums


def _units(items: Sequence[Item], cells: int) -> list[tuple[int, ...]]:
    """Pair items off, neighbours in width, as long as the counters of the pair stay few."""
    order = sorted(range(len(items)), key=lambda place: items[place].width)
    units: list[tuple[int, ...]] = []
    while order:
        first = order.pop(0)
        if order and cells * items[first].width * items[order[0]].width <= PAIR_BINS:
            units.append((first, order.pop(0)))
        else:
            units.append((first,))
    return units


def _count_unit(
    items: Sequence[Item], unit: tuple[int, ...], block: Block, measures: Sequence[Floats | None], counted: Floats
) -> None:
    """Count one item, or all pairs of codes of two, into ``counted`` (measures, items, cells, width)."""
    cells, widths = block.share_in.shape[1], [item.width for item in items]
    size = math.prod(widths)
    sums = np.zeros((len(measures), cells * size))
    for start in range(0, len(block.cell), ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        keys = np.multiply(block.cell[rows], size, dtype=np.intp)
        keys += _code(items, rows, size)
        for measure, sum_of in zip(measures, sums, strict=True):
            sum_of += np.bincount(keys, None if measure is None else measure[rows], cells * size)
    table = sums.reshape(len(measures), cells, *widths)
    for axis, (place, width) in enumerate(zip(unit, widths, strict=True)):
        others = tuple(2 + other for other in range(len(unit)) if other != axis)
        counted[:, place, :, :width] = table.sum(axis=others) if others else table


def _code(items: Sequence[Item], rows: slice, size: int) -> NDArray[np.unsignedinteger]:
    """Number the code, or the pair of codes, of each respondent, in integers as small as will do."""
    small = np.uint8 if size <= 256 else np.uint16 if size <= 1 << 16 else np.uint32
    code = _shifted(items[0], rows, small)
    for item in items[1:]:
        code *= small(item.width)
        code += _shifted(item, rows, small)
    return code


def _shifted(item: Item, rows: slice, small: type[np.unsignedinteger]) -> NDArray[np.unsignedinteger]:
    shifted = item.codes[rows].astype(small)
    shifted += small(STATUSES)  # what is below zero has wrapped around, and comes back
    return shifted
