"""All that was ever told of a poll, and what may still be told beside it.

A release tells the size of groups, and the answers of those in them, for each base: all respondents, and those who
answered a question. What is new is held against everything that was told before: the groups of the same responses, and
of earlier ones, where only those who came since are new. While something small follows, the smallest new group that
helps to find it is hidden.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polls.analysis.disclosure.attack import Leak, find_leak
from polls.analysis.disclosure.cells import Cells, Group

Shown = Mapping[str, frozenset[Group]]


@dataclass(frozen=True, eq=False)
class Told:
    """What one release tells: for each base the groups of which there are numbers; ``cells`` is what it was made of."""

    cells: Cells
    shown: Shown

    def without(self, base: str, group: Group) -> "Told":
        return replace(self, shown={**self.shown, base: self.shown[base] - {group}})

    def shown_document(self) -> dict[str, Any]:
        """Give ``shown`` as JSON."""
        groups = sorted({group for each in self.shown.values() for group in each}, key=_in_order)
        position = {group: place for place, group in enumerate(groups)}
        return {
            "groups": [sorted(list(part) for part in group) for group in groups],
            "shown": {base: sorted(position[group] for group in each) for base, each in self.shown.items()},
            "bases": {
                base: {str(position[group]): self.cells.size(group, base) for group in sorted(each, key=_in_order)}
                for base, each in self.shown.items()
            },
        }


def read_shown(document: Mapping[str, Any]) -> Shown:
    """Read ``Told.shown_document`` back."""
    groups = [frozenset((variable, segment) for variable, segment in parts) for parts in document["groups"]]
    return {base: frozenset(groups[place] for place in places) for base, places in document["shown"].items()}


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums over elementary cells, one state of the responses after the other.

    ``told`` (sums, cells); ``sizes`` (cells,); ``groups`` (sums,): what each sum is of; ``is_new`` (sums,): whether it
    tells of other people than all before; ``is_added`` (sums,): whether it is told for the first time of this state.
    """

    told: NDArray[np.float64]
    sizes: NDArray[np.int64]
    groups: tuple[Group, ...]
    is_new: tuple[bool, ...]
    is_added: tuple[bool, ...]


def screened(new: Told, earlier: Sequence[Told], smallest: Mapping[str, int]) -> Told:
    """Give what of ``new`` may be told beside all that was told ``earlier`` (in order).

    ``smallest`` gives the k of each base. A group that stays must itself have k people, or nobody, in it.
    """
    decided: dict[Any, frozenset[Group]] = {}
    kept = new
    for base in new.shown:
        key = _likeness(base, new, earlier, smallest)
        if key not in decided:
            decided[key] = _screened_base(base, new, earlier, smallest[base])
        kept = replace(kept, shown={**kept.shown, base: decided[key]})
    return kept


def first_leak(releases: Sequence[Told], base: str, k: int) -> Leak | None:
    """Find what follows of one base from all releases together; None when nothing does."""
    sums = sums_of(base, releases[-1], releases[:-1])
    return find_leak(sums.told, sums.sizes, k)


def sums_of(base: str, new: Told, earlier: Sequence[Told]) -> Sums:
    """Write everything that is known of one base as sums: of each group the newest that was told of it before.

    What was told of the same responses stands beside it: the two together tell of those who came in between.
    """
    latest: dict[Group, Cells] = {}
    same: set[Group] = set()
    for release in earlier:
        if release.cells is new.cells:
            same |= release.shown.get(base, frozenset())
        else:
            latest |= dict.fromkeys(release.shown.get(base, ()), release.cells)
    known = list(latest.items())
    rows = [*((group, cells, False) for group, cells in known)]
    rows += [(group, new.cells, group not in same) for group in sorted(new.shown[base] | same, key=_in_order)]
    states = _states(earlier, new, {id(cells) for _group, cells, _is_new in rows})
    keys = list(dict.fromkeys(key for state in states for key in state.keys))
    growth = _growth(states, keys, base)
    told = np.array([_row(group, states, cells, keys, growth) for group, cells, _is_new in rows])
    told = told.reshape(len(rows), growth.size)
    sizes = np.abs(growth).ravel()
    is_added = tuple(is_one for *_rest, is_one in rows)
    is_new = _tells_more(told[:, sizes > 0], is_added)
    return Sums(told, sizes, tuple(group for group, *_rest in rows), is_new, is_added)


def _tells_more(told: NDArray[np.float64], is_new: Sequence[bool]) -> tuple[bool, ...]:
    """Say which new sums differ from all that are known: a group that nobody came into tells what it told before."""
    known = {row.tobytes() for row, is_one in zip(told, is_new, strict=True) if not is_one}
    return tuple(is_one and row.tobytes() not in known for row, is_one in zip(told, is_new, strict=True))


def _likeness(base: str, new: Told, earlier: Sequence[Told], smallest: Mapping[str, int]) -> Any:
    """Give what decides about a base: bases of which all this is equal are decided alike."""
    releases = (*earlier, new)
    return (
        smallest[base],
        *(release.shown.get(base, frozenset()) for release in releases),
        *(release.cells.counts[base].tobytes() if base in release.cells.counts else b"" for release in releases),
    )


def _screened_base(base: str, new: Told, earlier: Sequence[Told], k: int) -> frozenset[Group]:
    small = {group for group in new.shown[base] if 0 < new.cells.size(group, base) < k}
    kept = replace(new, shown={base: new.shown[base] - small})
    while True:
        sums = sums_of(base, kept, earlier)
        leak = find_leak(sums.told, sums.sizes, k) if any(sums.is_added) else None
        guilty = _guilty(sums, leak, kept.cells, base) if leak else None
        if leak and guilty is None:
            guilty = _helper(sums, kept.cells, base, k)
        if guilty is None:
            return kept.shown[base]
        kept = kept.without(base, guilty)


def _guilty(sums: Sums, leak: Leak, cells: Cells, base: str) -> Group | None:
    """Choose which new group to hide: the smallest that takes part; the total last. None when no new one does."""
    takes_part = np.abs(leak.weights) > 1e-6
    candidates = [
        group
        for group, is_new, is_used in zip(sums.groups, sums.is_new, takes_part.tolist(), strict=True)
        if is_new and is_used
    ]
    return _first_to_hide(candidates, cells, base)


def _helper(sums: Sums, cells: Cells, base: str, k: int) -> Group | None:
    """Choose which group to hide where what is added only tells that cells are empty, from which the rest follows.

    Two groups of the same people are such: they tell that nobody is in the one and not in the other. None where the
    leak was there before.
    """
    is_before = ~np.array(sums.is_added)
    if find_leak(sums.told[is_before], sums.sizes, k) is not None:
        return None
    added = [group for group, is_one in zip(sums.groups, sums.is_added, strict=True) if is_one]
    return _first_to_hide(added, cells, base)


def _first_to_hide(groups: Iterable[Group], cells: Cells, base: str) -> Group | None:
    """Give the smallest group with somebody in it, the total last; None where there are none."""
    return min(groups, key=lambda group: (not group, cells.size(group, base) or 10**9, _in_order(group)), default=None)


def _states(earlier: Sequence[Told], new: Told, wanted: set[int]) -> list[Cells]:
    """Give the states of the responses that rows speak of, in order."""
    states = {id(release.cells): release.cells for release in earlier if release.cells is not new.cells}
    return [*(cells for key, cells in states.items() if key in wanted), new.cells]


def _growth(states: Sequence[Cells], keys: Sequence[Group], base: str) -> NDArray[np.int64]:
    """Give how many came into each cell at each state, or (negative) left: (states, cells)."""
    counts = np.zeros((len(states), len(keys)), np.int64)
    place = {key: position for position, key in enumerate(keys)}
    for row, state in enumerate(states):
        if base in state.counts:
            counts[row, [place[key] for key in state.keys]] = state.counts[base]
    return np.diff(counts, axis=0, prepend=0)


def _row(
    group: Group, states: Sequence[Cells], cells: Cells, keys: Sequence[Group], growth: NDArray[np.int64]
) -> NDArray[np.float64]:
    inside = np.array([group <= key for key in keys], np.float64)
    is_counted = np.array([True] * len(states))
    is_counted[next(place for place, state in enumerate(states) if state is cells) + 1 :] = False
    row: NDArray[np.float64] = np.where(growth < 0, -1.0, 1.0) * inside[None, :] * is_counted[:, None]
    return row.ravel()


def _in_order(group: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(group)
