"""What several cases need, computed once: estimates by design, question and segment."""

from functools import cache

import numpy as np

from polls.analysis.describe import Moments, describe_groups
from polls.analysis.sampling.association import CellShares, cell_shares
from polls.analysis.sampling.design import degrees_of_freedom
from polls.analysis.sampling.differences import Differences, pair_differences
from polls.analysis.sampling.estimates import Estimates, group_means, means, shares
from tests.reference.cases import Case, agree, agree_pvalue
from tests.reference.samples import Codes, Numbers, Sample, sample


@cache
def question_shares(dataset: str, question: str, design: str) -> tuple[Estimates, int, int]:
    """Estimate the shares of all levels of a question: with their degrees of freedom and the base."""
    data = sample(dataset)
    codes, levels = data.factor(question)
    drawn = data.design(design)
    return shares(drawn, codes, len(levels)), degrees_of_freedom(drawn, codes >= 0), int(np.count_nonzero(codes >= 0))


@cache
def segment_means(dataset: str, variable: str, level: str | None, segment: str, design: str) -> Estimates:
    """Estimate the mean of a variable, or the share of a level of a question, in each level of a segment."""
    data = sample(dataset)
    groups, names = data.factor(segment)
    return group_means(data.design(design), values_of(data, variable, level), groups, len(names))


def values_of(data: Sample, variable: str, level: str | None = None) -> Numbers:
    """Give the values of a variable, or 1 and 0 for a level of a question: (n,)."""
    if level is None:
        return data.numbers(variable)
    codes, levels = data.factor(variable)
    return np.where(codes < 0, np.nan, codes == levels.index(level))


def pair_of(case: Case, names: list[str]) -> tuple[Codes, Codes]:
    first, second = (np.array([names.index(name)]) for name in case["args"]["pair"])
    return first, second


def mask_mean(data: Sample, design: str, variable: str, mask: Numbers) -> Estimates:
    """Estimate the mean of a variable among those for whom the mask is 1."""
    return means(data.design(design), data.numbers(variable), mask == 1)


def check_difference(first: float, second: float, outcome: Differences, df: int, result: Case) -> None:
    """Compare a design-based difference of two groups with R's, number by number."""
    agree([first, second], [result["est1"], result["est2"]])
    agree(outcome.difference, [result["diff"]])
    agree(outcome.error, [result["se"]])
    agree(outcome.low, [result["lo"]])
    agree(outcome.high, [result["hi"]])
    assert df == result["df_design"]
    if result["se"] > 1e-8:
        agree(outcome.statistic, [result["t"]])
        agree_pvalue(outcome.pvalue, [result["p_t"]])
        agree_pvalue(outcome.normal_pvalue, [result["p_z"]])


def check_segment_difference(data: Sample, case: Case, variable: str, level: str | None = None) -> None:
    """Compare the difference of two levels of a segment with R's."""
    segment, design = case["args"]["segment"], case["args"]["design"]
    groups = segment_means(data.name, variable, level, segment, design)
    first, second = pair_of(case, data.factor(segment)[1])
    df = degrees_of_freedom(data.design(design))
    outcome = pair_differences(groups, first, second, df)
    estimates = groups.estimate[first[0]], groups.estimate[second[0]]
    check_difference(*estimates, outcome, df, case["result"])


@cache
def table_cells(dataset: str, question: str, segment: str, design: str, df: int) -> CellShares:
    """Estimate the cells of a question by a segment."""
    data = sample(dataset)
    cells = cell_shares(data.design(design), data.factor(question)[0], data.factor(segment)[0], df=df)
    assert cells is not None
    return cells


@cache
def moments_by(dataset: str, variable: str, segment: str) -> Moments:
    """Describe the values of a variable in each level of a segment."""
    data = sample(dataset)
    values, (groups, names) = data.numbers(variable), data.factor(segment)
    return describe_groups(values, [(groups == place) & ~np.isnan(values) for place in range(len(names))])


def table_of(data: Sample, question: str, segment: str) -> Codes:
    """Count a question by a segment (levels, segments)."""
    (rows, levels), (columns, names) = data.factor(question), data.factor(segment)
    both = (rows >= 0) & (columns >= 0)
    joint = rows[both] * len(names) + columns[both]
    return np.bincount(joint, minlength=len(levels) * len(names)).reshape(len(levels), len(names)).astype(np.int64)
