"""The comparisons of a Summary, made anew under weights: pairs of shares and means, and whole tables."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polls.analysis.adjustment import Correction, adjust
from polls.analysis.sampling.association import cell_shares, rao_scott_f
from polls.analysis.sampling.design import SampleDesign, degrees_of_freedom
from polls.analysis.sampling.differences import pair_differences
from polls.analysis.sampling.estimates import group_means
from polls.analysis.sampling.share_intervals import t_quantile
from polls.analysis.significance import LEVEL, TESTABLE_BASE, verdicts
from polls.analysis.summary_document import Comparison, QuestionSummary
from polls.analysis.table import Mask

Floats = NDArray[np.float64]
Members = Mapping[str, Mapping[str, Mask]]
Pair = dict[str, Any]

NORMAL_POWER = 1.959963984540054 + 0.8416212335729143
"""z for 5 % two-sided and for a power of 80 %."""


def weighed_comparisons(
    design: SampleDesign,
    members: Members,
    summary: QuestionSummary,
    values: Mapping[str, Floats],
    score: Floats | None,
    base: Mask,
    *,
    margin: float,
) -> list[Comparison]:
    """Make the comparisons of a question under weights; those that exist unweighted, analysis of variance aside."""
    nets = {net["code"]: net["choices"] for group in summary["groups"] for net in group["nets"]}
    made: list[Any] = []
    for key, pairs in _families(summary["comparisons"]).items():
        variable, scope, row = key
        if scope == "table":
            made += [table for each in pairs if (table := _table(design, members[variable], values, base, each))]
            continue
        value = score if row is None else np.max([values[code] for code in nets.get(row, [row])], axis=0)
        if value is not None:
            known = np.where(base, value, np.nan)
            made += _pairs(design, members[variable], known, pairs, margin if scope != "mean" else None)
    return made


def _families(comparisons: Sequence[Any]) -> dict[tuple[str, str, str | None], list[Pair]]:
    """Put together what is corrected together: the pairs on one row by one variable."""
    families: dict[tuple[str, str, str | None], list[Pair]] = {}
    for each in comparisons:
        if "first" in each:
            families.setdefault((each["variable"], each["scope"], each["row"]), []).append(each)
        elif each["scope"] == "table":
            families.setdefault((each["variable"], "table", None), []).append(each)
    return families


def _pairs(
    design: SampleDesign, members: Mapping[str, Mask], value: Floats, pairs: Sequence[Pair], margin: float | None
) -> Iterator[Pair]:
    segments = list(dict.fromkeys(code for pair in pairs for code in (pair["first"], pair["second"])))
    groups = np.full(design.size, -1, np.int64)
    for position, code in enumerate(segments):
        groups[members[code]] = position
    estimates = group_means(design, value, groups, len(segments))
    first = np.array([segments.index(pair["first"]) for pair in pairs])
    second = np.array([segments.index(pair["second"]) for pair in pairs])
    df = degrees_of_freedom(design, ~np.isnan(value))
    found = pair_differences(estimates, first, second, df)
    bases = np.bincount(groups[(groups >= 0) & ~np.isnan(value)], minlength=len(segments))
    is_testable = np.minimum(bases[first], bases[second]) >= TESTABLE_BASE
    if margin is not None:  # of a share of none or of all the sample does not tell how much it varies
        is_varying = (estimates.estimate > 0) & (estimates.estimate < 1)
        is_testable &= is_varying[first] & is_varying[second]
    adjusted = adjust(np.where(is_testable, found.pvalue, np.nan), Correction.HOLM)
    reach = t_quantile(df, 0.9) * found.error
    is_similar = (np.abs(found.difference) + reach < margin) if margin is not None else np.zeros(len(pairs), np.bool_)
    words = verdicts(adjusted, is_similar)
    for place, pair in enumerate(pairs):
        yield _pair(pair, found, place, df, float(adjusted[place]), str(words[place]))


def _pair(pair: Pair, found: Any, place: int, df: int, adjusted: float, verdict: str) -> Pair:
    is_tested = not np.isnan(adjusted)
    low, high = float(found.low[place]), float(found.high[place])
    return {
        **pair,
        "test": "design_t" if is_tested else None,
        "statistic": float(found.statistic[place]) if is_tested else None,
        "df": float(df) if is_tested else None,
        "pvalue": float(found.pvalue[place]) if is_tested else None,
        "pvalue_adjusted": adjusted if is_tested else None,
        "significant": is_tested and adjusted < LEVEL,
        "difference": float(found.difference[place]),
        "interval": None if np.isnan(low) else [low, high],
        "interval_method": "design_t",
        "detectable": float(NORMAL_POWER * found.error[place]) if is_tested else None,
        "verdict": verdict,
        "fpc": False,
    }


def _table(
    design: SampleDesign, members: Mapping[str, Mask], values: Mapping[str, Floats], base: Mask, table: Pair
) -> Pair | None:
    """Test a whole table by Rao and Scott's second-order correction; None where it cannot be."""
    rows = np.full(design.size, -1, np.int64)
    for position, value in enumerate(values.values()):
        rows[value > 0] = position
    columns = np.full(design.size, -1, np.int64)
    for position, code in enumerate(table["segments"]):
        columns[members[code]] = position
    domain = base & (columns >= 0) & (rows >= 0)
    cells = cell_shares(design, rows, columns, domain, df=degrees_of_freedom(design, domain))
    found = rao_scott_f(cells) if cells is not None else None
    if cells is None or found is None or np.isnan(found.pvalue):
        return None
    return {
        **table, "test": "rao_scott_f", "statistic": found.statistic, "df": found.df,
        "denominator_df": found.denominator_df, "pvalue": found.pvalue, "cramers_v": cells.cramers_v,
        "pvalue_error": None, "pvalue_adjusted": found.pvalue, "correction": Correction.NONE.value,
        "significant": found.pvalue < LEVEL, "finding": found.pvalue < LEVEL,
    }  # fmt: skip
