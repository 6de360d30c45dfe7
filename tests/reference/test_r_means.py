"""Means, their intervals and their comparisons are those of R."""

import numpy as np
import pytest

from polls.analysis.describe import Moments
from polls.analysis.intervals import t_interval
from polls.analysis.significance import welch_anova, welch_t
from tests.reference.cases import Case, cases, close, close_pvalue

pytestmark = pytest.mark.pure


def moments_of(groups: list[list[float]]) -> Moments:
    n, mean, sd = (np.array(values) for values in zip(*groups, strict=True))
    return Moments(n.astype(np.int64), mean, sd, mean)


@pytest.mark.parametrize("case", cases("means", topic="mean"))
def test_t_interval(case: Case) -> None:
    assert t_interval(case["mean"], case["sd"], case["n"], np.nan) == close(case["interval"])


@pytest.mark.parametrize("case", cases("means", topic="fpc"))
def test_t_interval_in_a_population_of_known_size(case: Case) -> None:
    sd = case["se_without"] * np.sqrt(case["n"])
    assert t_interval(case["mean"], sd, case["n"], np.nan) == close(case["interval_without"])
    assert t_interval(case["mean"], sd, case["n"], case["population"]) == close(case["interval"])


@pytest.mark.parametrize("case", cases("means", topic="welch"))
def test_welch_t(case: Case) -> None:
    outcome = welch_t(moments_of(case["groups"]), np.array([0]), np.array([1]))
    assert outcome.statistic == close([case["statistic"]])
    assert outcome.df == close([case["df"]])
    assert outcome.pvalue == close_pvalue([case["pvalue"]])
    assert (outcome.low[0], outcome.high[0]) == close(tuple(case["interval"]))


@pytest.mark.parametrize("case", cases("means", topic="anova"))
def test_welch_anova(case: Case) -> None:
    outcome = welch_anova(moments_of(case["groups"]))
    assert outcome is not None
    assert outcome.statistic == close(case["statistic"])
    assert (outcome.df, outcome.denominator_df) == close(tuple(case["df"]))
    assert outcome.pvalue == close_pvalue(case["pvalue"])
