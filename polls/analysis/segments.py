"""Who is in which segment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from polls.analysis.coding import DONT_KNOW
from polls.analysis.table import ANSWERED, ChoiceColumn, Mask, Missing, MultipleColumn, NumberColumn, ResponseTable
from polls.codebook.schema import Questionnaire, SegmentVariable, Source

Keys = NDArray[np.int16]


@dataclass(frozen=True, eq=False)
class Division:
    """How one segment variable divides the n respondents.

    Disjoint: one key (n,) with the index of the segment, and the number of segments for "in none of them".
    Overlapping: a key (n,) of 0 and 1 for each segment.
    """

    variable: SegmentVariable
    keys: tuple[Keys, ...]
    is_overlapping: bool

    @property
    def radix(self) -> int:
        """How many values a key can have."""
        return 2 if self.is_overlapping else len(self.variable.segments) + 1

    def members(self, segment: int) -> Mask:
        """Give who is in the segment with this index: (n,) booleans."""
        members: Mask = self.keys[segment] == 1 if self.is_overlapping else self.keys[0] == segment
        return members

    def only(self, segment: int) -> "Division":
        """Give an overlapping division with this segment alone."""
        variable = replace(self.variable, segments=self.variable.segments[segment : segment + 1])
        return Division(variable, self.keys[segment : segment + 1], is_overlapping=True)


def segment_membership(questionnaire: Questionnaire, table: ResponseTable, variable: SegmentVariable) -> Mask:
    """Give who is in which segment of ``variable``: (n, segments) booleans; several in a row where they overlap."""
    division = divide(questionnaire, table, variable)
    members = [division.members(segment) for segment in range(len(variable.segments))]
    return np.stack(members, axis=1) if members else np.zeros((table.n, 0), np.bool_)


def divide(questionnaire: Questionnaire, table: ResponseTable, variable: SegmentVariable) -> Division:
    """Divide the respondents by the contact attribute or the answer that ``variable`` speaks of."""
    if variable.source_kind is Source.CONTACT:
        attribute = table.attributes.get(variable.source)
        if attribute is None:
            return _by_matrix(variable, np.zeros((table.n, len(variable.segments)), np.bool_))
        return _by_codes(variable, attribute.codes, [*attribute.values, None])
    return _by_answer(questionnaire, table, variable)


def _by_answer(questionnaire: Questionnaire, table: ResponseTable, variable: SegmentVariable) -> Division:
    question, column = questionnaire.variable_by_code[variable.source], table.columns[variable.source]
    codes = [option.code for option in question.options]
    if isinstance(column, ChoiceColumn):
        # A negative code counts from the end of the list, where the kinds of missing stand: don't know last.
        return _by_codes(variable, column.codes, [*codes, *[None] * (len(Missing) - 1), DONT_KNOW])
    if isinstance(column, MultipleColumn):
        return _by_matrix(variable, _ticked(variable, column, codes))
    if isinstance(column, NumberColumn):
        return _by_matrix(variable, _equal(variable, column))
    raise ValueError(f"segment variable {variable.code} cannot follow the answers to question {variable.source}")


def _by_codes(variable: SegmentVariable, codes: NDArray[np.int8] | Keys, values: Sequence[str | None]) -> Division:
    """Divide by a column of codes; ``values`` says what each stands for, None for nothing."""
    lookup = np.array([[value in segment.values for segment in variable.segments] for value in values], np.bool_)
    lookup = lookup.reshape(len(values), len(variable.segments))
    if np.any(lookup.sum(axis=1) > 1):
        return _by_matrix(variable, lookup[codes])
    return Division(variable, (_index_of(lookup)[codes],), is_overlapping=False)


def _by_matrix(variable: SegmentVariable, members: Mask) -> Division:
    if np.any(members.sum(axis=1) > 1):
        keys = tuple(members[:, segment].astype(np.int16) for segment in range(members.shape[1]))
        return Division(variable, keys, is_overlapping=True)
    return Division(variable, (_index_of(members),), is_overlapping=False)


def _index_of(members: Mask) -> Keys:
    """Give the index of the one True in each row, or the number of columns where there is none."""
    nowhere = members.shape[1]
    index = np.full(len(members), nowhere, np.int16)
    for segment in range(nowhere):
        index[members[:, segment]] = segment
    return index


def _ticked(variable: SegmentVariable, column: MultipleColumn, codes: Sequence[str]) -> Mask:
    members = np.zeros((len(column.status), len(variable.segments)), np.bool_)
    for position, segment in enumerate(variable.segments):
        wanted = [index for index, code in enumerate(codes) if code in segment.values]
        members[:, position] = column.chosen[:, wanted].any(axis=1)
        if DONT_KNOW in segment.values:
            members[:, position] |= column.status == Missing.DONT_KNOW
    return members


def _equal(variable: SegmentVariable, column: NumberColumn) -> Mask:
    members = np.zeros((len(column.status), len(variable.segments)), np.bool_)
    for position, segment in enumerate(variable.segments):
        wanted = [float(value) for value in segment.values if value != DONT_KNOW]
        members[:, position] = np.isin(column.values, wanted) & (column.status == ANSWERED)
        if DONT_KNOW in segment.values:
            members[:, position] |= column.status == Missing.DONT_KNOW
    return members
