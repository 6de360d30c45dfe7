"""Small groups stay hidden in a table document, and so do those from which a small one would follow by subtraction."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polls.analysis.suppression import is_protected, linked_cells
from polls.analysis.tabulation.compute import Computed
from polls.analysis.tabulation.groups import NESTED

Document = dict[str, Any]
Flags = NDArray[np.bool_]
Sizes = NDArray[np.int64]

BY_CELL = (
    "count", "base", "estimate", "standard_error", "low", "high", "interval", "weighted_count", "weighted_base",
    "effective_base", "design_effect", "df", "total_error", "sd", "letters",
)  # fmt: skip


def conceal(document: Document, hidden: Sequence[Flags]) -> Document:
    """Take the numbers of hidden columns out of a table, and the tests in which they take part.

    ``hidden`` says for each variable which columns (columns,).
    """
    variables = [
        _concealed(variable, gone, document) for variable, gone in zip(document["variables"], hidden, strict=True)
    ]
    return {**document, "variables": variables}


def hidden_columns(computed: Computed, document: Document, unfiltered: Document | None) -> list[Flags]:
    """Say for each variable which columns to hide: those with a base below k, and what would give them away.

    ``unfiltered`` is the same table of everyone, where the table has a filter: what the filter leaves out of a column
    must be nobody, or k respondents.
    """
    k = computed.spec.k
    lines = _sums(computed)
    flags = []
    for place, variable in enumerate(document["variables"]):
        sizes = _sizes(variable)
        hidden = (sizes > 0) & (sizes < k)
        if unfiltered is not None:
            rest = _sizes(unfiltered["variables"][place]) - sizes
            hidden |= (rest > 0) & (rest < k)
        flags.append(_completed(hidden, sizes, lines, k))
    return flags


def _sizes(variable: Document) -> Sizes:
    """Give the people whom a column would tell of: its base, or those asked where nobody answered."""
    base = np.array(variable["base"], np.int64).reshape(len(variable["rows"]), -1).max(axis=0, initial=0)
    asked = np.array(variable["bases"]["asked"], np.int64)
    return np.where(base > 0, base, asked)


@dataclass(frozen=True)
class _Sum:
    """Columns that add up, with those in none of them, to a shown one. They share nobody."""

    total: int
    parts: tuple[int, ...]


def _sums(computed: Computed) -> list[_Sum]:
    """Find what adds up to what: the segments of a variable to everyone, nested ones to the segment they divide."""
    columns = computed.columns
    places = {(each.variable, each.segment): place for place, each in enumerate(columns.headings)}
    sums: list[_Sum] = []
    for part, segments in enumerate(columns.slices):
        inside = tuple(range(segments.start, segments.stop))
        if columns.is_overlapping[part]:
            sums += [_Sum(0, (place,)) for place in inside]
            continue
        sums.append(_Sum(0, inside))
        sums += _nested(computed, inside, places)
    return sums


def _nested(
    computed: Computed, inside: tuple[int, ...], places: dict[tuple[str | None, str | None], int]
) -> list[_Sum]:
    groups: dict[int, list[int]] = {}
    for place in inside:
        heading = computed.columns.headings[place]
        variables, segments = str(heading.variable).split(NESTED), str(heading.segment).split(NESTED)
        if len(segments) != len(variables):
            continue
        for depth in range(1, len(variables)):
            parent = places.get((NESTED.join(variables[:depth]), NESTED.join(segments[:depth])))
            if parent is not None:
                groups.setdefault(parent, []).append(place)
        for name, segment in list(zip(variables, segments, strict=True))[1:]:
            parent = places.get((name, segment))
            if parent is not None:
                groups.setdefault(parent, []).append(place)
    return [_Sum(total, tuple(parts)) for total, parts in groups.items()]


def _completed(hidden: Flags, sizes: Sizes, sums: Sequence[_Sum], k: int) -> Flags:
    """Hide more until nobody is found by subtraction: each time the smallest shown part of a sum that tells too much.

    Everything, where the total must be hidden or the sums together still give a hidden group away.
    """
    primary, hidden = np.flatnonzero(hidden).tolist(), hidden.copy()
    while not hidden[0]:
        more = next((place for each in sums for place in _revealing(each, hidden, sizes, k)), None)
        if more is None:
            is_safe = all(_is_safe(place, hidden, sizes, sums) for place in primary)
            return hidden if is_safe else np.ones_like(hidden)
        hidden[more] = True
    return np.ones_like(hidden)


def _is_safe(place: int, hidden: Flags, sizes: Sizes, sums: Sequence[_Sum]) -> bool:
    """Say whether all sums together leave more than one size possible for a hidden column."""
    outside = [int(sizes[each.total] - sizes[list(each.parts)].sum()) for each in sums]
    columns = len(sizes)
    cells = linked_cells(
        [*sizes.tolist(), *outside],
        [(each.total, [*each.parts, columns + number]) for number, each in enumerate(sums)],
    )
    unseen = np.array([size > 0 for size in outside], np.bool_)
    return is_protected(cells, np.concatenate([hidden, unseen]), place)


def _revealing(each: _Sum, hidden: Flags, sizes: Sizes, k: int) -> list[int]:
    """Give what to hide next where a sum tells of fewer than k people, or of one hidden group alone."""
    parts = np.array(each.parts, np.intp)
    outside = int(sizes[each.total] - sizes[parts].sum())
    gone = parts[hidden[parts]]
    if hidden[each.total]:
        shown = parts[~hidden[parts]]
        is_total_found = len(gone) == 0 and outside == 0 and sizes[each.total] > 0
        return [int(shown[np.argmin(sizes[shown])])] if is_total_found and len(shown) else []
    people = int(sizes[gone].sum()) + outside
    is_alone = len(gone) == 1 and outside == 0
    if people == 0 or (people >= k and not is_alone):
        return []
    shown = parts[~hidden[parts] & (sizes[parts] > 0)]
    if len(shown) == 0:
        return [] if each.total == 0 and not len(gone) and outside == 0 else _last_resort(each, hidden)
    return [int(shown[np.argmin(sizes[shown])])]


def _last_resort(each: _Sum, hidden: Flags) -> list[int]:
    """Hide the total of a sum of which no more parts can be hidden; of everyone, all columns follow."""
    return [] if hidden[each.total] else [each.total]


def _concealed(variable: Document, hidden: Flags, document: Document) -> Document:
    if not hidden.any():
        return {**variable, "hidden": []}
    gone = {place for place, is_hidden in enumerate(hidden.tolist()) if is_hidden}
    columns = document["columns"]
    names = {(columns[place]["variable"], columns[place]["segment"]) for place in gone}
    changed = {**variable, "hidden": sorted(gone)}
    for name in BY_CELL:
        if name in variable:
            changed[name] = [_without(row, gone) for row in variable[name]]
    changed["bases"] = {name: _without(row, gone) for name, row in variable["bases"].items()}
    changed["quantiles"] = [
        {**each, "values": [_without(row, gone) for row in each["values"]]} for each in variable["quantiles"]
    ]
    if "covariance" in variable:
        changed["covariance"] = _without(variable["covariance"], gone)
    changed["letters"] = [[None] * len(columns) for _ in variable["letters"]]
    changed["warnings"] = [each for each in variable["warnings"] if (each["variable"], each["segment"]) not in names]
    changed["tests"] = _without_tests(variable["tests"], names)
    return changed


def _without(row: list[Any], gone: set[int]) -> list[Any]:
    return [None if place in gone else value for place, value in enumerate(row)]


def _without_tests(tests: Document, names: set[tuple[str | None, str | None]]) -> Document:
    """Leave out every test in which a hidden column takes part, and the corrected p-values that counted it."""
    touched = {variable for variable, _segment in names}
    if None in touched:
        return {
            **tests,
            "table": [],
            "means": [],
            "pairs": [],
            "complement": None,
            "options": None,
            "ranking": [],
            "panel": [],
        }
    kept = {
        kind: [each for each in tests[kind] if each["variable"] not in touched] for kind in ("table", "means", "pairs")
    }
    ranking = [each for each in tests["ranking"] if (each["variable"], each["segment"]) not in names]
    panel = [each for each in tests["panel"] if each["variable"] not in touched]
    return {**kept, "complement": None, "options": tests["options"], "ranking": ranking, "panel": panel}
