"""Counting every question over every group of a banner: by cell of the joint index, then added up to groups.

The counting itself is that of all tables (``joint``). Counts add up: those of two halves of the data are those of the
whole. Sums of counts are made in floating point because that is fast; they are exact up to 2^53.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from polls.analysis.banner import Banner, Block
from polls.analysis.joint import Index, Item, count_by_cell
from polls.analysis.table import Mask

OPTIONS_AT_ONCE = 6
"""Six options have 64 patterns of ticks: few enough for the counts of all patterns to stay in the cache."""

Counts = NDArray[np.int64]
CellCounts = Sequence[NDArray[np.float64]]
"""For each block of a banner how often each code occurs in each cell: (cells, codes)."""


def count_items(banner: Banner, items: Sequence[Item]) -> list[CellCounts]:
    """Count each item in each cell: for each block (cells, kinds of missing and codes)."""
    by_block = [_count_in(block, items) for block in banner.blocks]
    return [list(counts) for counts in zip(*by_block, strict=True)]


def pattern_items(chosen: Mask) -> list[Item]:
    """Make items of ticks (n, options): the patterns of a few options at a time."""
    return [
        _patterns(chosen[:, start : start + OPTIONS_AT_ONCE]) for start in range(0, chosen.shape[1], OPTIONS_AT_ONCE)
    ]


def ticks_of_patterns(counted: Sequence[CellCounts], options: int) -> CellCounts:
    """Give who ticked each option, by cell, from the counts of the patterns: (cells, options) per block."""
    sizes = [min(OPTIONS_AT_ONCE, options - start) for start in range(0, options, OPTIONS_AT_ONCE)]
    ticked = [
        [counts[:, -(1 << size) :] @ _has_option(size) for counts in cells]
        for cells, size in zip(counted, sizes, strict=True)
    ]
    return [np.concatenate(parts, axis=1) for parts in zip(*ticked, strict=True)]


def in_groups(banner: Banner, cells: CellCounts) -> Counts:
    """Add the cells up to the groups of a banner: (groups, codes)."""
    parts = [block.share_in @ counts for block, counts in zip(banner.blocks, cells, strict=True)]
    return np.rint(np.concatenate(parts)).astype(np.int64)


def group_sizes(banner: Banner) -> Counts:
    """Give how many respondents are in each group: (groups,)."""
    everyone = [np.bincount(block.cell, minlength=block.share_in.shape[1])[:, None] for block in banner.blocks]
    return in_groups(banner, [counts.astype(np.float64) for counts in everyone])[:, 0]


def _count_in(block: Block, items: Sequence[Item]) -> list[NDArray[np.float64]]:
    index = Index.of(block)
    found = [np.zeros((block.share_in.shape[1], item.width)) for item in items]
    for part in count_by_cell(items, index, [None]):
        places = range(*part.items.indices(len(items))) if isinstance(part.items, slice) else part.items
        for number, place in enumerate(places):
            # A part may be as wide as the widest of its items.
            room = items[place].width - part.codes.start
            found[place][index.occupied, part.codes] = part.sums[:, 0, number, :room]
    return found


def _patterns(chosen: Mask) -> Item:
    pattern = np.zeros(len(chosen), np.int8)
    for option in range(chosen.shape[1]):
        pattern |= chosen[:, option].view(np.int8) << np.int8(option)
    return Item(pattern, 1 << chosen.shape[1])


def _has_option(options: int) -> NDArray[np.float64]:
    """Say which options are ticked in each pattern: (patterns, options) of 0 and 1."""
    return ((np.arange(1 << options)[:, None] >> np.arange(options)) & 1).astype(np.float64)
