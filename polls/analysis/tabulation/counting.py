"""One pass over the answers: how many gave each code in each cell of the joint index, plain and weighted.

Counts add up: those of two shards are those of the whole. Several questions are counted at once, as one question with
all combinations of their codes; of few respondents many questions in one go.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from polls.analysis.banner import Banner, Block
from polls.analysis.table import Codes, Missing

LOWEST = min(Missing)
STATUSES = -LOWEST
"""Before the codes stand the kinds of missing: not reached, not asked, skipped, don't know."""

ROWS_AT_ONCE = 1 << 16
FEW, KEYS_AT_ONCE, LEAST_AT_ONCE = 1 << 14, 1 << 13, 4
"""Of few respondents many items are counted in one go, as long as their answers are little memory."""

JOINT_BINS = 1 << 15
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
    found = np.zeros((len(measures), len(items), strata, len(banner.groups), width))
    for block in banner.blocks:
        index = _Index.of(block)
        layer = index.occupied // (block.share_in.shape[1] // layers)
        insides = [layer == stratum for stratum in range(strata)]
        # Sparse, because most cells are not in a group, and because a small product is not worth threads.
        shares = [csr_array(block.share_in[:, index.occupied[inside]]) for inside in insides]
        for part in _counted(items, index, measures):
            for stratum, (inside, share) in enumerate(zip(insides, shares, strict=True)):
                sums = part.sums if len(insides) == 1 and inside.all() else part.sums[inside]
                together = share @ sums.reshape(len(sums), math.prod(sums.shape[1:]))
                by_group = together.reshape(share.shape[0], *sums.shape[1:])
                found[:, part.items, stratum, block.groups, part.codes] = by_group.transpose(1, 2, 0, 3)
    if len(measures) == 1:
        return Tally(found[0], found[0], found[0])
    return Tally(found[0], found[1], found[2])


@dataclass(frozen=True, eq=False)
class _Index:
    """A joint index without its empty cells: ``cell`` (n,) numbers the ``occupied`` ones from 0."""

    cell: NDArray[np.unsignedinteger]
    occupied: NDArray[np.intp]

    @classmethod
    def of(cls, block: Block) -> "_Index":
        occupied = np.flatnonzero(np.bincount(block.cell, minlength=block.share_in.shape[1]))
        number = np.zeros(block.share_in.shape[1], np.uint16 if len(occupied) < 1 << 16 else np.uint32)
        number[occupied] = np.arange(len(occupied))
        return cls(number[block.cell], occupied)


@dataclass(frozen=True, eq=False)
class _Part:
    """What was counted of some ``items`` and ``codes``: ``sums`` (occupied cells, measures, items, codes)."""

    items: slice
    codes: slice
    sums: Floats


def _counted(items: Sequence[Item], index: _Index, measures: Sequence[Floats | None]) -> Iterator[_Part]:
    n = len(index.cell)
    if n == 0:
        return
    if n <= FEW:
        for stack in _stacks(items, n):
            yield _count_stack(items[stack], stack, index, measures)
        return
    spans = [_Span.of(item) for item in items]
    for unit in _units(spans, len(index.occupied)):
        yield from _count_unit(
            [items[place] for place in unit], [spans[place] for place in unit], unit, index, measures
        )


def _stacks(items: Sequence[Item], n: int) -> list[slice]:
    """Put neighbours of about the same width together, as many as are counted in one go."""
    at_once = max(LEAST_AT_ONCE, KEYS_AT_ONCE // n)
    stacks: list[slice] = []
    for place, item in enumerate(items):
        last = stacks[-1] if stacks else slice(0, 0)
        is_alike = bool(stacks) and item.width <= 2 * items[last.start].width <= 4 * item.width
        if is_alike and place - last.start < at_once:
            stacks[-1] = slice(last.start, place + 1)
        else:
            stacks.append(slice(place, place + 1))
    return stacks


def _count_stack(items: Sequence[Item], stack: slice, index: _Index, measures: Sequence[Floats | None]) -> _Part:
    """Count many items of few respondents."""
    codes: NDArray[np.signedinteger] = np.stack([item.codes for item in items])
    lowest, cells = int(codes.min()), len(index.occupied)
    width = int(codes.max()) - lowest + 1
    keys = index.cell.astype(np.intp) * (len(items) * width) - lowest + np.arange(0, len(items) * width, width)[:, None]
    keys += codes
    sums = np.empty((cells, len(measures), len(items), width))
    for number, measure in enumerate(measures):
        given = None if measure is None else np.broadcast_to(measure, keys.shape).reshape(-1)
        counts = np.bincount(keys.reshape(-1), given, cells * len(items) * width)
        sums[:, number] = counts.reshape(cells, len(items), width)
    return _Part(stack, slice(lowest + STATUSES, lowest + STATUSES + width), sums)


@dataclass(frozen=True)
class _Span:
    """The codes of an item that occur: from ``lowest``, so many."""

    lowest: int
    width: int

    @classmethod
    def of(cls, item: Item) -> "_Span":
        lowest = int(item.codes.min())
        return cls(lowest, int(item.codes.max()) - lowest + 1)


def _units(spans: Sequence[_Span], cells: int) -> list[tuple[int, ...]]:
    """Put items together, neighbours in width, as long as the counters of all combinations of their codes stay few."""
    units: list[tuple[int, ...]] = []
    unit: tuple[int, ...] = ()
    size = cells
    for place in sorted(range(len(spans)), key=lambda place: spans[place].width):
        if unit and size * spans[place].width > JOINT_BINS:
            units.append(unit)
            unit, size = (), cells
        unit, size = (*unit, place), size * spans[place].width
    return [*units, unit] if unit else units


def _count_unit(
    items: Sequence[Item],
    spans: Sequence[_Span],
    unit: tuple[int, ...],
    index: _Index,
    measures: Sequence[Floats | None],
) -> Iterator[_Part]:
    """Count all combinations of the codes of some items, and give the counts of each."""
    cells, widths = len(index.occupied), [span.width for span in spans]
    bins = cells * math.prod(widths)
    small: type[np.unsignedinteger] = np.uint16 if bins <= 1 << 16 else np.uint32
    sums = np.zeros((len(measures), bins))
    for start in range(0, len(index.cell), ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        keys: NDArray[np.unsignedinteger] = index.cell[rows].astype(small)
        for item, span in zip(items, spans, strict=True):
            keys *= small(span.width)
            keys += _shifted(item, span, rows, small)
        places = keys.astype(np.intp)
        for measure, sum_of in zip(measures, sums, strict=True):
            sum_of += np.bincount(places, None if measure is None else measure[rows], bins)
    table = sums.reshape(len(measures), cells, *widths)
    for axis, (place, span) in enumerate(zip(unit, spans, strict=True)):
        others = tuple(2 + other for other in range(len(unit)) if other != axis)
        first = span.lowest + STATUSES
        sums_of_one = table.sum(axis=others) if others else table
        by_cell = np.ascontiguousarray(sums_of_one.transpose(1, 0, 2))[:, :, None, :]
        yield _Part(slice(place, place + 1), slice(first, first + span.width), by_cell)


def _shifted(item: Item, span: _Span, rows: slice, small: type[np.unsignedinteger]) -> NDArray[np.unsignedinteger]:
    """Number the codes from 0: what is below zero wraps around, and comes back when the lowest is taken off."""
    shifted = item.codes[rows].astype(small)
    shifted -= np.array(span.lowest).astype(small)
    return shifted
