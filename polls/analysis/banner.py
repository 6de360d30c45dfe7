"""The groups side by side over which every question is counted, with one joint index over all segment variables.

A respondent falls in one cell of the joint index: one combination of segments. A question is counted over the cells in
one pass; what is in a group, and what is in a group behind a filter, are sums of cells.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise
from math import prod

import numpy as np
from numpy.typing import NDArray

from polls.analysis.segments import Division, Keys
from polls.analysis.table import Mask

CELLS_PER_BLOCK = 4096
"""How many cells one joint index may have; variables beyond that go to a next index."""

KEPT = 1 << 14
"""Which cells are in which group is kept for a next table where groups and cells are no more than this: 128 kB."""


@dataclass(frozen=True)
class Group:
    """A column of a table: a segment of a variable, or everyone (both None). ``population`` is its size if known."""

    variable: str | None
    segment: str | None
    population: int | None = None


@dataclass(frozen=True, eq=False)
class Block:
    """One joint index.

    ``cell`` (n,): who is in which cell. ``share_in`` (groups, cells): 1 where a cell is part of a group. ``groups``:
    which of the banner's groups these are. ``parts`` (segments + 1, cells): 1 where a cell is part of a segment of the
    variable that is filtered on, or (last) of none.
    """

    cell: NDArray[np.signedinteger]
    share_in: NDArray[np.float64]
    groups: slice
    parts: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Banner:
    """The total, then the segments of each division. ``population`` is the size of the population behind the total.

    Those of the segments count unless the respondents are filtered: then nobody knows how large the part of each is.
    """

    divisions: tuple[Division, ...]
    blocks: tuple[Block, ...]
    population: int | None = None
    is_filtered: bool = False

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        segments = [
            Group(division.variable.code, segment.code, None if self.is_filtered else segment.population)
            for division in self.divisions
            for segment in division.variable.segments
        ]
        return (Group(None, None, self.population), *segments)

    @cached_property
    def populations(self) -> NDArray[np.float64]:
        """Give the population of each group, ``nan`` where it is not known: (groups,)."""
        return np.array([np.nan if group.population is None else group.population for group in self.groups])

    @cached_property
    def slices(self) -> tuple[slice, ...]:
        """Where in ``groups`` the segments of each division stand."""
        ends = np.cumsum([1, *[len(division.variable.segments) for division in self.divisions]]).tolist()
        return tuple(slice(start, end) for start, end in pairwise(ends))

    def members(self, group: int) -> Mask:
        """Give who is in the group at this position: (n,) booleans."""
        block = next(block for block in self.blocks if block.groups.start <= group < block.groups.stop)
        belongs: Mask = block.share_in[group - block.groups.start] > 0
        members: Mask = belongs[block.cell]
        return members

    def within(self, part: int, population: int | None) -> "Banner":
        """Give the same groups of those in one segment of the variable that is filtered on; -1 for those in none."""
        blocks = (replace(block, share_in=block.share_in * block.parts[part]) for block in self.blocks)
        return Banner(self.divisions, tuple(blocks), population, is_filtered=True)


def build_banner(n: int, divisions: Sequence[Division], *, filtered_by: Division | None = None) -> Banner:
    """Index ``n`` respondents by all divisions; ``filtered_by`` is one that ``within`` will select on."""
    lead = _keys(filtered_by) if filtered_by else []
    blocks: list[Block] = []
    first = 0
    for keys in _packs(lead, [key for division in divisions for key in _keys(division)]):
        blocks.append(_block(n, lead, keys, first, filtered_by))
        first = blocks[-1].groups.stop
    return Banner(tuple(divisions), tuple(blocks))


@dataclass(frozen=True, eq=False)
class _Key:
    """A key of a division with its radix, and the digits that are segments: all but the last, or only the 1."""

    values: Keys
    radix: int
    digits: tuple[int, ...]


def _keys(division: Division) -> list[_Key]:
    digits = (1,) if division.is_overlapping else tuple(range(division.radix - 1))
    return [_Key(values, division.radix, digits) for values in division.keys]


def _packs(lead: Sequence[_Key], keys: Sequence[_Key]) -> list[list[_Key]]:
    """Share the keys out over as few joint indices as their order allows; at least one, for the total."""
    start = int(np.prod([key.radix for key in lead], dtype=np.int64))
    packs: list[list[_Key]] = [[]]
    cells = start
    for key in keys:
        if cells * key.radix > CELLS_PER_BLOCK and packs[-1]:
            packs.append([])
            cells = start
        packs[-1].append(key)
        cells *= key.radix
    return packs


def _block(n: int, lead: Sequence[_Key], keys: Sequence[_Key], first: int, filtered_by: Division | None) -> Block:
    shape = tuple((key.radix, key.digits) for key in (*lead, *keys))
    is_small = prod(radix for radix, _ in shape) * sum(len(shown) for _, shown in shape) <= KEPT
    share_in, parts = (_kept_sums_of if is_small else _sums_of)(shape, len(lead), not first)
    cells = share_in.shape[1]
    cell = np.zeros(n, np.min_scalar_type(-cells))
    for key in (*lead, *keys):
        cell *= cell.dtype.type(key.radix)
        cell += key.values
    segments = parts if filtered_by else np.ones((1, cells))
    return Block(cell, share_in, slice(first, first + len(share_in)), segments)


def _sums_of(
    shape: tuple[tuple[int, tuple[int, ...]], ...], leading: int, has_total: bool
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Say which cells are in each group, and which in each part that is filtered on: radix and digits of each key."""
    radices = [radix for radix, _ in shape]
    cells = int(np.prod(radices, dtype=np.int64))
    digits = _digits(radices, cells)
    parts = [digits[place] == digit for place, (_, shown) in enumerate(shape[:leading]) for digit in shown]
    rows = [np.ones(cells, np.bool_)] if has_total else []
    rows += [digits[place] == digit for place, (_, shown) in enumerate(shape[leading:], leading) for digit in shown]
    outside = ~np.any(parts, axis=0) if parts else np.ones(cells, np.bool_)
    share_in = np.array(rows, np.float64).reshape(len(rows), cells)
    return share_in, np.array([*parts, outside], np.float64)


_kept_sums_of = lru_cache(maxsize=64)(_sums_of)


def _digits(radices: Sequence[int], cells: int) -> list[NDArray[np.int64]]:
    """Give for each key the digit that every cell number has in its place."""
    numbers, stride, digits = np.arange(cells), cells, []
    for radix in radices:
        stride //= radix
        digits.append((numbers // stride) % radix)
    return digits
