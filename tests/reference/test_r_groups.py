"""Groups that share people, waves, a panel and a published sentence are those of R."""

import numpy as np
import pytest

from polls.analysis.intervals import newcombe
from polls.analysis.overlap import groups_of_masks, overlap_z
from polls.analysis.paired import mcnemar, paired_t
from polls.analysis.sampling.design import degrees_of_freedom
from polls.analysis.sampling.differences import Differences, t_differences
from polls.analysis.sampling.estimates import means
from polls.analysis.sampling.share_intervals import design_share_interval
from polls.analysis.share_tests import unpooled_z
from polls.analysis.significance import two_proportion_z
from tests.reference.as_r_stops import FITTED, fitted_interval
from tests.reference.cases import Case, Topic, agree, agree_pvalue
from tests.reference.computed import check_difference
from tests.reference.samples import Flags, Numbers, Sample

pytestmark = pytest.mark.pure

overlap, trend, story = Topic("overlap"), Topic("trend"), Topic("story")


def check_masks(data: Sample, design: str, values: Numbers, first: Flags, second: Flags, result: Case) -> None:
    """Compare the difference of two groups, which may share people, under a design."""
    drawn = data.design(design)
    one, other = means(drawn, values, first), means(drawn, values, second)
    change, df = one.minus(other), degrees_of_freedom(drawn)
    outcome = t_differences(change.estimate, change.error, df)
    check_difference(one.estimate[0], other.estimate[0], outcome, df, result)


def check_overlap(values: Numbers, first: Flags, second: Flags, result: Case) -> None:
    groups = groups_of_masks(~np.isnan(values), first, second, values == 1)
    found = overlap_z(groups)
    counts = [groups.first_base, groups.second_base, groups.both_base]
    agree(np.mean(values[first & ~np.isnan(values)]), result["p1"])
    agree(np.mean(values[second & ~np.isnan(values)]), result["p2"])
    agree(np.concatenate(counts), [result["n1"], result["n2"], result["n12"]])
    for name, values_of in (
        ("diff", found.difference),
        ("se_pooled", found.error),
        ("z_pooled", found.statistic),
        ("se_pooled_union", found.union_error),
        ("z_pooled_union", found.union_statistic),
        ("se_unpooled", found.unpooled_error),
        ("z_unpooled", found.unpooled_statistic),
    ):
        agree(values_of, [result[name]])
    agree_pvalue(found.pvalue, [result["p_pooled"]])
    agree_pvalue(found.union_pvalue, [result["p_pooled_union"]])
    agree_pvalue(found.unpooled_pvalue, [result["p_unpooled"]])


def check_z(values: Numbers, first: Flags, second: Flags, result: Case) -> None:
    (x, n), (y, m) = ((np.nansum(values[group]), np.sum(~np.isnan(values[group]))) for group in (first, second))
    z, pvalue = two_proportion_z(x, n, y, m)
    error, own_z, own_pvalue = unpooled_z(x / n, n, y / m, m)
    agree([x / n - y / m, z], [result["diff"], result["z_pooled"]])
    agree((x / n - y / m) / z, result["se_pooled"])
    agree([error, own_z], [result["se_unpooled"], result["z_unpooled"]])
    agree_pvalue([pvalue, own_pvalue], [result["p_pooled"], result["p_unpooled"]])
    if "newcombe.lo" in result:
        agree(x / n - y / m, result["newcombe.diff"])
        agree(newcombe(x / n, n, y / m, m), [result["newcombe.lo"], result["newcombe.hi"]])


@overlap.kind("vs_rest")
def part_and_rest(data: Sample, case: Case) -> None:
    args, result = case["args"], case["result"]
    values, (groups, names) = data.numbers(args["y"]), data.factor(args["segment"])
    inside, everyone = groups == names.index(args["level"]), np.ones(data.size, np.bool_)
    if "design" in args:
        check_masks(data, args["design"], values, inside, ~inside, result["rest"])
        check_masks(data, args["design"], values, inside, everyone, result["total"])
    else:
        check_z(values, inside, ~inside, result["rest"])
        check_overlap(values, inside, everyone, result["total"])


@overlap.kind("roles")
def groups_that_share_people(data: Sample, case: Case) -> None:
    args, values = case["args"], data.numbers(case["args"]["y"])
    first, second = (data.numbers(f"role_{role}") == 1 for role in args["roles"])
    if "design" in args:
        check_masks(data, args["design"], values, first, second, case["result"])
    else:
        check_overlap(values, first, second, case["result"])


@trend.kind("trend")
def change_between_waves(data: Sample, case: Case) -> None:
    parts, result = case["id"].split("."), case["result"]
    if parts[1] == "panel":
        check_panel(data, parts[2], result)
        return
    wave = data.numbers("wave")
    values = data.numbers(case["args"]["y"])
    if parts[-1] == "srs":
        check_z(values, wave == 2, wave == 1, result)
    else:
        design = "panel" if parts[1] == "panelcluster" else case["args"]["design"]
        check_masks(data, design, values, wave == 2, wave == 1, result)


def check_panel(data: Sample, question: str, result: Case) -> None:
    """Compare the answers of those who are in both waves."""
    wave, person, answer = (data.numbers(name) for name in ("wave", "panel_id", question))
    before, after = (dict(zip(person[wave == each], answer[wave == each], strict=True)) for each in (1, 2))
    pairs = np.array([(before[who], after[who]) for who in before if who in after])
    pairs = pairs[~np.isnan(pairs).any(axis=1)]
    if question == "r1":
        outcome = paired_t(pairs[:, 1], pairs[:, 0])
        assert outcome is not None
        agree([outcome.statistic, outcome.df], [result["statistic"], result["parameter"]["df"]])
        agree([outcome.low, outcome.high], result["conf_int"])
        agree([outcome.difference], list(result["estimate"].values()))
        agree_pvalue(outcome.pvalue, result["p_value"])
        return
    was, is_now = pairs[:, 0] == 1, pairs[:, 1] == 1
    pair = mcnemar(np.sum(was & ~is_now), np.sum(~was & is_now), len(pairs))
    table = [[np.sum(~was & ~is_now), np.sum(~was & is_now)], [np.sum(was & ~is_now), np.sum(was & is_now)]]
    agree(len(pairs), result["n"])
    agree(table, result["tab"])
    agree(pair.statistic, [result["statistic"]])
    assert result["parameter"]["df"] == 1
    agree_pvalue([pair.asymptotic_pvalue[0], pair.exact_pvalue[0]], [result["p_value"], result["p_exact"]])


@story.kind("story")
def published_sentence(data: Sample, case: Case) -> None:
    result, variable = case["result"], case["id"].removeprefix("story.").split("==")[0]
    values = data.numbers("q1x=='1'") if variable == "q1" else data.numbers(variable)
    outsourcing, inhouse = data.numbers("outsourcing"), data.numbers("sector") == 1
    drawn, known = data.design(case["args"]["design"]), inhouse & ~np.isnan(values)
    found, df, base = means(drawn, values, inhouse), degrees_of_freedom(drawn, known), int(np.sum(known))
    low, high, _ = design_share_interval(found.estimate, found.error, df, base, base)
    expected = [result["est"], result["lo"], result["hi"]]
    agree(fitted_interval(drawn, np.nan_to_num(values), known, df), expected)
    agree([found.estimate[0], low[0], high[0]], expected, rel=FITTED)
    assert (base, round(100 * found.estimate[0])) == (result["n"], result["percent_rounded"])
    check_masks(data, case["args"]["design"], values, outsourcing == 1, outsourcing == 2, result["test"])
    is_significant = bool(compared(data, case, values, outsourcing).pvalue[0] < 0.05)
    assert is_significant == result["significant_at_5pct"]


def compared(data: Sample, case: Case, values: Numbers, outsourcing: Numbers) -> Differences:
    drawn = data.design(case["args"]["design"])
    change = means(drawn, values, outsourcing == 1).minus(means(drawn, values, outsourcing == 2))
    return t_differences(change.estimate, change.error, degrees_of_freedom(drawn))


@pytest.mark.parametrize(("topic", "dataset", "kind"), [*overlap.parameters, *trend.parameters, *story.parameters])
def test_all_cases(topic: Topic, dataset: str, kind: str) -> None:
    topic.verify(dataset, kind)
