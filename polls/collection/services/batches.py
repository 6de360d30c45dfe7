"""Which boxes of an urn may become responses together, and what may stand beside each answer.

Whoever has a copy of the database knows of every invitation its attributes and whether it was answered, and sees with
two copies who answered in between. So a combination of attributes may only move in groups of at least k: k newcomers,
not one. A combination is a tuple of values in a fixed order, of which the last is dropped first.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from random import Random
from typing import TypeVar

Combination = tuple[str, ...]
Group = TypeVar("Group", bound=Hashable)


def choose_leaving(combinations: Sequence[Combination], *, minimum: int, smallest: int, rng: Random) -> list[int]:
    """Choose the positions that may leave while the poll is still open, none when they are fewer than ``smallest``.

    ``minimum`` (k) boxes of each combination stay behind, drawn by lot, so that the last step at closing is not
    smaller than k either. A combination with fewer than twice as many waits as a whole.
    """
    leaving: list[int] = []
    for positions in _grouped(combinations).values():
        if len(positions) >= 2 * minimum:
            leaving += rng.sample(positions, len(positions) - minimum)
    return sorted(leaving) if len(leaving) >= smallest else []


def kept_lengths(combinations: Sequence[Combination], *, minimum: int) -> list[int]:
    """Say of each position how many of its first values may be kept when all of them leave at once.

    Everyone then shares what is kept, and how much, with at least ``minimum`` (k) others of the same batch, themselves
    included. Where all together are fewer than k, nothing is kept.
    """
    lengths = [len(combination) for combination in combinations]
    for length in range(max(lengths, default=0), 0, -1):
        _shorten_small(combinations, lengths, length, minimum)
    _fill_up_the_rest(combinations, lengths, minimum)
    return lengths


def _shorten_small(combinations: Sequence[Combination], lengths: list[int], length: int, minimum: int) -> None:
    """Drop the last value of each group at ``length`` that has fewer than ``minimum`` members."""
    for kept, positions in _groups_kept(combinations, lengths).items():
        if len(kept) == length and len(positions) < minimum:
            for position in positions:
                lengths[position] = length - 1


def _fill_up_the_rest(combinations: Sequence[Combination], lengths: list[int], minimum: int) -> None:
    """Let the smallest groups lose all values until those without any are nobody, or at least ``minimum``."""
    while True:
        groups = _groups_kept(combinations, lengths)
        rest = groups.pop((), [])
        if not rest or len(rest) >= minimum or not groups:
            return
        for position in min(groups.values(), key=len):
            lengths[position] = 0


def _groups_kept(combinations: Sequence[Combination], lengths: Iterable[int]) -> dict[Combination, list[int]]:
    return _grouped([combination[:length] for combination, length in zip(combinations, lengths, strict=True)])


def _grouped(keys: Iterable[Group]) -> dict[Group, list[int]]:
    positions: defaultdict[Group, list[int]] = defaultdict(list)
    for position, key in enumerate(keys):
        positions[key].append(position)
    return dict(positions)
