"""Shares and their intervals, of plain samples and under every design, are those of R."""

import numpy as np
import pytest

from polls.analysis.interval_variants import agresti_coull, jeffreys, wald, wald_error, wilson_continuity
from polls.analysis.intervals import (
    clopper_pearson,
    effective_base,
    hypergeometric,
    normal_quantile,
    wilson,
    wilson_fpc,
)
from polls.analysis.paired import sign_test
from polls.analysis.sampling.design import SampleDesign
from polls.analysis.sampling.estimates import design_effects, totals
from polls.analysis.sampling.likelihood import likelihood_interval
from polls.analysis.sampling.share_intervals import ShareMethod, design_share_interval, mean_interval
from polls.analysis.weighting.outcome import weight_effect
from tests.reference.as_r_stops import FITTED, fitted_interval
from tests.reference.cases import ESTIMATE, Case, Topic, agree, agree_pvalue
from tests.reference.computed import question_shares, values_of
from tests.reference.samples import Numbers, Sample

pytestmark = pytest.mark.pure

proportions, intervals, plain = Topic("proportions"), Topic("svyciprop"), Topic("prop_ci_unweighted")

NO_ERROR = 1e-12
"""A share that was weighted to its target has no standard error; what rounding leaves of one is less than this."""


@proportions.kind("prop")
def shares_under_a_design(data: Sample, case: Case) -> None:
    result, design = case["result"], case["args"]["design"]
    found, df, base = question_shares(data.name, case["args"]["question"], design)
    low, high = mean_interval(found.estimate, found.error, df)
    half = normal_quantile(0.95) * found.error
    agree(found.estimate, result["est"])
    agree(found.error, result["se"], floor=NO_ERROR)
    agree(found.covariance, result["vcov"])
    agree(low, result["ci_t_lo"])
    agree(high, result["ci_t_hi"])
    agree(found.estimate - half, result["ci_z_lo"])
    agree(found.estimate + half, result["ci_z_hi"])
    assert df == result["df"]
    assert base == result.get("n_base", base)


@proportions.kind("prop")
def totals_bases_and_effects(data: Sample, case: Case) -> None:
    shares_under_a_design(data, case)
    result, drawn = case["result"], data.design(case["args"]["design"])
    codes, levels = data.factor(case["args"]["question"])
    indicators = np.where(codes[:, None] < 0, np.nan, codes[:, None] == np.arange(len(levels)))
    people = totals(drawn, indicators)
    effect = weight_effect(drawn.weights[codes >= 0])
    agree(people.estimate, result["total"])
    agree(people.error, result["total_se"], floor=NO_ERROR * drawn.weights.sum())
    agree(np.bincount(codes[codes >= 0], minlength=len(levels)), result["n"])
    if "sum_w" in result:
        agree(people.estimate, result["sum_w"])
        agree(effect.total, result["sum_w_base"])
        agree(effect.effective, result["kish_n_eff"])
    is_known = np.array(result["se"]) < 1e-8
    effects = np.where(is_known, np.nan, design_effects(drawn, indicators))
    agree(effects[~is_known], np.array(result["deff_wr"], np.float64)[~is_known].tolist())
    without = result.get("deff_wor_if_weights_sum_to_N", result.get("deff_wor"))
    left = 1 - effect.n / effect.total
    if without not in (None, [], {}) and left > 1e-9:
        agree((effects / left)[~is_known], np.array(without, np.float64)[~is_known].tolist())


@intervals.kind("svyciprop")
def interval_of_a_share(data: Sample, case: Case) -> None:
    args, result = case["args"], case["result"]
    design, method = args["design"], args["method"]
    estimates, df, base = question_shares(data.name, args["question"], design)
    level = data.factor(args["question"])[1].index(args["level"])
    share, error = estimates.estimate[level], estimates.error[level]
    if case.get("degenerate"):
        fallback(share, error, df, base)
        return
    is_fitted, confidence = method in {"logit", "likelihood"}, args.get("conf", 0.95)
    agree(error, result["se"])
    agree(share, result["est"], rel=FITTED if is_fitted else ESTIMATE)
    if is_fitted:
        where_r_ends(data.design(design), values_of(data, args["question"], args["level"]), df, case)
    if method == "likelihood":
        return
    rows = data.size if data.design(design).calibrations else base
    low, high, _ = design_share_interval(
        share, error, df, rows, base, method=ShareMethod(method.replace("xlogit", "logit")), confidence=confidence
    )
    agree([low, high], [result["lo"], result["hi"]], rel=FITTED if is_fitted else ESTIMATE)


def where_r_ends(drawn: SampleDesign, answers: Numbers, df: int, case: Case) -> None:
    """Compare the interval around the share that R's iteration ends at."""
    domain, known, result = ~np.isnan(answers), np.nan_to_num(answers), case["result"]
    fitted, *bounds = fitted_interval(drawn, known, domain, df, confidence=case["args"].get("conf", 0.95))
    if case["args"]["method"] == "likelihood":
        bounds = [*likelihood_interval(drawn, known, domain, df, fitted=fitted)]
        agree(likelihood_interval(drawn, known, domain, df), [result["lo"], result["hi"]], rel=FITTED)
    agree([fitted, *bounds], [result["est"], result["lo"], result["hi"]])


def fallback(share: float, error: float, df: int, base: int) -> None:
    """Where R fails there is an exact interval at 0 and 1, and none around a share that is known."""
    low, high, method = design_share_interval(share, error, df, base, base)
    assert str(method) in {"known", "clopper_pearson_effective"}, method
    assert 0 <= low <= share <= high <= 1


@plain.kind("ci")
def intervals_of_a_plain_share(data: Sample, case: Case) -> None:
    x, n, size = (case["args"][name] for name in ("x", "n", "N"))
    result, p = case["result"], x / n
    agree(wilson(p, n), result["wilson"])
    agree(wilson(p, n, confidence=0.9), result["wilson90"])
    agree(wilson(p, n, confidence=0.99), result["wilson99"])
    agree(wilson_continuity(x, n), result["wilson_cc"])
    agree(clopper_pearson(x, n), result["clopper_pearson"])
    agree(clopper_pearson(x, n, confidence=0.99), result["clopper_pearson99"])
    agree((p, *agresti_coull(x, n)), result["agresti_coull"])
    agree((p, *jeffreys(x, n)), result["jeffreys"])
    agree_pvalue(sign_test(x, n), result["binom_test_p_vs_half"])
    low, high = wald(x, n)
    agree([p, wald_error(x, n), low, high, (high - low) / 2], result["wald"])
    agree([p, wald_error(x, n, size), *wald(x, n, size)], result["wald_fpc"])
    agree([p, effective_base(n, size), *wilson_fpc(x, n, size)], result["wilson_fpc"])
    low, high = hypergeometric(x, n, size)
    agree([p, low * size, high * size, low, high], result["hypergeometric"])


@pytest.mark.parametrize(
    ("topic", "dataset", "kind"), [*proportions.parameters, *intervals.parameters, *plain.parameters]
)
def test_all_cases(topic: Topic, dataset: str, kind: str) -> None:
    topic.verify(dataset, kind)
