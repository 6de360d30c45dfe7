"""Which segments can be compared, on which question, on what."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from polls.analysis.banner import Banner
from polls.analysis.frequency import Frequencies
from polls.analysis.segments import Division
from polls.analysis.shapes import Shape, shape_of
from polls.codebook.schema import Source

Positions = NDArray[np.int64]

INCOMPARABLE = frozenset({Shape.DAY, Shape.MONTH})
"""Shapes whose rows are bands that follow from the answers: which there are would decide how many tests are made."""


@dataclass(frozen=True, eq=False)
class Contrast:
    """The segments of one variable that are compared on one question. ``groups`` are their positions in the banner."""

    question: int
    frequencies: Frequencies
    division: Division
    groups: tuple[int, ...]
    segments: tuple[str, ...]

    @property
    def variable(self) -> str:
        return self.division.variable.code

    @property
    def pairs(self) -> Positions:
        """All pairs of groups, positions in the banner: (2, pairs)."""
        return np.array(list(combinations(self.groups, 2)), np.int64).T

    @property
    def names(self) -> list[tuple[str, str]]:
        return list(combinations(self.segments, 2))

    @property
    def lines(self) -> list[tuple[Literal["row", "net"], str]]:
        """What shares are compared on: the rows, then the nets."""
        return [("row", code) for code in self.frequencies.row_codes] + [("net", net) for net in self.frequencies.nets]

    @property
    def counts(self) -> Positions:
        """Counts on these lines: (groups of the banner, lines)."""
        return np.column_stack([self.frequencies.rows, self.frequencies.net_counts])


def contrasts_of(
    all_frequencies: Sequence[Frequencies], hidden: Sequence[NDArray[np.bool_]], banner: Banner
) -> list[Contrast]:
    """Find what can be compared: shown segments with a base, two at least, that do not share people.

    A question is not compared over segments that were made from its own answers.
    """
    found = []
    for question, (frequencies, gone) in enumerate(zip(all_frequencies, hidden, strict=True)):
        if shape_of(frequencies.question) in INCOMPARABLE:
            continue
        is_usable = ~gone & (frequencies.base > 0)
        for division, segments in zip(banner.divisions, banner.slices, strict=True):
            groups = tuple(group for group in range(segments.start, segments.stop) if is_usable[group])
            if len(groups) > 1 and not division.is_overlapping and not _is_made_from(division, frequencies):
                codes = tuple(str(banner.groups[group].segment) for group in groups)
                found.append(Contrast(question, frequencies, division, groups, codes))
    return found


def _is_made_from(division: Division, frequencies: Frequencies) -> bool:
    variable = division.variable
    return variable.source_kind is Source.QUESTION and variable.source == frequencies.question.code
