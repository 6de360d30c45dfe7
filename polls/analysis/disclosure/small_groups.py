"""Small groups stay hidden: the one place that decides which, and the one step that takes their numbers out.

A group is hidden when its base is below k. Further groups are hidden so that none of the hidden ones follows by
subtraction from a total, from its siblings, or from the same cross-table seen through a filter on the other variable.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polls.analysis.banner import Banner
from polls.analysis.frequency import Frequencies
from polls.analysis.segments import Division
from polls.analysis.shapes import Shape, shape_of
from polls.analysis.summary_document import Comparison, Group, HiddenGroup, QuestionSummary, Summary
from polls.codebook.schema import Question

SMALLEST_TEXT_BASE = 10
"""Texts identify people more easily than ticks: their k is at least this."""

SMALL_BASE = 30
"""A base below this is shown as small."""

Flags = NDArray[np.bool_]
Sizes = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Bases:
    """What would be told about the size of each group: ``base`` (groups,) and who was ``asked`` (groups,)."""

    base: Sizes
    asked: Sizes

    @classmethod
    def of(cls, frequencies: Frequencies) -> "Bases":
        return cls(frequencies.base, frequencies.asked)

    @property
    def sizes(self) -> Sizes:
        """The people whom showing a group would tell of: its base, or those asked where nobody answered."""
        return np.where(self.base > 0, self.base, self.asked)

    def outside(self, segments: slice) -> int:
        """Give the size of those in the total but in none of the disjoint segments."""
        base = int(self.base[0] - self.base[segments].sum())
        return base if base > 0 else int(self.asked[0] - self.asked[segments].sum())


def smallest_base(question: Question, k: int) -> int:
    """Give the k of a question."""
    return max(k, SMALLEST_TEXT_BASE) if shape_of(question) is Shape.TEXT else k


def hidden_groups(banner: Banner, bases: Bases, k: int) -> Flags:
    """Say which groups of a banner to hide: (groups,). Where the total is too small, all of them."""
    sizes = bases.sizes
    if 0 < sizes[0] < k:
        return np.ones(len(sizes), np.bool_)
    hidden = np.zeros(len(sizes), np.bool_)
    for division, segments in zip(banner.divisions, banner.slices, strict=True):
        if division.is_overlapping:
            hidden[segments] = _is_small(sizes[segments], k) | _is_small(sizes[0] - sizes[segments], k)
        else:
            line = np.append(sizes[segments], bases.outside(segments))
            hidden[segments] = _completed(line[None, :], [], [], k)[0]
    return hidden


def hidden_in_filter(
    banner: Banner, division: Division, chosen: int, parts: Sequence[Bases], whole: Bases, k: int
) -> Flags:
    """Say which groups to hide in the summary of one segment (at position ``chosen``) of ``division``: (groups,).

    ``parts`` are the bases of the banner's groups in each segment of ``division`` and, last, outside them; ``whole``
    those of everyone. The answer for a cell is the same whichever of its two variables is filtered on.
    """
    margins = hidden_groups(banner, whole, k)
    own = _hidden_totals(division, parts, whole, k)
    sizes = parts[chosen].sizes
    if margins[0] or own[chosen]:
        return np.ones_like(margins)
    hidden = margins.copy()
    for other, segments in zip(banner.divisions, banner.slices, strict=True):
        if division.is_overlapping or other.is_overlapping:
            rests = (whole.sizes[segments] - sizes[segments], sizes[0] - sizes[segments])
            hidden[segments] |= np.any([_is_small(size, k) for size in (sizes[segments], *rests)], axis=0)
        else:
            cells = np.array([[*part.sizes[segments], part.outside(segments)] for part in parts])
            hidden[segments] = _hidden_cells(cells, own, margins[segments].tolist(), k, division, other)[chosen]
    return hidden


def _hidden_totals(division: Division, parts: Sequence[Bases], whole: Bases, k: int) -> list[bool]:
    """Say which segments of the variable that is filtered on are hidden themselves."""
    totals = np.array([part.sizes[0] for part in parts])
    if division.is_overlapping:
        hidden = _is_small(totals[:-1], k) | _is_small(whole.sizes[0] - totals[:-1], k)
    else:
        hidden = _completed(totals[None, :], [], [], k)[0]
    flags: list[bool] = hidden.tolist()
    return flags


def conceal(summary: Summary, hidden: Sequence[Flags]) -> Summary:
    """Take the numbers of hidden groups, and the comparisons that they take part in, out of a summary.

    ``hidden`` says for each question which groups (groups,).
    """
    questions = [_concealed(question, flags) for question, flags in zip(summary["questions"], hidden, strict=True)]
    return {**summary, "questions": questions}


def _is_small(sizes: Sizes, k: int) -> Flags:
    return (sizes > 0) & (sizes < k)


def _hidden_cells(
    cells: Sizes, rows: list[bool], columns: list[bool], k: int, division: Division, other: Division
) -> Flags:
    """Decide on a cross-table, always with the same variable in its rows, so that both filters hide the same cells."""
    if division.variable.code < other.variable.code:
        return _completed(cells, rows, columns, k)
    return _completed(cells.T, columns, rows, k).T


def _completed(cells: Sizes, rows: list[bool], columns: list[bool], k: int) -> Flags:
    """Decide on a cross-table of disjoint groups: (rows, columns), or on one line of groups: (1, columns).

    ``cells`` ends in a column (and a table in a row) for those in no segment, which is never shown. ``rows`` and
    ``columns`` say of which segments the margin is hidden.
    """
    unseen = np.zeros(cells.shape, np.bool_)
    unseen[:, -1] = True
    hidden, is_open = unseen | _is_small(cells, k), cells > 0
    if rows:
        unseen[-1] = hidden[-1] = True
        hidden[:-1][rows] = True
        hidden[:, :-1][:, columns] = True
        is_open |= (cells.sum(axis=1) > 0)[:, None] & (cells.sum(axis=0) > 0)[None, :]
    puzzle = _Puzzle(cells.ravel(), unseen.ravel(), is_open.ravel(), _lines(cells.shape, rows, columns), k)
    return puzzle.hide_more(hidden.ravel()).reshape(cells.shape)[: len(rows) or 1, :-1]


def _lines(shape: tuple[int, ...], rows: list[bool], columns: list[bool]) -> list[Sizes]:
    """Give the sets of cells of which the sum is known: rows and columns with a shown margin, and the rest together."""
    positions = np.arange(shape[0] * shape[1]).reshape(shape)
    if not rows:
        return [positions[0]]
    lines: list[Sizes] = []
    for table, margins in ((positions, rows), (positions.T, columns)):
        is_unknown = np.array([*margins, True])
        lines += [*table[~is_unknown], table[is_unknown].ravel()]
    return lines


@dataclass(frozen=True, eq=False)
class _Puzzle:
    """The cells of a cross-table in one row, and what is known of them.

    ``unseen``: never shown anyway. ``is_open``: the margins do not tell that nobody is in it, so that even an empty
    cell, when hidden, hides its neighbour. ``lines``: the sets of cells of which the sum is known.
    """

    sizes: Sizes
    unseen: Flags
    is_open: Flags
    lines: Sequence[Sizes]
    k: int

    def hide_more(self, hidden: Flags) -> Flags:
        """Hide more until nothing follows from any line, nor from several together.

        Each time the group that helps the most lines, the smallest of them: few respondents are hidden, if not always
        the fewest.
        """
        hidden = hidden.copy()
        while True:
            helps = self._helps(hidden)
            if not helps.any():
                return hidden
            hidden[np.lexsort((self.sizes, -helps))[0]] = True

    def _helps(self, hidden: Flags) -> Sizes:
        """Count for each shown cell how many unsafe lines it would help; any may help where those lines have none."""
        unsafe = self._unsafe(hidden)
        helps = np.zeros(len(hidden), np.int64)
        for line in unsafe:
            helps[self._candidates(line, hidden)] += 1
        if unsafe and not helps.any():
            helps[self.is_open & ~hidden] = 1
        return helps

    def _unsafe(self, hidden: Flags) -> list[Sizes]:
        return [line for line in self.lines if not self._is_safe(line, hidden)] or self._revealing(hidden)

    def _missing(self, line: Sizes, hidden: Flags) -> Sizes:
        missing: Sizes = line[hidden[line] & self.is_open[line]]
        return missing

    def _is_safe(self, line: Sizes, hidden: Flags) -> bool:
        """Say whether the people missing from a line are nobody, or k at least and not one hidden group by itself."""
        missing = self._missing(line, hidden)
        people = self.sizes[missing].sum()
        return bool(people == 0 or (people >= self.k and (len(missing) > 1 or self.unseen[missing[0]])))

    def _candidates(self, line: Sizes, hidden: Flags) -> Sizes:
        """Give the shown cells of a line that would help: one with people where k are not reached, else any."""
        too_few = self.sizes[self._missing(line, hidden)].sum() < self.k
        candidates: Sizes = line[~hidden[line] & self.is_open[line] & ((self.sizes[line] > 0) | ~too_few)]
        return candidates

    def _revealing(self, hidden: Flags) -> list[Sizes]:
        """Give the lines through the hidden groups that the known sums together determine (linear algebra)."""
        unknown = np.flatnonzero(hidden & self.is_open)
        if len(self.lines) == 1 or len(unknown) == 0:
            return []
        equations = np.array([np.isin(unknown, line) for line in self.lines], np.float64)
        is_determined = np.diag(np.linalg.pinv(equations) @ equations) > 1 - 1e-9
        is_harmful = (self.sizes[unknown] > 0) & (~self.unseen[unknown] | (self.sizes[unknown] < self.k))
        harmful = unknown[is_determined & is_harmful]
        return [line for line in self.lines if np.isin(harmful, line).any()]


def _concealed(question: QuestionSummary, hidden: Flags) -> QuestionSummary:
    flagged = zip(question["groups"], hidden.tolist(), strict=True)
    groups = [_emptied(group) if is_hidden else group for group, is_hidden in flagged]
    gone = {(group["variable"], group["segment"]) for group in groups if group["hidden"]}
    kept = [
        comparison
        for comparison in question["comparisons"]
        if not any((comparison["variable"], segment) in gone for segment in _segments_in(comparison))
    ]
    return {**question, "groups": groups, "comparisons": kept}


def _segments_in(comparison: Comparison) -> list[str]:
    if "segments" in comparison:
        return comparison["segments"]
    return [comparison["first"], comparison["second"]]


def _emptied(group: Group) -> HiddenGroup:
    return {
        "variable": group["variable"],
        "segment": group["segment"],
        "hidden": True,
        "rows": [],
        "nets": [],
        "mean": None,
    }
