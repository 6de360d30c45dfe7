"""A Summary with weights: the same groups, rows and pairs, with weighted shares, means, intervals and tests.

It starts from the unweighted Summary that may be shown, and adds nothing that is not in it. Counts and bases stay those
of respondents. Rankings, dates and texts are not weighted; a question says whether it is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polls.analysis.coding import DONT_KNOW
from polls.analysis.disclosure.cells import base_mask
from polls.analysis.sampling.design import SampleDesign, degrees_of_freedom
from polls.analysis.sampling.estimates import means
from polls.analysis.sampling.share_intervals import design_share_interval, mean_interval
from polls.analysis.segments import divide
from polls.analysis.shapes import Shape, shape_of
from polls.analysis.summary_document import QuestionSummary, Summary
from polls.analysis.table import (
    ANSWERED,
    ChoiceColumn,
    Column,
    Mask,
    Missing,
    MultipleColumn,
    NumberColumn,
    ResponseTable,
)
from polls.analysis.weighting.outcome import weight_effect
from polls.analysis.weighting.scheme import Targets, Weighed
from polls.analysis.weighting.weighed_pairs import Members, weighed_comparisons
from polls.codebook.schema import Question, QuestionKind, Questionnaire

Floats = NDArray[np.float64]
Group = dict[str, Any]

DECIMALS = 4
"""So precise are the weighted numbers of an anonymous poll: more would be an equation about every small cell."""


@dataclass(frozen=True, eq=False)
class Measured:
    """A question as numbers: for each row 1 or 0 (n, rows), and a score (n,) where it has a mean; ``base`` (n,)."""

    codes: tuple[str, ...]
    values: Floats
    score: Floats | None
    base: Mask


@dataclass(frozen=True, eq=False)
class Weigher:
    """What is needed to weight one summary after another."""

    questionnaire: Questionnaire
    table: ResponseTable
    design: SampleDesign
    filter: tuple[str | None, str | None] = (None, None)

    @cached_property
    def members(self) -> Members:
        """Who is in which segment: for each variable (n, segments)."""
        return {
            variable.code: {
                segment.code: divide(self.questionnaire, self.table, variable).members(position)
                for position, segment in enumerate(variable.segments)
            }
            for variable in self.questionnaire.segment_variables
        }

    @cached_property
    def domain(self) -> Mask:
        """Who is in the segment that the summary is of."""
        return self.inside(*self.filter)

    def inside(self, variable: str | None, segment: str | None) -> Mask:
        if variable is None or segment is None:
            return np.ones(self.table.n, np.bool_)
        return self.members[variable][segment]


def weighed_summary(
    questionnaire: Questionnaire, table: ResponseTable, summary: Summary, weighed: Weighed, targets: Targets
) -> Summary:
    """Weight a summary. A question is hidden whole where a segment that makes the weights is hidden."""
    only = summary["recipe"]["filter"]
    chosen = (only["variable"], only["segment"]) if only else (None, None)
    weigher = Weigher(questionnaire, table, weighed.design, chosen)
    questions = [_question(weigher, each, targets) for each in summary["questions"]]
    return {**summary, "questions": questions}


def is_revealing(question: QuestionSummary, targets: Targets) -> bool:
    """Whether a weighted total would be one more equation about a hidden group, with known factors."""
    return any(group["hidden"] and group["variable"] in targets for group in question["groups"])


def _question(weigher: Weigher, summary: QuestionSummary, targets: Targets) -> QuestionSummary:
    question = weigher.questionnaire.variable_by_code[summary["code"]]
    measured = measure(question, weigher.table.columns[question.code])
    if measured is None:
        return {**summary, "weighted": False}
    if is_revealing(summary, targets):
        hidden: list[Any] = [_hidden(group) for group in summary["groups"]]
        return {**summary, "weighted": True, "groups": hidden, "comparisons": []}
    measured = replace(measured, base=measured.base & weigher.domain)
    groups: list[Any] = [_group(weigher, measured, dict(group)) for group in summary["groups"]]
    values = dict(zip(measured.codes, measured.values.T, strict=True))
    comparisons = weighed_comparisons(
        weigher.design, weigher.members, summary, values, measured.score, measured.base,
        margin=weigher.questionnaire.equivalence_margin / 100,
    )  # fmt: skip
    told: list[Any] = [_compared(weigher, each) for each in comparisons]
    return {**summary, "weighted": True, "groups": groups, "comparisons": told}


def measure(question: Question, column: Column) -> Measured | None:
    """Write a question as numbers; None for what is not weighted."""
    if shape_of(question) not in (Shape.CHOICE, Shape.TICKS, Shape.NUMBER):
        return None
    base = base_mask(question, column)
    codes = (*(option.code for option in question.options), DONT_KNOW)
    if isinstance(column, NumberColumn):
        return Measured((), np.zeros((len(base), 0)), np.where(column.status == ANSWERED, column.values, np.nan), base)
    if isinstance(column, MultipleColumn):
        values = np.column_stack([column.chosen, column.status == Missing.DONT_KNOW]).astype(np.float64)
        return Measured(codes, values, None, base)
    assert isinstance(column, ChoiceColumn)
    values = (column.codes[:, None] == np.array([*range(len(codes) - 1), Missing.DONT_KNOW])).astype(np.float64)
    return Measured(codes, values, _score(question, column), base)


def _score(question: Question, column: ChoiceColumn) -> Floats | None:
    points = _POINTS.get(question.kind)
    if points is None:
        return None
    scale = np.append(points(question), np.nan)
    score: Floats = scale[np.where(column.codes >= 0, column.codes, -1)]
    return score


def _places(question: Question) -> Floats:
    return np.arange(1.0, len(question.options) + 1)


def _bounds(question: Question) -> Floats:
    return np.arange(float(question.lowest), question.highest + 1)


def _promoters(question: Question) -> Floats:
    return np.where(np.arange(11) >= 9, 100.0, np.where(np.arange(11) <= 6, -100.0, 0.0))


_POINTS: Mapping[QuestionKind, Callable[[Question], Floats]] = {
    QuestionKind.SCALE: _places,
    QuestionKind.RATING: _bounds,
    QuestionKind.STARS: _bounds,
    QuestionKind.NPS: _promoters,
}


def _group(weigher: Weigher, measured: Measured, group: Group) -> Group:
    if group["hidden"] or group["base"] == 0:
        return group
    inside = measured.base & weigher.inside(group["variable"], group["segment"])
    effect = weight_effect(weigher.design.weights[inside])
    df = degrees_of_freedom(weigher.design, inside)
    rows = [{"choices": [row["code"]], **row} for row in (*group["rows"], *group["nets"])]
    values = _columns(measured, [row["choices"] for row in rows])
    estimates = means(weigher.design, values, inside)
    error = np.sqrt(np.maximum(np.diag(estimates.covariance), 0))
    low, high, method = design_share_interval(estimates.estimate, error, df, effect.n, effect.effective)
    told = [
        _row(weigher, row, *numbers)
        for row, *numbers in zip(
            [*group["rows"], *group["nets"]], estimates.estimate, low, high, method.tolist(), strict=True
        )
    ]
    mean = _mean(weigher, measured, inside, df, group["mean"])
    count = len(group["rows"])
    return {
        **group, "rows": told[:count], "nets": told[count:], "mean": mean,
        "weighted_base": _told(weigher, effect.total), "effective_base": _told(weigher, effect.effective),
    }  # fmt: skip


def _columns(measured: Measured, wanted: Sequence[Sequence[str]]) -> Floats:
    place = {code: position for position, code in enumerate(measured.codes)}
    columns = [measured.values[:, [place[code] for code in codes]].max(axis=1) for codes in wanted]
    return np.column_stack(columns) if columns else np.zeros((len(measured.base), 0))


def _row(weigher: Weigher, row: Group, share: float, low: float, high: float, method: str) -> Group:
    interval = [_told(weigher, low), _told(weigher, high)]
    return {
        **row, "share": _told(weigher, min(1.0, max(0.0, share))), "interval": interval, "method": method,
        "unweighted_share": row["share"],
    }  # fmt: skip


def _mean(weigher: Weigher, measured: Measured, inside: Mask, df: int, mean: Group | None) -> Group | None:
    if mean is None or measured.score is None:
        return mean
    known = inside & ~np.isnan(measured.score)
    estimates = means(weigher.design, measured.score, known)
    weights, values = weigher.design.weights[known], measured.score[known]
    centre = float(estimates.estimate[0])
    low, high = mean_interval(centre, np.sqrt(estimates.covariance[0, 0]), df)
    order = np.argsort(values)
    middle = int(np.searchsorted(np.cumsum(weights[order]), weights.sum() / 2))
    n = len(values)
    spread = float(np.sqrt(weights @ (values - centre) ** 2 / weights.sum() * n / (n - 1))) if n > 1 else None
    return {
        **mean, "mean": _told(weigher, centre), "sd": None if spread is None else _told(weigher, spread),
        "median": float(values[order][min(middle, n - 1)]), "method": "t_design", "unweighted_mean": mean["mean"],
        "interval": None if np.isnan(low) else [_told(weigher, float(low)), _told(weigher, float(high))],
    }  # fmt: skip


def _compared(weigher: Weigher, comparison: Any) -> Group:
    """Tell a comparison as precisely as the shares: what was computed from all weights is an equation as well."""
    told: Group = {
        key: _told(weigher, value) if isinstance(value, float) else value for key, value in comparison.items()
    }
    if told.get("interval") is not None:
        told["interval"] = [_told(weigher, bound) for bound in told["interval"]]
    return told


def _told(weigher: Weigher, value: float) -> float:
    return round(float(value), DECIMALS) if weigher.questionnaire.is_anonymous else float(value)


def _hidden(group: Any) -> Group:
    return {
        "variable": group["variable"], "segment": group["segment"], "hidden": True,
        "rows": [], "nets": [], "mean": None,
    }  # fmt: skip
