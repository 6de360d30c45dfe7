"""Writes the comparisons of columns, and their letters."""

from collections.abc import Sequence
from typing import Any

from polls.analysis.adjustment import adjust
from polls.analysis.significance import verdicts
from polls.analysis.tabulation.compute import Batch, Computed
from polls.analysis.tabulation.letters import Letters, letters_of
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


def pairs_document(computed: Computed, pairs: Pairs, corrected: Any, lines: slice, part: int) -> Document:
    """Write the comparisons of one part of the banner: a list for each row, with a number for each pair."""
    headings = computed.columns.headings
    return {
        "variable": part_name(computed, part),
        "pairs": [
            [headings[first].segment, headings[second].segment]
            for first, second in zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)
        ],
        **_compared(computed, pairs, corrected, lines),
    }


def rest_document(computed: Computed, rest: Pairs, lines: slice) -> Document:
    """Write the comparisons of each column but the total with everyone else, corrected over the columns of a row."""
    corrected = adjust(rest.pvalue, computed.spec.tests.correction)
    headings = computed.columns.headings[1:]
    return {
        "columns": [[heading.variable, heading.segment] for heading in headings],
        **_compared(computed, rest, corrected, lines),
    }


def _compared(computed: Computed, pairs: Pairs, corrected: Any, lines: slice) -> Document:
    margin = computed.spec.tests.margin
    is_similar = (pairs.inner_low[lines] > -margin) & (pairs.inner_high[lines] < margin)
    return {
        "test": names(pairs.test[lines]),
        "difference": numbers(pairs.difference[lines]),
        "standard_error": numbers(pairs.error[lines]),
        "statistic": numbers(pairs.statistic[lines]),
        "df": numbers(pairs.df[lines]),
        "pvalue": numbers(pairs.pvalue[lines]),
        "pvalue_adjusted": numbers(corrected[lines]),
        "low": numbers(pairs.low[lines]),
        "high": numbers(pairs.high[lines]),
        "interval": names(pairs.interval_method[lines]),
        "detectable": numbers(pairs.detectable[lines]),
        "verdict": verdicts(corrected[lines], is_similar).tolist(),
    }
