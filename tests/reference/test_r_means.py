"""Means, their intervals and their comparisons, plain and under every design, are those of R."""

import numpy as np
import pytest

from polls.analysis.adjustment import adjust
from polls.analysis.anova import anova, pooled_t
from polls.analysis.describe import describe_values
from polls.analysis.intervals import normal_quantile, t_interval
from polls.analysis.rank_tests import counts_by_point, kruskal_wallis, mann_whitney
from polls.analysis.sampling.design import degrees_of_freedom
from polls.analysis.sampling.differences import pair_differences
from polls.analysis.sampling.estimates import design_effects, group_means, means
from polls.analysis.sampling.mean_tests import Ties, groups_wald, rank_scores
from polls.analysis.sampling.share_intervals import mean_interval
from polls.analysis.significance import welch_anova, welch_t
from polls.analysis.student import two_sided
from tests.reference.cases import CORRECTIONS, Case, Topic, agree, agree_pvalue
from tests.reference.computed import check_segment_difference, moments_by, pair_of, segment_means
from tests.reference.samples import Sample

pytestmark = pytest.mark.pure

topic_of_means = Topic("means")


@topic_of_means.kind("mean")
def mean_of_all(data: Sample, case: Case) -> None:
    values, result = data.numbers(case["args"]["variable"]), case["result"]
    n, mean, sd, median = describe_values(values[~np.isnan(values)])
    agree([n, mean, sd, median], [result["n"], next(iter(result["estimate"].values())), result["sd"], result["median"]])
    agree(t_interval(mean, sd, n, np.nan), result["conf_int"])
    agree([mean / (sd / np.sqrt(n)), n - 1], [result["statistic"], result["parameter"]["df"]])
    agree_pvalue(two_sided(mean / (sd / np.sqrt(n)), n - 1), result["p_value"])


@topic_of_means.kind("means")
def means_of_segments(data: Sample, case: Case) -> None:
    moments = moments_by(data.name, case["args"]["variable"], case["args"]["segment"])
    agree(np.column_stack([moments.n, moments.mean, moments.sd]), case["result"]["stats"])


@topic_of_means.kind("svymean")
def mean_under_a_design(data: Sample, case: Case) -> None:
    args, result = case["args"], case["result"]
    drawn, values = data.design(args["design"]), data.numbers(args["variable"])
    is_in = ~np.isnan(values)
    found, df = means(drawn, values), degrees_of_freedom(drawn, is_in)
    (estimate,), (error,) = found.estimate, found.error
    half = normal_quantile(0.95) * error
    agree([estimate, error], [result["est"], result["se"]])
    agree(mean_interval(estimate, error, df), result["ci_t"])
    agree([estimate - half, estimate + half], result["ci_z"])
    agree(design_effects(drawn, values), [result["deff_wr"]])
    assert df == result["df"]
    if "svyvar" in result:
        weights, n = drawn.weights[is_in], np.count_nonzero(is_in)
        spread = weights @ (values[is_in] - estimate) ** 2 / weights.sum() * n / (n - 1)
        agree(spread, result["svyvar"])


@topic_of_means.kind("svyby")
def means_of_segments_under_a_design(data: Sample, case: Case) -> None:
    args, result = case["args"], case["result"]
    groups = segment_means(data.name, args["variable"], None, args["segment"], args["design"])
    agree(groups.estimate, result["est"])
    agree(groups.error, result["se"])


@topic_of_means.kind("wdiff")
def difference_under_a_design(data: Sample, case: Case) -> None:
    check_segment_difference(data, case, case["args"]["variable"])


@topic_of_means.kind("svyttest")
def t_test_under_a_design(data: Sample, case: Case) -> None:
    args, result = case["args"], case["result"]
    drawn, (groups, names) = data.design(args["design"]), data.factor(args["segment"])
    chosen = [names.index(name) for name in args.get("pair", names)]
    is_in = np.isin(groups, chosen) & ~np.isnan(data.numbers(args["variable"]))
    df = degrees_of_freedom(drawn, is_in) - 1
    estimates = segment_means(data.name, args["variable"], None, args["segment"], args["design"])
    outcome = pair_differences(estimates, np.array([chosen[1]]), np.array([chosen[0]]), df)
    agree(outcome.difference, list(result["estimate"].values()))
    agree(outcome.statistic, [result["statistic"]])
    agree([outcome.low[0], outcome.high[0]], result["conf_int"])
    agree([df], list(result["parameter"].values()))
    agree_pvalue(outcome.pvalue, [result["p_value"]])


@topic_of_means.kind("wald")
def wald_test_under_a_design(data: Sample, case: Case) -> None:
    args, result = case["args"], case["result"]
    drawn, (groups, _) = data.design(args["design"]), data.factor(args["segment"])
    is_in = (groups >= 0) & ~np.isnan(data.numbers(args["variable"]))
    estimates = segment_means(data.name, args["variable"], None, args["segment"], args["design"])
    outcome = groups_wald(estimates, degrees_of_freedom(drawn, is_in))
    assert outcome is not None
    agree([outcome.statistic, outcome.df, outcome.denominator_df], [result["F"], result["df"], result["ddf"]])
    agree_pvalue(outcome.pvalue, result["p"])


@topic_of_means.kind("svykw")
def rank_test_under_a_design(data: Sample, case: Case) -> None:
    args, result = case["args"], case["result"]
    drawn, (groups, names) = data.design(args["design"]), data.factor(args["segment"])
    values = data.numbers(args["variable"])
    scores = rank_scores(drawn, values, groups, len(names), ties=Ties.SEQUENTIAL)
    estimates, df = group_means(drawn, scores, groups, len(names)), degrees_of_freedom(drawn, ~np.isnan(scores))
    if len(names) == 2:
        found = pair_differences(estimates, np.array([1]), np.array([0]), df - 1)
        agree([found.statistic[0], df - 1], [result["statistic"], result["parameter"]["df"]])
        agree(found.difference, [result["estimate"]["difference in mean rank score"]])
        agree_pvalue(found.pvalue, [result["p_value"]])
        return
    outcome = groups_wald(estimates, df)
    assert outcome is not None
    agree([outcome.wald, outcome.df], [result["parameter"]["Chisq"], result["statistic"]])
    agree_pvalue(outcome.pvalue, result["p_value"])


@topic_of_means.kind("aov")
def differences_of_all_segments(data: Sample, case: Case) -> None:
    args, result = case["args"], case["result"]
    moments = moments_by(data.name, args["variable"], args["segment"])
    classic, welch = anova(moments), welch_anova(moments)
    groups, names = data.factor(args["segment"])
    ranks = kruskal_wallis(counts_by_point(data.numbers(args["variable"]), groups, len(names)))
    assert classic is not None
    assert welch is not None
    assert ranks is not None
    agree([classic.statistic, classic.df, classic.denominator_df], [result["aov"]["F"], *result["aov"]["df"]])
    agree_pvalue(classic.pvalue, result["aov"]["p"])
    freedom = list(result["welch"]["parameter"].values())
    agree([welch.statistic, welch.df, welch.denominator_df], [result["welch"]["statistic"], *freedom])
    agree_pvalue(welch.pvalue, result["welch"]["p_value"])
    agree([ranks.statistic, ranks.df], [result["kruskal"]["statistic"], result["kruskal"]["parameter"]["df"]])
    agree_pvalue(ranks.pvalue, result["kruskal"]["p_value"])


@topic_of_means.kind("pairt")
def all_pairs_of_segments(data: Sample, case: Case) -> None:
    moments = moments_by(data.name, case["args"]["variable"], case["args"]["segment"])
    first, second = np.triu_indices(len(moments.n), 1)
    if case["id"].endswith("poolTRUE"):
        raw = pooled_t(moments, first, second, over_all=True).pvalue
    else:
        raw = welch_t(moments, first, second).pvalue
    for name, expected in case["result"].items():
        triangle = np.full((len(moments.n) - 1,) * 2, np.nan)
        triangle[second - 1, first] = adjust(raw, CORRECTIONS[name])
        agree_pvalue(triangle, expected["p"])


@topic_of_means.kind("t")
def pair_of_segments(data: Sample, case: Case) -> None:
    args, result = case["args"], case["result"]
    moments = moments_by(data.name, args["variable"], args["segment"])
    groups, names = data.factor(args["segment"])
    first, second = pair_of(case, names)
    for outcome, expected in (
        (welch_t(moments, first, second), result["welch"]),
        (pooled_t(moments, first, second), result["pooled"]),
    ):
        agree(moments.mean[first], [expected["estimate"]["mean of x"]])
        agree(moments.mean[second], [expected["estimate"]["mean of y"]])
        check_t(outcome, expected)
    counts = counts_by_point(data.numbers(args["variable"]), groups, len(names))
    ranks = mann_whitney(counts[first], counts[second])
    agree(ranks.statistic, [result["mw"]["statistic"]])
    agree_pvalue(ranks.pvalue, [result["mw"]["p_value"]])


def check_t(outcome: object, expected: Case) -> None:
    for name, values in (
        ("statistic", [expected["statistic"]]),
        ("df", [expected["parameter"]["df"]]),
        ("low", [expected["conf_int"][0]]),
        ("high", [expected["conf_int"][1]]),
    ):
        agree(getattr(outcome, name), values)
    agree_pvalue(outcome.pvalue, [expected["p_value"]])  # type: ignore[attr-defined]


@pytest.mark.parametrize(("topic", "dataset", "kind"), topic_of_means.parameters)
def test_all_cases(topic: Topic, dataset: str, kind: str) -> None:
    topic.verify(dataset, kind)
