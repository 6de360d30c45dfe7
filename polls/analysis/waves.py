"""The same question over the waves of a poll: shares in the codes of the newest wave, and what changed.

What is compared are numbers that may be shown. Earlier answers are read in later codes by a recode map; answers without
an equivalent leave the base, as if they had not been asked. Where people answered in both waves, their two answers
belong together: the variance then is that of a sample of persons (Kish 1965, §12.4; Särndal et al. 1992, §5.5).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polls.analysis.intervals import wilson
from polls.analysis.paired import mcnemar
from polls.analysis.sampling.design import degrees_of_freedom, sample_design
from polls.analysis.sampling.differences import pair_differences
from polls.analysis.sampling.estimates import group_means
from polls.analysis.significance import LEVEL, TESTABLE_BASE, Pairs, compare_shares
from polls.codebook.recode import VariableRecode

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Point:
    """One answer in one wave."""

    count: int
    base: int
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Change:
    """Later less earlier. ``pvalue`` is None where a base is too small to test; ``both`` answered in both waves."""

    difference: float
    low: float
    high: float
    pvalue: float | None
    test: str
    verdict: str
    both: int = 0


@dataclass(frozen=True, eq=False)
class Panel:
    """Two waves as respondents: who (n,), in which wave (n,) 0 or 1, and for each row 1, 0 or nan (n, rows)."""

    persons: NDArray[np.int64]
    wave: NDArray[np.int64]
    values: Floats

    @property
    def both(self) -> int:
        """How many people are in both waves with an answer."""
        known = ~np.isnan(self.values[:, 0])
        first, second = (set(self.persons[known & (self.wave == place)].tolist()) for place in (0, 1))
        return len(first & second)


def recoded(
    counts: Mapping[str, int], base: int, mapping: VariableRecode | None, *, is_multiple: bool
) -> tuple[dict[str, int], int] | None:
    """Read the counts of an earlier wave in later codes; None where they cannot be.

    Of a multiple choice the codes must lead to different ones: how many ticked one of two is not in the counts.
    """
    if mapping is None:
        return None
    later: dict[str, int] = {}
    for code, count in counts.items():
        new = mapping.code(code)
        if new is None:
            continue
        if is_multiple and new in later:
            return None
        later[new] = later.get(new, 0) + count
    gone = 0 if is_multiple else sum(count for code, count in counts.items() if mapping.code(code) is None)
    return later, base - gone


def points(counts: Mapping[str, int], base: int, rows: Sequence[str], *, confidence: float = 0.95) -> dict[str, Point]:
    """Give the share of each row that the wave knows, with Wilson's interval; nothing on a base of nobody."""
    known = [row for row in rows if row in counts] if base > 0 else []
    shares = np.array([counts[row] for row in known], np.float64) / max(base, 1)
    low, high = wilson(shares, np.full(len(known), float(max(base, 1))), confidence=confidence)
    return {
        row: Point(counts[row], base, counts[row] / base, float(low[place]), float(high[place]))
        for place, row in enumerate(known)
    }


def changes(earlier: Mapping[str, Point], later: Mapping[str, Point], *, margin: float) -> dict[str, Change]:
    """Test the change of every row that both waves have, as independent samples; Holm over the rows."""
    rows = [row for row in later if row in earlier]
    if not rows:
        return {}
    nobody = np.full(len(rows), np.nan)
    pairs = Pairs(
        np.array([later[row].count for row in rows]), np.array([later[row].base for row in rows]), nobody,
        np.array([earlier[row].count for row in rows]), np.array([earlier[row].base for row in rows]), nobody,
        np.zeros(len(rows), np.int64),
    )  # fmt: skip
    found = compare_shares(pairs, confidence=0.95, margin=margin)
    return {
        row: Change(
            difference=float(found.difference[place]),
            low=float(found.low[place]),
            high=float(found.high[place]),
            pvalue=None if np.isnan(found.adjusted[place]) else float(found.adjusted[place]),
            test="fisher_exact" if found.is_exact[place] else "two_proportion_z",
            verdict=str(found.verdict[place]),
        )
        for place, row in enumerate(rows)
    }


def panel_changes(panel: Panel, rows: Sequence[str]) -> dict[str, Change]:
    """Test the change of every row where people answered in both waves: the persons are the sampling units.

    Everybody answered in both: McNemar's test, which then is the same comparison.
    """
    design = sample_design(np.ones(len(panel.persons)), clusters=panel.persons)
    changed: dict[str, Change] = {}
    for place, row in enumerate(rows):
        values = panel.values[:, place]
        known = ~np.isnan(values)
        bases = np.bincount(panel.wave[known], minlength=2)
        if bases.min() == 0:
            continue
        if panel.both == bases.max():
            changed[row] = _same_people(panel, values, panel.both)
            continue
        estimates = group_means(design, values, panel.wave, 2)
        df = degrees_of_freedom(design, known)
        found = pair_differences(estimates, np.array([1]), np.array([0]), df)
        is_tested = bases.min() >= TESTABLE_BASE and not np.isnan(found.pvalue[0])
        pvalue = float(found.pvalue[0]) if is_tested else None
        changed[row] = Change(
            float(found.difference[0]), float(found.low[0]), float(found.high[0]), pvalue, "design_t",
            _verdict(pvalue), panel.both,
        )  # fmt: skip
    return changed


def _same_people(panel: Panel, values: Floats, both: int) -> Change:
    order = np.lexsort((panel.wave, panel.persons))
    kept = order[~np.isnan(values[order])]
    first, second = values[kept][0::2], values[kept][1::2]
    found = mcnemar(np.sum((second == 1) & (first == 0)), np.sum((second == 0) & (first == 1)), len(first))
    is_tested = len(first) >= TESTABLE_BASE
    pvalue = (1.0 if np.isnan(found.pvalue[0]) else float(found.pvalue[0])) if is_tested else None
    return Change(
        float(found.difference[0]), float(found.low[0]), float(found.high[0]), pvalue, "mcnemar", _verdict(pvalue), both
    )


def _verdict(pvalue: float | None) -> str:
    if pvalue is None:
        return "not_testable"
    return "different" if pvalue < LEVEL else "not_shown_to_differ"
