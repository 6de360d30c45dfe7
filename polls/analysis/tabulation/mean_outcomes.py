"""Do groups differ in their mean, or in how their answers rank? Tests over all groups, and rank tests of pairs."""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polls.analysis.anova import anova
from polls.analysis.describe import Moments
from polls.analysis.joint import STATUSES
from polls.analysis.rank_tests import kruskal_wallis, mann_whitney
from polls.analysis.sampling.design import degrees_of_freedom
from polls.analysis.sampling.differences import pair_differences
from polls.analysis.sampling.estimates import Estimates, group_means
from polls.analysis.sampling.mean_tests import Ties, groups_wald, rank_scores
from polls.analysis.significance import welch_anova
from polls.analysis.tabulation.by_rows import Members, influence_of
from polls.analysis.tabulation.compute import Batch, Computed
from polls.analysis.tabulation.lines import Counted, Line
from polls.analysis.tabulation.plain import numbers
from polls.analysis.tabulation.weighing import Weighed

Floats = NDArray[np.float64]
Outcome = dict[str, Any]


def mean_outcomes(computed: Computed, batch: Batch, place: int, part: int) -> list[Outcome]:
    """Test whether all groups of one part of the banner have the same mean, and with ``ranks`` the same ranks.

    Unweighted by Welch's and the classical analysis of variance, weighted by Wald's F under the design.
    """
    if computed.columns.is_overlapping[part]:
        return []
    lines = batch.line_slices[place]
    found: list[Outcome] = []
    for row in range(lines.start, lines.stop):
        if not batch.is_share[row]:
            found += _of_line(computed, batch, row, part)
    if computed.spec.tests.ranks and batch.counted[place].values[0] is not None:
        found += _of_ranks(computed, batch.counted[place], part)
    return found


def _kept(computed: Computed, batch: Batch, row: int, part: int) -> list[int]:
    """Give the columns with a base that is large enough."""
    segments = computed.columns.slices[part]
    least = max(2, computed.spec.tests.least_base)
    bases = batch.cells.estimated.base[row]
    return [group for group in range(segments.start, segments.stop) if bases[group] >= least]


def _of_line(computed: Computed, batch: Batch, row: int, part: int) -> list[Outcome]:
    kept = _kept(computed, batch, row, part)
    if len(kept) < 2:
        return []
    line = batch.lines[row]
    about = {
        "line": line.code,
        "measure": line.measure.value,
        "segments": [computed.columns.headings[group].segment for group in kept],
    }
    if computed.weighed is not None:
        return [{**about, **each} for each in _wald(computed, batch, line, kept, computed.weighed)]
    estimated = batch.cells.estimated
    n, mean = estimated.base[row, kept], estimated.estimate[row, kept]
    moments = Moments(n.astype(np.int64), mean, np.sqrt(estimated.simple[row, kept] * n), mean)
    return [{**about, **each} for each in _plain(moments)]


def _plain(moments: Moments) -> list[Outcome]:
    welch, classic = welch_anova(moments), anova(moments)
    found: list[Outcome] = []
    if welch is not None:
        found.append({"test": "welch_anova", "statistic": welch.statistic, "df": welch.df,
                      "denominator_df": welch.denominator_df, "pvalue": welch.pvalue})  # fmt: skip
    if classic is not None:
        found.append({"test": "anova", "statistic": classic.statistic, "df": classic.df,
                      "denominator_df": classic.denominator_df, "pvalue": classic.pvalue,
                      "eta_squared": classic.eta_squared})  # fmt: skip
    return found


def _wald(computed: Computed, batch: Batch, line: Line, kept: list[int], weighed: Weighed) -> list[Outcome]:
    members = np.column_stack([computed.columns.members(group) for group in kept])
    influence = influence_of(line, batch.items, Members(members.astype(np.float64)), weighed.design.weights)
    row = batch.lines.index(line)
    groups = Estimates(weighed.design, batch.cells.estimated.estimate[row, kept], influence)
    in_base = line.bottom[batch.items[line.item].codes.astype(np.intp) + STATUSES] > 0
    outcome = groups_wald(groups, degrees_of_freedom(weighed.design, members.any(axis=1) & in_base))
    if outcome is None:
        return []
    return [{"test": "wald_f", "statistic": outcome.statistic, "df": outcome.df,
             "denominator_df": outcome.denominator_df, "pvalue": outcome.pvalue}]  # fmt: skip


def _of_ranks(computed: Computed, counted: Counted, part: int) -> list[Outcome]:
    segments = computed.columns.slices[part]
    groups = np.full(computed.answers.n, -1, np.int64)
    for place, group in enumerate(range(segments.start, segments.stop)):
        groups[computed.columns.members(group)] = place
    names = [computed.columns.headings[group].segment for group in range(segments.start, segments.stop)]
    codes = counted.items[0].codes.astype(np.int64)
    groups[codes < 0] = -1
    if computed.weighed is not None:
        return _weighted_ranks(computed, counted, codes, groups, names, computed.weighed)
    joint = groups[groups >= 0] * counted.items[0].options + codes[groups >= 0]
    width = counted.items[0].options
    counts = np.bincount(joint, minlength=len(names) * width).reshape(len(names), width)
    overall = kruskal_wallis(counts)
    found: list[Outcome] = []
    if overall is not None:
        found.append({"segments": names, "test": "kruskal_wallis", "statistic": overall.statistic, "df": overall.df,
                      "pvalue": overall.pvalue})  # fmt: skip
    first, second = _pairs(len(names))
    ranks = mann_whitney(counts[first], counts[second])
    found += _written("mann_whitney", names, first, second, ranks.statistic, ranks.pvalue)
    return found


def _weighted_ranks(
    computed: Computed,
    counted: Counted,
    codes: NDArray[np.int64],
    groups: NDArray[np.int64],
    names: Sequence[str | None],
    weighed: Weighed,
) -> list[Outcome]:
    """Compare the estimated ranks in the population by group (Lumley & Scott 2013)."""
    values = counted.values[0]
    if values is None:
        return []
    given = np.append(values, np.full(STATUSES, np.nan))[codes]  # what is missing counts from the end
    ties = Ties.SEQUENTIAL if computed.spec.tests.sequential_ties else Ties.MIDDLE
    scores = rank_scores(weighed.design, given, groups, len(names), ties=ties)
    estimates = group_means(weighed.design, scores, groups, len(names))
    df = degrees_of_freedom(weighed.design, ~np.isnan(scores))
    first, second = _pairs(len(names))
    tested = pair_differences(estimates, first, second, df - 1)
    found: list[Outcome] = []
    outcome = groups_wald(estimates, df)
    if outcome is not None:
        found.append(
            {
                "segments": list(names),
                "test": "rank_wald",
                "statistic": outcome.statistic,
                "wald": outcome.wald,
                "df": outcome.df,
                "denominator_df": outcome.denominator_df,
                "pvalue": outcome.pvalue,
            }
        )
    return found + _written("rank_t", names, first, second, tested.statistic, tested.pvalue)


def _pairs(count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    pairs = np.array(list(combinations(range(count), 2)), np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _written(
    name: str,
    names: Sequence[str | None],
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    statistic: Floats,
    pvalue: Floats,
) -> list[Outcome]:
    rows = zip(first.tolist(), second.tolist(), numbers(statistic), numbers(pvalue), strict=True)
    return [
        {"segments": [names[one], names[two]], "test": name, "statistic": value, "pvalue": p}
        for one, two, value, p in rows
        if p is not None
    ]
