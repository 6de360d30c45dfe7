"""Two answers of the same people: options of one question, things in one ranking, waves of a panel."""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polls.analysis.adjustment import adjust
from polls.analysis.paired import mcnemar, paired_t
from polls.analysis.rankings import compare_items, friedman
from polls.analysis.sampling.design import degrees_of_freedom
from polls.analysis.sampling.differences import t_differences
from polls.analysis.sampling.variance import variances
from polls.analysis.tabulation.by_rows import Members, influence_of, line_values
from polls.analysis.tabulation.compute import Batch, Computed
from polls.analysis.tabulation.lines import Counted, Line, Measure
from polls.analysis.tabulation.node import SpecError, unknown
from polls.analysis.tabulation.plain import numbers, wholes
from polls.analysis.tabulation.variables import Kind

Document = dict[str, Any]
Floats = NDArray[np.float64]


def option_pairs(computed: Computed, batch: Batch, place: int) -> Document | None:
    """Compare the options of a multiple choice two by two among everyone: McNemar's test, or under the design."""
    counted = batch.counted[place]
    if not computed.spec.tests.same_people or counted.variable.kind is not Kind.MULTIPLE:
        return None
    start = batch.item_slices[place].start
    lines = [line for line in batch.lines[batch.line_slices[place]] if line.measure is Measure.ROW]
    lines = [line for line in lines if line.item - start < len(counted.variable.options)]
    pairs = list(combinations(range(len(lines)), 2))
    codes = [[lines[first].code, lines[second].code] for first, second in pairs]
    if computed.weighed is not None:
        return {"pairs": codes, **_design_pairs(computed, batch, lines, pairs)}
    inside = computed.columns.members(0)
    values = [line_values(line, batch.items) for line in lines]
    in_base = inside & (values[0][1] > 0)
    given = np.column_stack([top[in_base] > 0 for top, _bottom in values])
    first, second = (np.array([pair[side] for pair in pairs], np.intp) for side in (0, 1))
    only_first = (given[:, first] & ~given[:, second]).sum(axis=0)
    only_second = (given[:, second] & ~given[:, first]).sum(axis=0)
    found = mcnemar(only_first, only_second, np.full(len(pairs), len(given)), confidence=computed.spec.confidence)
    return {
        "pairs": codes,
        "test": "mcnemar",
        "base": len(given),
        "only_first": wholes(only_first.astype(np.float64)),
        "only_second": wholes(only_second.astype(np.float64)),
        "difference": numbers(found.difference),
        "standard_error": numbers(found.error),
        "low": numbers(found.low),
        "high": numbers(found.high),
        "statistic": numbers(found.statistic),
        "asymptotic_pvalue": numbers(found.asymptotic_pvalue),
        "corrected_pvalue": numbers(found.corrected_pvalue),
        "exact_pvalue": numbers(found.exact_pvalue),
        "pvalue": numbers(found.pvalue),
        "pvalue_adjusted": numbers(adjust(found.pvalue, computed.spec.tests.correction)),
    }


def _design_pairs(
    computed: Computed, batch: Batch, lines: Sequence[Line], pairs: Sequence[tuple[int, int]]
) -> Document:
    weighed = computed.weighed
    if weighed is None:
        raise TypeError("an unweighted table has no design")
    alone = Members(computed.columns.members(0).astype(np.float64)[:, None])
    influence = np.column_stack([influence_of(line, batch.items, alone, weighed.design.weights) for line in lines])
    estimate = np.array([batch.cells.estimated.estimate[batch.lines.index(line), 0] for line in lines])
    first, second = (np.array([pair[side] for pair in pairs], np.intp) for side in (0, 1))
    errors = np.sqrt(variances(weighed.design, influence[:, first] - influence[:, second]))
    df = degrees_of_freedom(weighed.design)
    found = t_differences(estimate[first] - estimate[second], errors, df, confidence=computed.spec.confidence)
    return {
        "test": "design_t",
        "df": df,
        "difference": numbers(found.difference),
        "standard_error": numbers(found.error),
        "low": numbers(found.low),
        "high": numbers(found.high),
        "statistic": numbers(found.statistic),
        "normal_pvalue": numbers(found.normal_pvalue),
        "pvalue": numbers(found.pvalue),
        "pvalue_adjusted": numbers(adjust(found.pvalue, computed.spec.tests.correction)),
    }


def ranking_tests(computed: Computed, counted: Counted) -> list[Document]:
    """Test in every column whether all things are liked alike (Friedman), and which is preferred to which (sign tests).

    Among the respondents as they are: weights do not enter.
    """
    if counted.variable.kind is not Kind.RANKING or not computed.spec.tests.table:
        return []
    ranks = np.column_stack([item.codes for item in counted.items]).astype(np.float64)
    ranks = np.where(ranks < 0, np.nan, ranks + 1)
    codes = [option.code for option in counted.variable.options]
    found = []
    for place, heading in enumerate(computed.columns.headings):
        inside = ranks[computed.columns.members(place)]
        agreement = friedman(inside)
        if agreement is None or agreement.n < max(1, computed.spec.tests.least_base):
            continue
        pairs = compare_items(inside, computed.spec.tests.correction)
        found.append(
            {
                "variable": heading.variable,
                "segment": heading.segment,
                "test": "friedman",
                "n": agreement.n,
                "statistic": agreement.statistic,
                "df": agreement.df,
                "pvalue": agreement.pvalue,
                "kendall_w": agreement.kendall_w,
                "preferences": {
                    "pairs": [
                        [codes[first], codes[second]]
                        for first, second in zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)
                    ],
                    "test": "sign_test",
                    "wins": pairs.wins.tolist(),
                    "trials": pairs.trials.tolist(),
                    "pvalue": numbers(pairs.pvalue),
                    "pvalue_adjusted": numbers(pairs.adjusted),
                },
            }
        )
    return found


def panel_tests(computed: Computed, batch: Batch, place: int, part: int) -> list[Document]:
    """Compare two groups on those who are in both by the ``person`` column: waves of a panel.

    Shares by McNemar's test, means by the paired t; later less earlier in the order of the segments.
    """
    name = computed.spec.tests.person
    if not name:
        return []
    if name not in computed.answers.raw:
        raise SpecError(f"{computed.spec.path}.tests.person", unknown("a column", name, computed.answers.raw))
    persons = computed.answers.raw[name].array()
    segments = computed.columns.slices[part]
    found = []
    for one, two in combinations(range(segments.start, segments.stop), 2):
        first, second = _matched(persons, computed.columns.members(one), computed.columns.members(two))
        headings = computed.columns.headings
        for line in batch.lines[batch.line_slices[place]]:
            outcome = _paired(line, batch, first, second)
            if outcome is not None:
                found.append(
                    {
                        "segments": [headings[one].segment, headings[two].segment],
                        "line": line.code,
                        "measure": line.measure.value,
                        **outcome,
                    }
                )
    return found


def _matched(
    persons: NDArray[np.str_], one: NDArray[np.bool_], two: NDArray[np.bool_]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Give the rows of those who are in both groups, in the same order. An empty name is nobody."""
    rows_one = np.flatnonzero(one & (persons != ""))
    rows_two = np.flatnonzero(two & (persons != ""))
    _names, first, second = np.intersect1d(persons[rows_one], persons[rows_two], return_indices=True)
    return rows_one[first], rows_two[second]


def _paired(line: Line, batch: Batch, first: NDArray[np.intp], second: NDArray[np.intp]) -> Document | None:
    top, bottom = line_values(line, batch.items)
    both = (bottom[first] > 0) & (bottom[second] > 0)
    before, after = top[first][both], top[second][both]
    if not len(before):
        return None
    if line.measure in (Measure.ROW, Measure.NET, Measure.BAND, Measure.FIRST):
        gained, lost = float(np.sum(after > before)), float(np.sum(after < before))
        shares = mcnemar(gained, lost, float(len(before)))
        return {
            "test": "mcnemar",
            "n": len(before),
            "gained": int(gained),
            "lost": int(lost),
            "difference": float(shares.difference[0]),
            "standard_error": float(shares.error[0]),
            "statistic": _number(shares.statistic),
            "asymptotic_pvalue": _number(shares.asymptotic_pvalue),
            "exact_pvalue": _number(shares.exact_pvalue),
            "pvalue": _number(shares.pvalue),
        }
    means = paired_t(after, before)
    if means is None:
        return None
    return {
        "test": "paired_t",
        "n": means.n,
        "difference": means.difference,
        "standard_error": means.error,
        "statistic": means.statistic,
        "df": means.df,
        "low": means.low,
        "high": means.high,
        "pvalue": means.pvalue,
    }


def _number(values: Floats) -> float | None:
    value = float(values[0])
    return value if np.isfinite(value) else None
