"""Counting by cell of a joint index: several questions at once, as one question with all combinations of their codes.

What is counted of a combination is then added up to each of its codes. Of few respondents many questions are counted
side by side in one go.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from polls.analysis.banner import Block
from polls.analysis.table import Codes, Missing

LOWEST = min(Missing)
STATUSES = -LOWEST
"""Before the codes stand the kinds of missing: not reached, not asked, skipped, don't know."""

ROWS_AT_ONCE = 1 << 16
FEW, KEYS_AT_ONCE = 1 << 11, 1 << 14
"""Of few respondents many items are counted side by side, as long as their answers stay in the cache."""

LEAST_BINS, JOINT_BINS = 1 << 11, 1 << 15
"""Between so many and so many counters there are in one go, a third of the respondents: they stay in the cache."""

SUMS_AT_ONCE = 1 << 15
"""So many sums of combinations are kept before they are added up to codes: 256 kB, so that they stay in the cache."""

UNSIGNED = {1: np.uint8, 2: np.uint16, 4: np.uint32, 8: np.uint64}

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Item:
    """A column of codes that is counted: ``codes`` (n,) from ``LOWEST`` to ``options`` - 1."""

    codes: Codes | NDArray[np.int32]
    options: int

    @cached_property
    def width(self) -> int:
        return self.options + STATUSES

    @cached_property
    def span(self) -> "Span":
        """The codes that occur; looked for once."""
        # As a number without sign, what is missing is above all codes: mostly nothing is, and one look is enough.
        highest = int(self.codes.view(UNSIGNED[self.codes.itemsize]).max())
        if highest < self.options:
            return Span(highest + 1, 0)
        lowest = int(self.codes.min())
        return Span(int(self.codes.max()) - lowest + 1, lowest)


class Span(NamedTuple):
    """The codes of an item that occur: so many, from ``lowest``."""

    width: int
    lowest: int


@dataclass(frozen=True, eq=False)
class Index:
    """A joint index without its empty cells: ``cell`` (n,) numbers the ``occupied`` ones from 0."""

    cell: NDArray[np.unsignedinteger]
    occupied: NDArray[np.intp]

    @classmethod
    def of(cls, block: Block) -> "Index":
        occupied = np.flatnonzero(np.bincount(block.cell, minlength=block.share_in.shape[1]))
        number = np.zeros(block.share_in.shape[1], np.uint16 if len(occupied) < 1 << 16 else np.uint32)
        number[occupied] = np.arange(len(occupied))
        return cls(number[block.cell], occupied)


@dataclass(frozen=True, eq=False)
class Part:
    """What was counted of k ``items`` and some ``codes``: ``sums`` (occupied cells, measures, k, codes)."""

    items: slice | list[int]
    codes: slice
    sums: Floats


def count_by_cell(items: Sequence[Item], index: Index, measures: Sequence[Floats | None]) -> Iterator[Part]:
    """Sum each measure, None for one each, by cell and code. Every item comes in one part."""
    n = len(index.cell)
    if n == 0:
        return
    if n <= FEW:
        yield from _count_stacks(items, index, measures)
        return
    spans = [item.span for item in items]
    for batch in _batches(spans, len(index.occupied), n, len(measures)):
        yield from _count_batch(items, batch, [spans[place] for place in batch[0]], index, measures)


def _stacks(items: Sequence[Item], n: int) -> list[slice]:
    """Put neighbours of about the same width together, as many as are counted in one go."""
    at_once = KEYS_AT_ONCE // n
    widths = [item.width for item in items]
    starts: list[int] = []
    for place, width in enumerate(widths):
        is_alike = bool(starts) and width <= 2 * widths[starts[-1]] <= 4 * width
        if not is_alike or place - starts[-1] >= at_once:
            starts.append(place)
    return [slice(start, end) for start, end in pairwise([*starts, len(items)])]


def _count_stacks(items: Sequence[Item], index: Index, measures: Sequence[Floats | None]) -> Iterator[Part]:
    """Count many items of few respondents at once."""
    stacks = _stacks(items, len(index.cell))
    most = max((stack.stop - stack.start for stack in stacks), default=0)
    given = [None if measure is None else np.tile(measure, most) for measure in measures]
    for stack in stacks:
        yield _count_stack(items[stack], stack, index, given)


def _count_stack(items: Sequence[Item], stack: slice, index: Index, given: Sequence[Floats | None]) -> Part:
    """Count a stack of items; the measures are ``given`` as many times one after the other."""
    spans = [item.span for item in items]
    lowest, cells = min(span.lowest for span in spans), len(index.occupied)
    width = max(span.lowest + span.width for span in spans) - lowest
    starts = np.arange(-lowest, len(items) * width - lowest, width)
    keys = starts[:, None] + index.cell.astype(np.intp) * (len(items) * width)
    for row, item in zip(keys, items, strict=True):
        row += item.codes
    flat = keys.reshape(-1)
    sums = np.empty((cells, len(given), len(items), width))
    for number, measure in enumerate(given):
        counts = np.bincount(flat, None if measure is None else measure[: len(flat)], cells * len(items) * width)
        sums[:, number] = counts.reshape(cells, len(items), width)
    return Part(stack, slice(lowest + STATUSES, lowest + STATUSES + width), sums)


def _units(spans: Sequence[Span], most: int) -> list[tuple[int, ...]]:
    """Put items with about the same codes together, as long as all combinations of their codes are no more than so."""
    units: list[tuple[int, ...]] = []
    unit: tuple[int, ...] = ()
    size = 1
    for place in sorted(range(len(spans)), key=lambda place: spans[place]):
        if unit and size * spans[place].width > most:
            units.append(unit)
            unit, size = (), 1
        unit, size = (*unit, place), size * spans[place].width
    return [*units, unit] if unit else units


def _batches(spans: Sequence[Span], cells: int, n: int, measures: int) -> Iterator[list[tuple[int, ...]]]:
    """Give units that have the same codes together. Too many counters for few respondents cost more than they save."""
    units = _units(spans, min(JOINT_BINS, max(n // 3, LEAST_BINS)) // cells)
    for codes, alike in groupby(units, key=lambda unit: [spans[place] for place in unit]):
        size = measures * cells * math.prod(span.width for span in codes)
        at_once, together = max(1, SUMS_AT_ONCE // size), list(alike)
        yield from (together[start : start + at_once] for start in range(0, len(together), at_once))


def _count_batch(
    items: Sequence[Item],
    batch: Sequence[tuple[int, ...]],
    spans: Sequence[Span],
    index: Index,
    measures: Sequence[Floats | None],
) -> Iterator[Part]:
    """Count the combinations of each unit, and add them up to the codes of each of its items."""
    widths, cells = tuple(span.width for span in spans), len(index.occupied)
    sums = np.empty((len(batch), len(measures), math.prod(widths) * cells))
    for start in range(0, len(index.cell), ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        given = [None if measure is None else measure[rows] for measure in measures]
        for place, unit in enumerate(batch):
            keys = _keys([items[each] for each in unit], spans, index, rows, sums.shape[2])
            for number, measure in enumerate(given):
                found = np.bincount(keys, measure, sums.shape[2])
                if start == 0:
                    sums[place, number] = found
                else:
                    sums[place, number] += found
    by_combination = sums.reshape(len(batch), len(measures), *widths, cells)
    for axis, span in enumerate(spans):
        others = tuple(2 + other for other in range(len(spans)) if other != axis)
        by_code = by_combination.sum(axis=others) if others else by_combination
        codes = slice(span.lowest + STATUSES, span.lowest + STATUSES + span.width)
        by_cell = np.ascontiguousarray(by_code.transpose(3, 1, 0, 2))
        yield Part(_evenly([unit[axis] for unit in batch]), codes, by_cell)


def _evenly(places: list[int]) -> slice | list[int]:
    """Give places that are as far from each other as a slice, which is written faster."""
    step = places[1] - places[0] if len(places) > 1 else 1
    if step > 0 and places == list(range(places[0], places[-1] + 1, step)):
        return slice(places[0], places[-1] + 1, step)
    return places


def _keys(unit: Sequence[Item], spans: Sequence[Span], index: Index, rows: slice, bins: int) -> NDArray[np.intp]:
    """Number the combination of codes and cell of each respondent.

    In as few bits as hold the result: what is below zero wraps around, and comes back when the lowest is taken off.
    """
    cells = len(index.occupied)
    small: type[np.unsignedinteger] = np.uint16 if bins <= 1 << 16 else np.uint32
    keys: NDArray[np.unsignedinteger] = unit[0].codes[rows].astype(small)
    lowest = spans[0].lowest
    for item, span in zip(unit[1:], spans[1:], strict=True):
        keys *= small(span.width)
        keys += item.codes[rows].astype(small)
        lowest = lowest * span.width + span.lowest
    if lowest:
        keys -= np.array(lowest).astype(small)
    keys *= small(cells)
    keys += index.cell[rows].astype(small, copy=False)
    return keys.astype(np.intp)
