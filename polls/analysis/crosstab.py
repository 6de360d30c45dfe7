"""Counting: every question over every group, one pass over the rows.

Counts add up: those of two halves of the data are those of the whole. Sums of counts are made in floating point because
that is fast; they are exact up to 2^53.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from polls.analysis.banner import Banner, Block
from polls.analysis.table import Codes, Mask

ROWS_AT_ONCE = 1 << 16
OPTIONS_AT_ONCE = 6
"""Six options have 64 patterns of ticks: few enough for the counts of all patterns to stay in the cache."""

Counts = NDArray[np.int64]
CellCounts = Sequence[NDArray[np.float64]]
"""For each block of a banner how often each code occurs in each cell: (cells, codes)."""


def count_codes(banner: Banner, codes: Codes, *, lowest: int, highest: int) -> CellCounts:
    """Count each code from ``lowest`` to ``highest`` in each cell: (cells, highest - lowest + 1) per block."""
    return [_counts_in(block, codes, lowest, highest - lowest + 1) for block in banner.blocks]


def count_ticks(banner: Banner, chosen: Mask) -> CellCounts:
    """Count who ticked each option, by cell: ``chosen`` (n, options) gives (cells, options) per block."""
    options = chosen.shape[1]
    parts = [
        _count_patterns(banner, chosen[:, start : start + OPTIONS_AT_ONCE])
        for start in range(0, options, OPTIONS_AT_ONCE)
    ]
    return [np.concatenate(counts, axis=1) for counts in zip(*parts, strict=True)]


def in_groups(banner: Banner, cells: CellCounts) -> Counts:
    """Add the cells up to the groups of a banner: (groups, codes)."""
    parts = [block.share_in @ counts for block, counts in zip(banner.blocks, cells, strict=True)]
    return np.rint(np.concatenate(parts)).astype(np.int64)


def group_sizes(banner: Banner) -> Counts:
    """Give how many respondents are in each group: (groups,)."""
    everyone = [np.bincount(block.cell, minlength=block.share_in.shape[1])[:, None] for block in banner.blocks]
    return in_groups(banner, [counts.astype(np.float64) for counts in everyone])[:, 0]


def _count_patterns(banner: Banner, chosen: Mask) -> CellCounts:
    options = chosen.shape[1]
    pattern = np.zeros(len(chosen), np.int8)
    for option in range(options):
        pattern |= chosen[:, option].view(np.int8) << np.int8(option)
    patterns = np.arange(1 << options)
    has_option = ((patterns[:, None] >> np.arange(options)) & 1).astype(np.float64)
    return [counts @ has_option for counts in count_codes(banner, pattern, lowest=0, highest=(1 << options) - 1)]


def _counts_in(block: Block, codes: Codes, lowest: int, width: int) -> NDArray[np.float64]:
    cells = block.share_in.shape[1]
    counts = np.zeros(cells * width, np.int64)
    for start in range(0, len(codes), ROWS_AT_ONCE):
        key = block.cell[start : start + ROWS_AT_ONCE].astype(np.intp)
        key *= width
        key += codes[start : start + ROWS_AT_ONCE]
        key -= lowest
        counts += np.bincount(key, minlength=cells * width)
    return counts.reshape(cells, width).astype(np.float64)
