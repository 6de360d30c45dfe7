"""Column letters: under each column the letters of the columns whose share it significantly exceeds."""

from collections.abc import Sequence
from itertools import combinations
from string import ascii_uppercase

import numpy as np

from polls.analysis.adjustment import Correction, adjust
from polls.analysis.crosstab import Counts
from polls.analysis.significance import LEVEL, two_proportion_z

SMALLEST_BASE = 2


def column_letters(
    counts: Counts, bases: Counts, *, correction: Correction = Correction.HOLM, level: float = LEVEL
) -> list[list[str]]:
    """Give the letters of each cell by the rules of SPSS Custom Tables: counts (rows, columns) on bases (columns,).

    In each row all pairs of columns are tested (pooled variance, no continuity correction), corrected within the row.
    A column with 0 % or 100 % or with a base below 2 takes no part and does not count as a comparison.
    """
    return [_row_letters(row, bases, correction, level) for row in counts]


def _row_letters(counts: Counts, bases: Counts, correction: Correction, level: float) -> list[str]:
    letters: list[list[str]] = [[] for _ in counts]
    takes_part = (bases >= SMALLEST_BASE) & (counts > 0) & (counts < bases)
    pairs = list(combinations(np.flatnonzero(takes_part).tolist(), 2))
    for (first, second), pvalue in zip(pairs, _pvalues(counts, bases, pairs, correction), strict=True):
        if pvalue < level:
            is_first_larger = counts[first] * bases[second] > counts[second] * bases[first]
            larger, smaller = (first, second) if is_first_larger else (second, first)
            letters[larger].append(_letter(smaller))
    return ["".join(sorted(found)) for found in letters]


def _pvalues(counts: Counts, bases: Counts, pairs: Sequence[tuple[int, int]], correction: Correction) -> list[float]:
    first, second = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    _, pvalues = two_proportion_z(counts[first], bases[first], counts[second], bases[second])
    corrected: list[float] = adjust(pvalues, correction).tolist()
    return corrected


def _letter(column: int) -> str:
    """A to Z, then a second alphabet in pairs: AA, AB … as the columns of a spreadsheet."""
    later, place = divmod(column, len(ascii_uppercase))
    return ascii_uppercase[place] if later == 0 else ascii_uppercase[later - 1] + ascii_uppercase[place]
