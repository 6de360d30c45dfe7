"""Column letters for a whole table at once: under a cell the letters of the columns whose share it exceeds."""

import numpy as np
from numpy.typing import NDArray

from polls.analysis.adjustment import adjust
from polls.analysis.significance import two_proportion_z
from polls.analysis.tabulation.cells import Cells
from polls.analysis.tabulation.groups import letter
from polls.analysis.tabulation.pairs import Pairs
from polls.analysis.tabulation.spec import Tests

Floats = NDArray[np.float64]

SMALLEST_BASE = 2

Letters = list[list[str]]


def letters_of(cells: Cells, pairs: Pairs, is_share: NDArray[np.bool_], tests: Tests, *, is_plain: bool) -> Letters:
    """Give the letters of the groups of one part of the banner: (lines, groups of the part).

    By the rules of SPSS Custom Tables: on each line all pairs, corrected within the line; a column with 0 % or 100 %
    or with a base below 2 takes no part and does not count as a comparison. Unweighted shares by z with pooled
    variance; weighted shares and means by the tests of the pairs. Upper case at ``level``, lower case at
    ``also_level``.
    """
    pvalue = pairs.pvalue.copy()
    base, share = cells.estimated.base, cells.estimated.estimate
    takes_part = base >= SMALLEST_BASE
    takes_part[is_share] &= (share[is_share] > 0) & (share[is_share] < 1)
    if is_plain:
        pvalue[is_share] = _pooled_z(cells, pairs, is_share)
    pvalue[~(takes_part[:, pairs.first] & takes_part[:, pairs.second])] = np.nan
    adjusted = adjust(pvalue, tests.correction)
    found: Letters = [[""] * _groups(pairs) for _ in range(len(adjusted))]
    _write(found, pairs, adjusted < tests.level, is_upper=True)
    if tests.also_level is not None:
        _write(found, pairs, (adjusted >= tests.level) & (adjusted < tests.also_level), is_upper=False)
    return [["".join(sorted(cell, key=str.upper)) for cell in line] for line in found]


def _groups(pairs: Pairs) -> int:
    return int(pairs.second.max() - pairs.first.min()) + 1 if len(pairs.first) else 0


def _pooled_z(cells: Cells, pairs: Pairs, is_share: NDArray[np.bool_]) -> Floats:
    count, base = cells.estimated.count[is_share], cells.estimated.base[is_share]
    with np.errstate(divide="ignore", invalid="ignore"):
        _, pvalue = two_proportion_z(
            count[:, pairs.first], base[:, pairs.first], count[:, pairs.second], base[:, pairs.second]
        )
    return pvalue


def _write(found: Letters, pairs: Pairs, is_found: NDArray[np.bool_], *, is_upper: bool) -> None:
    start = int(pairs.first.min()) if len(pairs.first) else 0
    for line, pair in np.argwhere(is_found).tolist():
        first, second = int(pairs.first[pair]) - start, int(pairs.second[pair]) - start
        larger, smaller = (first, second) if pairs.difference[line, pair] > 0 else (second, first)
        found[line][larger] += letter(smaller) if is_upper else letter(smaller).lower()
