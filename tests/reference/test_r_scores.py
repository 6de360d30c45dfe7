"""NPS, nets, multiple choice and rankings are those of R."""

from typing import Any

import numpy as np
import pytest

from polls.analysis.contingency import pearson
from polls.analysis.freeman_halton import exact_pvalue
from polls.analysis.intervals import normal_quantile
from polls.analysis.net_score import NetScore, net_score, nps_values
from polls.analysis.paired import mcnemar
from polls.analysis.rankings import compare_items, friedman, summarise_rankings
from polls.analysis.sampling.design import degrees_of_freedom
from polls.analysis.sampling.differences import t_differences
from polls.analysis.sampling.estimates import Estimates, means, ratios
from polls.analysis.sampling.share_intervals import design_share_interval
from tests.reference.as_r_stops import FITTED, fitted_interval
from tests.reference.cases import Case, Topic, agree, agree_pvalue
from tests.reference.computed import check_segment_difference, segment_means, table_of
from tests.reference.samples import Numbers, Sample

pytestmark = pytest.mark.pure

nps, nets, multiple, ranking = Topic("nps"), Topic("nets"), Topic("multi_response"), Topic("ranking")

OPTIONS = [f"m1_{number}" for number in range(1, 8)]


def by_segment(data: Sample, segment: str | None, values: Numbers) -> list[Numbers]:
    """Give the known values, in one piece or by level of a segment."""
    known = ~np.isnan(values)
    if segment is None:
        return [values[known]]
    groups, names = data.factor(segment)
    return [values[known & (groups == place)] for place in range(len(names))]


def score_of(parts: list[Numbers], high: float, low: float) -> NetScore:
    up, down = [np.sum(part >= high) for part in parts], [np.sum(part <= low) for part in parts]
    return net_score(up, down, [len(part) for part in parts])


@nps.kind("nps")
def net_promoters(data: Sample, case: Case) -> None:
    parts = by_segment(data, case.get("args", {}).get("segment"), data.numbers("r1"))
    score, values = score_of(parts, 9, 6), [nps_values(part) for part in parts]
    counts = [[np.sum(value == point) for value in values] for point in (100, 0, -100)]
    bounds = [score.low_n, score.high_n, score.low, score.high]
    rows: list[Any] = [score.base, *counts, 100 * score.score, 100 * score.error_n, 100 * score.error]
    found = np.array([*rows, *(100 * bound for bound in bounds)])
    agree(found[:, 0] if case["id"] == "nps.all" else found, case["result"])


@nps.kind("svynps")
def net_promoters_under_a_design(data: Sample, case: Case) -> None:
    args, result = case["args"], case["result"]
    if "segment" in args:
        found = segment_means(data.name, "nps", None, args["segment"], args["design"])
        agree(found.estimate, result["nps"])
        agree(found.error, result["se"])
    else:
        found = means(data.design(args["design"]), nps_values(data.numbers("r1")))
        half = normal_quantile(0.95) * found.error[0]
        agree([found.estimate[0], found.error[0]], [result["nps"], result["se"]])
        agree([found.estimate[0] - half, found.estimate[0] + half], result["ci_z"])


@nps.kind("npsdiff")
def difference_of_net_promoters(data: Sample, case: Case) -> None:
    check_segment_difference(data, case, "nps")


@nets.kind("top2")
def nets_of_a_scale(data: Sample, case: Case) -> None:
    parts = by_segment(data, case["args"]["segment"], data.numbers("lik"))
    score = score_of(parts, 4, 2)
    top, bottom = [np.mean(part >= 4) for part in parts], [np.mean(part <= 2) for part in parts]
    found: list[Any] = [score.base, top, bottom, score.score, score.error_n]
    agree(found, case["result"])


@nets.kind("svy")
def nets_under_a_design(data: Sample, case: Case) -> None:
    args, result = case["args"], case["result"]
    drawn, values = data.design(args["design"]), data.numbers(args["net"])
    if "segment" in args:
        found = segment_means(data.name, args["net"], None, args["segment"], args["design"])
        groups, names = data.factor(args["segment"])
        domains = [~np.isnan(values) & (groups == place) for place in range(len(names))]
    else:
        found, domains = means(drawn, values), [~np.isnan(values)]
        agree(found.error, [result["se"]])
    df, base = [degrees_of_freedom(drawn, each) for each in domains], [np.sum(each) for each in domains]
    low, high, _ = design_share_interval(found.estimate, found.error, df, base, base)
    for place, domain in enumerate(domains):
        expected = [np.atleast_1d(result[name])[place] for name in ("est", "lo", "hi")]
        agree(fitted_interval(drawn, np.nan_to_num(values), domain, df[place]), expected)
        agree([found.estimate[place], low[place], high[place]], expected, rel=FITTED)


def ticks(data: Sample) -> Numbers:
    return np.column_stack([data.numbers(option) for option in OPTIONS])


@multiple.kind("mr")
def multiple_choice(data: Sample, case: Case) -> None:
    parts = case["id"].split(".")
    checks = {"counts": check_counts, "svy": check_options, "responses": check_responses}
    checks |= {"pair": check_option_pair, "chisq": check_option_by_segment}
    checks[parts[1]](data, case)


def check_counts(data: Sample, case: Case) -> None:
    asked = ticks(data)[~np.isnan(data.numbers("m1_1"))]
    counts, result = asked.sum(axis=0), case["result"]
    some = np.sum(asked.any(axis=1))
    agree(counts, result["counts"])
    agree([len(asked), some, counts.sum()], [result["base_asked"], result["base_any"], result["responses"]])
    agree(counts / len(asked), result["share_asked"])
    agree(counts / some, result["share_any"])
    agree(counts / counts.sum(), result["share_responses"])
    agree(counts.sum() / len(asked), result["mean_options"])


def check_options(data: Sample, case: Case) -> None:
    args, result = case["args"], case["result"]
    drawn = data.design(args["design"])
    if "segment" not in args:
        found = means(drawn, ticks(data))
        check_stats(found, result)
        return
    groups, names = data.factor(args["segment"])
    each = [means(drawn, ticks(data), groups == place) for place in range(len(names))]
    agree([part.estimate for part in each], result["est"])
    agree([part.error for part in each], result["se"])


def check_stats(found: Estimates, result: Case) -> None:
    half = normal_quantile(0.95) * found.error
    agree(found.estimate, result["est"])
    agree(found.error, result["se"])
    agree(found.covariance, result["vcov"])
    agree(found.estimate - half, result["ci_z_lo"])
    agree(found.estimate + half, result["ci_z_hi"])


def check_responses(data: Sample, case: Case) -> None:
    design = case["args"]["design"]
    found = ratios(data.design(design), ticks(data), ticks(data).sum(axis=1))
    agree(found.estimate, case["result"]["est"])
    agree(found.error, case["result"]["se"])


def check_option_pair(data: Sample, case: Case) -> None:
    args, result = case["args"], case["result"]
    first, second = (data.numbers(option) for option in args["options"])
    if "design" in args:
        found = means(data.design(args["design"]), np.column_stack([first, second])).combined([1.0, -1.0])
        outcome = t_differences(found.estimate, found.error, 1)
        agree([found.estimate[0], found.error[0]], [result["diff"], result["se"]])
        agree_pvalue(outcome.normal_pvalue, [result["p_z"]])
        return
    n, only_first, only_second = np.sum(~np.isnan(first)), np.sum(first > second), np.sum(second > first)
    pair = mcnemar(only_first, only_second, n)
    agree([n, only_first, only_second], [result["n"], result["n10"], result["n01"]])
    agree([pair.statistic[0], pair.difference[0], pair.error[0]], [result[k] for k in ("mcnemar", "diff", "se_diff")])
    pvalues = [pair.asymptotic_pvalue[0], pair.corrected_pvalue[0], pair.exact_pvalue[0]]
    agree_pvalue(pvalues, [result["p"], result["p_cc"], result["p_exact"]])


def check_option_by_segment(data: Sample, case: Case) -> None:
    counts, result = table_of(data, case["args"]["option"], case["args"]["segment"]), case["result"]
    outcome = pearson(counts)
    agree(counts, result["counts"])
    agree([outcome.statistic, outcome.df], [result["statistic"], result["parameter"]["df"]])
    agree_pvalue(outcome.pvalue, result["p_value"])
    if isinstance(result["fisher_p"], float):
        agree_pvalue(np.float64(exact_pvalue(counts) or np.nan), result["fisher_p"])


@ranking.kind("rank")
def rankings(data: Sample, case: Case) -> None:
    ranks = np.column_stack([data.numbers(f"k1_{number}") for number in range(1, 6)])
    result = case["result"]
    if "design" in case.get("args", {}):
        check_stats(means(data.design(case["args"]["design"]), ranks), result)
    elif case["id"] == "rank.mean":
        found = summarise_rankings(ranks)
        agree(found.n, result["n"])
        for name in ("mean_rank", "borda", "first"):
            agree(getattr(found, name), result[name])
        agree(found.error, result["se"])
        agree(found.preferred, result["prefer"])
    elif case["id"] == "rank.friedman":
        agreement = friedman(ranks)
        assert agreement is not None
        agree([agreement.n, agreement.statistic], [result["n"], result["statistic"]])
        agree([agreement.df, agreement.kendall_w], [result["parameter"]["df"], result["kendall_w"]])
        agree_pvalue(agreement.pvalue, result["p_value"])
    else:
        pairs = compare_items(ranks)
        agree(pairs.wins, result["wins"])
        agree_pvalue(pairs.pvalue, result["p"])
        agree_pvalue(pairs.adjusted, result["holm"])


@pytest.mark.parametrize(
    ("topic", "dataset", "kind"),
    [*nps.parameters, *nets.parameters, *multiple.parameters, *ranking.parameters],
)
def test_all_cases(topic: Topic, dataset: str, kind: str) -> None:
    topic.verify(dataset, kind)
