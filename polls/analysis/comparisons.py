"""The outcomes of all comparisons as they stand in the Summary.

The shares of all questions are compared in one go: first the pairs are laid out, then tested, then written.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from polls.analysis.adjustment import Correction, adjust
from polls.analysis.banner import Banner
from polls.analysis.contingency import table_test
from polls.analysis.contrasts import Contrast, Positions
from polls.analysis.describe import Moments
from polls.analysis.plan import Plan
from polls.analysis.significance import (
    LEVEL,
    TESTABLE_BASE,
    Pairs,
    ShareComparisons,
    Verdict,
    compare_shares,
    verdicts,
    welch_anova,
    welch_t,
)
from polls.analysis.summary_document import AnovaComparison, Comparison, PairComparison, TableComparison
from polls.codebook.schema import QuestionKind

TABLE_KINDS = frozenset(
    {
        QuestionKind.SINGLE,
        QuestionKind.DROPDOWN,
        QuestionKind.SCALE,
        QuestionKind.IMAGE_CHOICE,
        QuestionKind.RANKING,
        QuestionKind.HIDDEN,
    }
)
"""Kinds that are tested as a table. The options of a multiple choice do not exclude one another, and a rating has so
many points that its table is nearly always sparse: its means are compared. A ranking is tested by its first places."""


def comparisons_of(
    contrasts: Sequence[Contrast], moments: Sequence[Moments | None], banner: Banner, plan: Plan, *, margin: float
) -> list[list[Comparison]]:
    """Make all comparisons, by question: the whole table, then the pairs on rows, nets and means."""
    result: list[list[Comparison]] = [[] for _ in moments]
    for question, comparison in _table_comparisons(contrasts, is_quick=plan.is_quick):
        result[question].append(comparison)
    for question, pair in _share_comparisons(contrasts, banner, plan, margin):
        result[question].append(pair)
    for contrast in contrasts:
        described = moments[contrast.question]
        if described is not None:
            result[contrast.question] += _mean_comparisons(contrast, described, plan)
    return result


def _table_comparisons(contrasts: Sequence[Contrast], *, is_quick: bool) -> list[tuple[int, TableComparison]]:
    """Test question by variable, where answers exclude one another; findings by Benjamini-Hochberg over the run."""
    tested = []
    for contrast in contrasts:
        kept = [group for group in contrast.groups if contrast.frequencies.base[group] >= TESTABLE_BASE]
        is_tested = contrast.frequencies.question.kind in TABLE_KINDS and len(kept) > 1
        outcome = table_test(contrast.frequencies.rows[kept], is_quick=is_quick) if is_tested else None
        if outcome is not None:
            names = [name for name, group in zip(contrast.segments, contrast.groups, strict=True) if group in kept]
            tested.append((contrast, names, outcome))
    adjusted = adjust([outcome.pvalue for _, _, outcome in tested], Correction.BENJAMINI_HOCHBERG).tolist()
    return [
        (
            contrast.question,
            {
                "variable": contrast.variable,
                "scope": "table",
                "segments": names,
                "test": outcome.test,
                "statistic": outcome.statistic,
                "df": outcome.df,
                "pvalue": outcome.pvalue,
                "pvalue_error": outcome.pvalue_error,
                "pvalue_adjusted": over_run,
                "correction": Correction.BENJAMINI_HOCHBERG.value,
                "significant": outcome.pvalue < LEVEL,
                "finding": over_run < LEVEL,
                "cramers_v": outcome.cramers_v,
            },
        )
        for (contrast, names, outcome), over_run in zip(tested, adjusted, strict=True)
    ]


def _share_comparisons(
    contrasts: Sequence[Contrast], banner: Banner, plan: Plan, margin: float
) -> Iterator[tuple[int, PairComparison]]:
    with_lines = [contrast for contrast in contrasts if contrast.lines]
    if not with_lines:
        return
    pairs = _lay_out(with_lines, banner)
    outcomes = compare_shares(pairs, confidence=plan.confidence, margin=margin, correction=plan.correction)
    numbers = zip(*_columns(pairs, outcomes), strict=True)
    for contrast in with_lines:
        for scope, row in contrast.lines:
            for first, second in contrast.names:
                yield contrast.question, _share_pair(contrast.variable, scope, row, first, second, plan, next(numbers))


def _lay_out(contrasts: Sequence[Contrast], banner: Banner) -> Pairs:
    """Put all pairs in one long row: contrast after contrast, line after line, pair after pair."""
    sizes = banner.populations
    sides: tuple[list[Any], list[Any]] = ([], [])
    families: list[Positions] = []
    first_family = 0
    for contrast in contrasts:
        counts, pairs = contrast.counts, contrast.pairs
        lines = counts.shape[1]
        for side, groups in zip(sides, pairs, strict=True):
            base = np.tile(contrast.frequencies.base[groups], lines)
            side.append((counts[groups].T.ravel(), base, np.tile(sizes[groups], lines)))
        families.append(np.repeat(np.arange(first_family, first_family + lines), pairs.shape[1]))
        first_family += lines
    (first, first_base, first_population), (second, second_base, second_population) = (
        [np.concatenate(parts) for parts in zip(*side, strict=True)] for side in sides
    )
    family = np.concatenate(families)
    return Pairs(first, first_base, first_population, second, second_base, second_population, family)


def _columns(pairs: Pairs, outcomes: ShareComparisons) -> list[list[Any]]:
    return [
        pairs.first_base.tolist(),
        pairs.second_base.tolist(),
        outcomes.is_exact.tolist(),
        outcomes.is_corrected.tolist(),
        plain(outcomes.statistic),
        plain(outcomes.pvalue),
        plain(outcomes.adjusted),
        outcomes.difference.tolist(),
        outcomes.low.tolist(),
        outcomes.high.tolist(),
        plain(outcomes.detectable),
        outcomes.verdict.tolist(),
    ]


def _share_pair(
    variable: str, scope: Literal["row", "net"], row: str, first: str, second: str, plan: Plan, numbers: tuple[Any, ...]
) -> PairComparison:
    base, other_base, is_exact, fpc, statistic, pvalue, adjusted, difference, low, high, detectable, verdict = numbers
    return {
        "variable": variable,
        "scope": scope,
        "row": row,
        "first": first,
        "second": second,
        "first_base": base,
        "second_base": other_base,
        "test": None if pvalue is None else "fisher_exact" if is_exact else "two_proportion_z",
        "statistic": statistic,
        "df": None,
        "pvalue": pvalue,
        "pvalue_adjusted": adjusted,
        "correction": plan.correction.value,
        "significant": verdict == Verdict.DIFFERENT,
        "difference": difference,
        "interval": [low, high],
        "interval_method": "newcombe",
        "detectable": detectable,
        "verdict": verdict,
        "fpc": fpc,
    }


def _mean_comparisons(contrast: Contrast, moments: Moments, plan: Plan) -> list[AnovaComparison | PairComparison]:
    groups = [group for group in contrast.groups if moments.n[group] >= TESTABLE_BASE]
    chosen = Moments(moments.n[groups], moments.mean[groups], moments.sd[groups], moments.median[groups])
    outcome = welch_anova(chosen) if len(groups) > 2 else None
    result: list[AnovaComparison | PairComparison] = []
    if outcome is not None:
        names = [name for name, group in zip(contrast.segments, contrast.groups, strict=True) if group in groups]
        result.append(
            {
                "variable": contrast.variable,
                "scope": "mean",
                "segments": names,
                "test": "welch_anova",
                "statistic": outcome.statistic,
                "df": outcome.df,
                "denominator_df": outcome.denominator_df,
                "pvalue": outcome.pvalue,
                "significant": outcome.pvalue < LEVEL,
            }
        )
    return result + _mean_pairs(contrast, moments, plan)


def _mean_pairs(contrast: Contrast, moments: Moments, plan: Plan) -> list[PairComparison]:
    first, second = contrast.pairs
    outcomes = welch_t(moments, first, second, confidence=plan.confidence)
    is_testable = np.minimum(moments.n[first], moments.n[second]) >= TESTABLE_BASE
    pvalue = np.where(is_testable, outcomes.pvalue, np.nan)
    adjusted = adjust(pvalue, plan.correction)
    found = verdicts(adjusted, np.zeros(len(pvalue), np.bool_)).tolist()
    numbers = zip(
        contrast.names,
        moments.n[first].tolist(),
        moments.n[second].tolist(),
        plain(outcomes.statistic),
        plain(outcomes.df),
        plain(pvalue),
        plain(adjusted),
        outcomes.difference.tolist(),
        plain(outcomes.low),
        plain(outcomes.high),
        plain(outcomes.detectable),
        found,
        strict=True,
    )
    return [_mean_pair(contrast.variable, plan, *values) for values in numbers]


def _mean_pair(
    variable: str,
    plan: Plan,
    names: tuple[str, str],
    first_base: int,
    second_base: int,
    statistic: float | None,
    df: float | None,
    pvalue: float | None,
    adjusted: float | None,
    difference: float,
    low: float | None,
    high: float | None,
    detectable: float | None,
    verdict: str,
) -> PairComparison:
    is_tested = pvalue is not None
    return {
        "variable": variable,
        "scope": "mean",
        "row": None,
        "first": names[0],
        "second": names[1],
        "first_base": first_base,
        "second_base": second_base,
        "test": "welch_t" if is_tested else None,
        "statistic": statistic if is_tested else None,
        "df": df if is_tested else None,
        "pvalue": pvalue,
        "pvalue_adjusted": adjusted,
        "correction": plan.correction.value,
        "significant": verdict == Verdict.DIFFERENT,
        "difference": difference,
        "interval": None if low is None or high is None else [low, high],
        "interval_method": "welch_t",
        "detectable": detectable,
        "verdict": verdict,
        "fpc": False,
    }


def plain(values: NDArray[np.float64]) -> list[float | None]:
    """Give a list for JSON: None for what is not a finite number."""
    finite = np.isfinite(values).tolist()
    return [value if is_finite else None for value, is_finite in zip(values.tolist(), finite, strict=True)]
