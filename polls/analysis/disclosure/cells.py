"""Who was counted, by combination of segments: what every group of a poll is made of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polls.analysis.segments import Division, divide
from polls.analysis.table import ANSWERED, ChoiceColumn, Column, Mask, Missing, ResponseTable
from polls.codebook.schema import BaseRule, Question, Questionnaire, Segment, SegmentVariable, Source

Sizes = NDArray[np.int64]
Part = tuple[str, str]
"""A segment: its variable and its code."""

Group = frozenset[Part]
"""The respondents who are in all of these segments; everyone where there are none."""

FLAGS = "!"
"""The name of the division by flags on the quality of responses: a part for each flag that a response does not have."""

RESPONDENTS = ""
"""The name of the base of all respondents, whatever they were asked; the others are named by their question."""

_LOWEST = {BaseRule.ASKED: Missing.SKIPPED, BaseRule.ANSWERED: Missing.DONT_KNOW, BaseRule.VALID: ANSWERED}


@dataclass(frozen=True, eq=False)
class Cells:
    """One state of a poll's responses. ``keys`` (cells,): the segments that those in a cell are in; ``counts``: for
    each base how many of it are in each cell, (cells,). ``is_flagged``: the cells are divided by flags as well.
    """

    keys: tuple[Group, ...]
    counts: Mapping[str, Sizes]
    is_flagged: bool = False

    def size(self, group: Group, base: str = RESPONDENTS) -> int:
        """Give how many of a base are in a group."""
        return int(sum(count for key, count in zip(self.keys, self.counts[base].tolist(), strict=True) if group <= key))

    def with_bases(self, other: "Cells") -> "Cells":
        """Add the bases that only ``other``, the same state, has. Raises ValueError where its cells are others."""
        if self.keys != other.keys:
            raise ValueError("these are the cells of another state of the responses")
        return replace(self, counts={**other.counts, **self.counts})

    def to_document(self) -> dict[str, Any]:
        """Give it as JSON; bases that are alike are written once."""
        rows: dict[tuple[int, ...], int] = {}
        bases = {base: rows.setdefault(tuple(counts.tolist()), len(rows)) for base, counts in self.counts.items()}
        return {
            "cells": [sorted(list(part) for part in key) for key in self.keys],
            "counts": [list(row) for row in rows],
            "bases": bases,
            **({"flags": True} if self.is_flagged else {}),
        }

    def without_flags(self) -> "Cells":
        """Give the same cells not divided by flags."""
        keys = [frozenset(part for part in key if part[0] != FLAGS) for key in self.keys]
        kept = list(dict.fromkeys(keys))
        place = {key: position for position, key in enumerate(kept)}
        index = np.array([place[key] for key in keys], np.intp)
        counts = {base: np.bincount(index, sizes, len(kept)).astype(np.int64) for base, sizes in self.counts.items()}
        return replace(self, keys=tuple(kept), counts=counts, is_flagged=False)

    @classmethod
    def from_document(cls, found: Mapping[str, Any]) -> "Cells":
        """Read ``to_document`` back."""
        rows = [np.array(row, np.int64) for row in found["counts"]]
        keys = tuple(frozenset((variable, segment) for variable, segment in parts) for parts in found["cells"])
        counts = {base: rows[position] for base, position in found["bases"].items()}
        return cls(keys, counts, is_flagged=found.get("flags", False))


def left_in(flags: Iterable[str]) -> Group:
    """Name those who have none of these flags; everyone where there are none."""
    return frozenset((FLAGS, name) for name in flags)


def count_cells(
    questionnaire: Questionnaire,
    table: ResponseTable,
    questions: Iterable[Question],
    *,
    further: Sequence[Division] = (),
    bases: Mapping[str, Mask] | None = None,
) -> Cells:
    """Count all respondents, and the base of each question, in each combination of segments that occurs.

    Flags on responses and ``further`` divisions make the cells finer; ``bases`` (n,) are counted beside those of the
    questions.
    """
    divisions = [divide(questionnaire, table, variable) for variable in questionnaire.segment_variables]
    divisions += [*_by_flags(table), *further]
    index, keys = _combined(table.n, divisions)
    counts = {RESPONDENTS: np.bincount(index, minlength=len(keys))}
    for question in questions:
        mask = base_mask(question, table.columns[question.code])
        counts[question.code] = np.bincount(index[mask], minlength=len(keys))
    for base, mask in (bases or {}).items():
        counts[base] = np.bincount(index[mask], minlength=len(keys))
    return Cells(keys, counts, is_flagged=bool(table.flags))


def _by_flags(table: ResponseTable) -> Iterator[Division]:
    """Divide by each flag that somebody has and somebody has not: who has not is in."""
    if table.flags:
        segments = tuple(Segment(name, {}, (name,)) for name in table.flags)
        keys = tuple((~marked).astype(np.int16) for marked in table.flags.values())
        yield Division(SegmentVariable(FLAGS, {}, Source.QUESTION, FLAGS, segments), keys, True)


def base_mask(question: Question, column: Column) -> Mask:
    """Say who is in the base of a question, by its rule: (n,) booleans."""
    return mask_of(column, question.base_rule)


def mask_of(column: Column, rule: BaseRule) -> Mask:
    """Say who is in the base of a column, by a rule: (n,) booleans."""
    status = np.minimum(column.codes, ANSWERED) if isinstance(column, ChoiceColumn) else column.status
    mask: Mask = status >= _LOWEST[rule]
    return mask


def _combined(n: int, divisions: Sequence[Division]) -> tuple[NDArray[np.intp], tuple[Group, ...]]:
    """Give for each respondent the index of the combination, and what each combination is."""
    index = np.zeros(n, np.intp)
    keys: list[Group] = [frozenset()] if n else []
    for division in divisions:
        for key, names in _digits(division):
            pairs, index = np.unique(index * (len(names) + 1) + key, return_inverse=True)
            keys = [keys[pair // (len(names) + 1)] | names[pair % (len(names) + 1)] for pair in pairs.tolist()]
    return index, tuple(keys)


def _digits(division: Division) -> list[tuple[NDArray[np.int16], list[Group]]]:
    """Give each key of a division with what its values stand for."""
    names = [frozenset({(division.variable.code, segment.code)}) for segment in division.variable.segments]
    nobody: Group = frozenset()
    if division.is_overlapping:
        return [(key, [nobody, name]) for key, name in zip(division.keys, names, strict=True)]
    return [(division.keys[0], [*names, nobody])]
