"""Counts and bases of one question in every group."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from polls.analysis.banner import Banner
from polls.analysis.coding import DONT_KNOW
from polls.analysis.countable import countable
from polls.analysis.crosstab import CellCounts, Counts, count_items, in_groups, pattern_items, ticks_of_patterns
from polls.analysis.joint import LOWEST, STATUSES, Item
from polls.analysis.table import ANSWERED, ChoiceColumn, Column, Missing, MultipleColumn
from polls.codebook.schema import BaseRule, Question, QuestionKind

PROMOTERS, PASSIVES, DETRACTORS = slice(9, 11), slice(7, 9), slice(0, 7)
"""The points of a net promoter score, by Reichheld (2003): 9-10, 7-8 and 0-6 of 0-10."""

NET_POINTS = 4
"""A scale of fewer points has no nets: its two upper and its two lower points would meet."""


@dataclass(frozen=True, eq=False)
class Frequencies:
    """What was counted for a question.

    ``statuses`` (groups, 5): not reached, not asked, skipped, don't know, answered. ``options`` (groups, options): how
    many gave each answer, don't know aside; without columns for a number or a text. ``own_nets`` are answers that
    somebody wants to see taken together, beside those of the kind of question.
    """

    question: Question
    statuses: Counts
    options: Counts
    own_nets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def missing(self, reason: Missing) -> Counts:
        return self.statuses[:, reason - LOWEST]

    @property
    def valid(self) -> Counts:
        """How many gave a substantive answer, by group."""
        return self.statuses[:, ANSWERED - LOWEST]

    @property
    def answered(self) -> Counts:
        """How many answered, don't know included, by group."""
        return self.valid + self.missing(Missing.DONT_KNOW)

    @property
    def asked(self) -> Counts:
        """How many saw the question, by group."""
        return self.answered + self.missing(Missing.SKIPPED)

    @cached_property
    def base(self) -> Counts:
        """The denominator of the shares, by the rule of the question."""
        bases: Mapping[BaseRule, Counts] = {
            BaseRule.ASKED: self.asked,
            BaseRule.ANSWERED: self.answered,
            BaseRule.VALID: self.valid,
        }
        return bases[self.question.base_rule]

    @cached_property
    def row_codes(self) -> tuple[str, ...]:
        """The rows of the table: the options, and don't know where it is offered and counts as an answer."""
        if self.options.shape[1] == 0:
            return ()
        codes = tuple(option.code for option in self.question.options)
        return (*codes, DONT_KNOW) if self._has_dont_know_row else codes

    @cached_property
    def rows(self) -> Counts:
        """Counts of the rows: (groups, rows)."""
        if not self.row_codes or not self._has_dont_know_row:
            return self.options
        return np.column_stack([self.options, self.missing(Missing.DONT_KNOW)])

    @cached_property
    def nets(self) -> Mapping[str, tuple[str, ...]]:
        """The options of each net: the ends of a scale, the three groups of a net promoter score, and own ones."""
        codes = tuple(option.code for option in self.question.options)
        return {name: codes[part] for name, part in self._net_parts.items()} | dict(self.own_nets)

    @cached_property
    def net_counts(self) -> Counts:
        """How many are in each net: (groups, nets). Each gave one answer, so the points add up to people."""
        if not self.nets:
            return np.zeros((len(self.statuses), 0), np.int64)
        codes = [option.code for option in self.question.options]
        places = ([codes.index(code) for code in choices] for choices in self.nets.values())
        return np.column_stack([self.options[:, each].sum(axis=1) for each in places])

    @property
    def _net_parts(self) -> Mapping[str, slice]:
        kind = self.question.kind
        if kind is QuestionKind.NPS:
            return {"promoters": PROMOTERS, "passives": PASSIVES, "detractors": DETRACTORS}
        if kind is QuestionKind.SCALE and len(self.question.options) >= NET_POINTS:
            return {"top2": slice(-2, None), "bottom2": slice(None, 2)}
        return {}

    @property
    def _has_dont_know_row(self) -> bool:
        return self.question.dont_know is not None and self.question.base_rule is not BaseRule.VALID


def tabulate(
    questions: Sequence[Question], columns: Sequence[Column], banners: Sequence[Banner]
) -> Iterator[list[Frequencies]]:
    """Count questions over banners that have their cells in common, in one pass: for each question one for each."""
    counted = [countable(question, column) for question, column in zip(questions, columns, strict=True)]
    items = [_items(question, column) for question, column in counted]
    cells = iter(count_items(banners[0], [item for each in items for item in each]))
    for (question, column), own in zip(counted, items, strict=True):
        missing, options = _of_items(column, [next(cells) for _item in own])
        yield [_frequencies(question, in_groups(banner, missing), in_groups(banner, options)) for banner in banners]


def _items(question: Question, column: Column) -> list[Item]:
    """Lay a question out: its codes; or the statuses, and patterns of what is ticked."""
    if isinstance(column, ChoiceColumn):
        return [Item(column.codes, len(question.options))]
    ticks = pattern_items(column.chosen) if isinstance(column, MultipleColumn) else []
    return [Item(column.status, 1), *ticks]


def _of_items(column: Column, cells: Sequence[CellCounts]) -> tuple[CellCounts, CellCounts]:
    """Give the counts of the statuses (for a single answer only of the kinds of missing) and of the options."""
    if isinstance(column, ChoiceColumn):
        return [counts[:, :STATUSES] for counts in cells[0]], [counts[:, STATUSES:] for counts in cells[0]]
    if isinstance(column, MultipleColumn) and column.chosen.shape[1]:
        return cells[0], ticks_of_patterns(cells[1:], column.chosen.shape[1])
    return cells[0], [counts[:, :0] for counts in cells[0]]


def _frequencies(question: Question, statuses: Counts, options: Counts) -> Frequencies:
    if statuses.shape[1] == len(Missing):
        statuses = np.column_stack([statuses, options.sum(axis=1)])
    return Frequencies(question, statuses, options)
