"""One pass over the answers: how many gave each code in each group, plain and weighted.

Counts add up: those of two shards are those of the whole. ``joint`` counts by cell of the joint index; cells are added
up to groups here.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from polls.analysis.banner import Banner
from polls.analysis.joint import STATUSES, Index, Item, count_by_cell

Floats = NDArray[np.float64]

SMALL = 1 << 10
"""A matrix of so many groups and cells is multiplied as it is: a sparse one would cost more than it saves."""


@dataclass(frozen=True, eq=False)
class Weights:
    """What each respondent counts for: ``weights`` (n,), with their squares; None for one each."""

    weights: Floats | None = None
    squares: Floats | None = None

    @property
    def measures(self) -> list[Floats | None]:
        return [None] if self.weights is None else [None, self.weights, self.squares]


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
    width = max([item.width for item in items], default=STATUSES)
    found = np.zeros((len(measures), len(items), strata, len(banner.groups), width))
    for block in banner.blocks:
        index = Index.of(block)
        layer = index.occupied // (block.share_in.shape[1] // layers)
        insides = [layer == stratum for stratum in range(strata)]
        shares = [_sums_of_cells(block.share_in[:, index.occupied[inside]]) for inside in insides]
        for part in count_by_cell(items, index, measures):
            for stratum, (inside, share) in enumerate(zip(insides, shares, strict=True)):
                sums = part.sums if len(insides) == 1 and inside.all() else part.sums[inside]
                together = share @ sums.reshape(len(sums), math.prod(sums.shape[1:]))
                by_group = together.reshape(share.shape[0], *sums.shape[1:])
                found[:, part.items, stratum, block.groups, part.codes] = by_group.transpose(1, 2, 0, 3)
    if len(measures) == 1:
        return Tally(found[0], found[0], found[0])
    return Tally(found[0], found[1], found[2])


def _sums_of_cells(share_in: Floats) -> Floats | csr_array:
    """Make a sparse matrix of 0 and 1 where most cells are not in a group; by hand, because its making counts."""
    if share_in.size <= SMALL:
        return share_in
    row, column = np.nonzero(share_in)
    ends = np.searchsorted(row, np.arange(len(share_in) + 1))
    return csr_array((np.ones(len(row)), column.astype(np.int32), ends.astype(np.int32)), shape=share_in.shape)
