"""Writes the comparisons of columns, and their letters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from polls.analysis.adjustment import adjust
from polls.analysis.significance import verdicts
from polls.analysis.tabulation.compute import Batch, Computed
from polls.analysis.tabulation.letters import Letters, letters_of
from polls.analysis.tabulation.lines import Measure
from polls.analysis.tabulation.pairs import Pairs
from polls.analysis.tabulation.plain import names, numbers

Document = dict[str, Any]


def part_name(computed: Computed, part: int) -> str:
    return computed.columns.banner.divisions[part].variable.code


def letters_by_part(computed: Computed, batch: Batch, pairs: Sequence[Pairs]) -> list[Letters | None]:
    tests = computed.spec.tests
    found: list[Letters | None] = []
    for part, each in enumerate(pairs):
        is_lettered = tests.letters and not computed.columns.is_overlapping[part]
        is_plain = computed.weighed is None
        found.append(letters_of(batch.cells, each, batch.is_share, tests, is_plain=is_plain) if is_lettered else None)
    return found


def joined_letters(computed: Computed, lines: slice, letters: Sequence[Letters | None]) -> list[list[str | None]]:
    """Put the letters of all parts of the banner in the order of the columns; the total and overlaps have none."""
    count = len(computed.columns.headings)
    rows: list[list[str | None]] = [[None] * count for _ in range(lines.stop - lines.start)]
    for segments, found in zip(computed.columns.slices, letters, strict=False):
        if found is not None:
            for row, line in zip(rows, found[lines], strict=True):
                row[segments.start : segments.start + len(line)] = line
    return rows


def pairs_document(computed: Computed, batch: Batch, pairs: Pairs, corrected: Any, part: int) -> "PairsDocument":
    """Write the comparisons of one part of the banner: a list for each line, with a number for each pair."""
    headings = computed.columns.headings
    segments = [
        [headings[first].segment, headings[second].segment]
        for first, second in zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)
    ]
    about = {"variable": part_name(computed, part), "pairs": segments}
    return PairsDocument(about, _compared(computed, batch, pairs, corrected))


def rest_document(computed: Computed, batch: Batch, rest: Pairs) -> "PairsDocument":
    """Write the comparisons of each column but the total with everyone else, corrected over the columns of a row."""
    corrected = adjust(rest.pvalue, computed.spec.tests.correction)
    columns = [[heading.variable, heading.segment] for heading in computed.columns.headings[1:]]
    return PairsDocument({"columns": columns}, _compared(computed, batch, rest, corrected))


@dataclass(frozen=True, eq=False)
class PairsDocument:
    """Comparisons as they are written: what is compared, and by name a list for each line of a batch."""

    about: Document
    rows: Mapping[str, list[Any]]

    def of(self, lines: slice) -> Document:
        """Give the comparisons on some lines."""
        return {**self.about, **{name: rows[lines] for name, rows in self.rows.items()}}


def _compared(computed: Computed, batch: Batch, pairs: Pairs, corrected: Any) -> dict[str, list[Any]]:
    # The margin is a share; a net promoter score is told in points of a hundred.
    is_score = np.array([line.measure is Measure.NPS for line in batch.lines], np.bool_)
    margin = computed.spec.tests.margin * np.where(is_score, 100.0, 1.0)[:, None]
    is_similar = (pairs.inner_low > -margin) & (pairs.inner_high < margin)
    return {
        "test": names(pairs.test),
        "difference": numbers(pairs.difference),
        "standard_error": numbers(pairs.error),
        "statistic": numbers(pairs.statistic),
        "df": numbers(pairs.df),
        "pvalue": numbers(pairs.pvalue),
        "pvalue_adjusted": numbers(corrected),
        "low": numbers(pairs.low),
        "high": numbers(pairs.high),
        "interval": names(pairs.interval_method),
        "detectable": numbers(pairs.detectable),
        "verdict": names(verdicts(corrected, is_similar)),
    }
