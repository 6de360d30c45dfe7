"""The command on a plain file gives R's numbers, topic by topic and design by design."""

import csv
import gzip
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from polls.analysis.__main__ import main
from tests.reference.cases import CONVERGED, Case, agree, agree_pvalue, cases, kind_of

pytestmark = pytest.mark.pure

DATA = Path(__file__).parent / "data" / "poll_a.csv.gz"

VARIABLES: dict[str, Any] = {
    **{
        code: {"kind": "single", "codes": [str(place) for place in range(1, count + 1)]}
        for code, count in {
            "q1": 2,
            "q3": 4,
            "q5": 8,
            "q6": 6,
            "sector": 3,
            "size": 4,
            "region": 5,
            "outsourcing": 2,
        }.items()
    },
    "q2": {"kind": "single", "codes": ["1", "2", "3"], "dont_know": ["99"]},
    "q4": {"kind": "scale", "codes": ["1", "2", "3", "4", "5"], "dont_know": ["99"]},
    "m1": {"kind": "multiple", "columns": [f"m1_{place}" for place in range(1, 8)]},
    "roles": {"kind": "multiple", "columns": ["role_1", "role_2", "role_3"]},
    "r1": {"kind": "nps"},
    "r2": {"kind": "rating"},
    "k1": {"kind": "ranking", "columns": [f"k1_{place}" for place in range(1, 6)]},
}
SECTOR = {"1": 310, "2": 210, "3": 120}
TARGETS = {"sector": SECTOR, "size": {"1": 270, "2": 205, "3": 120, "4": 45}}
STRATIFIED = {"column": "w_base", "strata": "stratum", "population": "N_h"}
CALIBRATED = {"base": "strat_fpc", "method": "calibrate", "targets": TARGETS}
WEIGHTS: dict[str, Any] = {
    "srs": {},
    "srs_fpc": {"population": 640},
    "wt": {"column": "w_base"},
    "strat": {"column": "w_base", "strata": "stratum"},
    "strat_fpc": STRATIFIED,
    "rake": {"base": "strat_fpc", "method": "rake", "residuals": "unweighted", "targets": TARGETS},
    "rakenaive": {"base": "rake"},
    "trim": {"base": "rake", "method": "trim", "trim": [1.2, 3.0]},
    "ps": {"base": "strat_fpc", "method": "poststratify", "targets": {"sector": SECTOR}},
    "cal_linear": {**CALIBRATED, "distance": "linear"},
    "cal_raking": {**CALIBRATED, "distance": "raking"},
    "cal_logit": {**CALIBRATED, "distance": "logit", "bounds": [0.4, 2.5]},
    "cal_trim": {**CALIBRATED, "distance": "raking", "trim": [0.6, 1.15]},
}
ALL = {"least_base": 0}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("poll_a")
    (made / "data.csv").write_bytes(gzip.decompress(DATA.read_bytes()))
    return made


class Command:
    """Runs the command in this process, once for each table."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys

    def table(self, **table: Any) -> dict[str, Any]:
        specification = {"variables": VARIABLES, "weights": WEIGHTS, "tables": [table]}
        (self.folder / "spec.json").write_text(json.dumps(specification))
        status = main(["tabulate", str(self.folder / "data.csv"), "--spec", str(self.folder / "spec.json")])
        printed = self.capsys.readouterr()
        assert status == 0, printed.err
        found: dict[str, Any] = json.loads(printed.out)["tables"][0]
        return found

    def variable(self, **table: Any) -> dict[str, Any]:
        found: dict[str, Any] = self.table(**table)["variables"][0]
        return found


@pytest.fixture
def command(folder: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(folder, capsys)


@cache
def by_id(topic: str) -> Mapping[str, Case]:
    return {case["id"]: case for case in cases("poll_a", topic)}


def rows(variable: dict[str, Any], measure: str = "row") -> list[int]:
    return [place for place, row in enumerate(variable["rows"]) if row["measure"] == measure]


def total(variable: dict[str, Any], key: str, measure: str = "row") -> list[Any]:
    return [variable[key][place][0] for place in rows(variable, measure)]


def tolerance(design: str) -> float:
    return CONVERGED if design in ("rake", "rakenaive", "trim") else 1e-9


@pytest.mark.parametrize("design", [name for name in WEIGHTS if name != "rakenaive"])
def test_shares_under_every_design(command: Command, design: str) -> None:
    for question, base in (("q1", "answered"), ("q2", "answered"), ("q4", "valid")):
        name = f"{question}x" if base == "valid" else question
        expected = by_id("proportions")[f"prop.{name}.{design}"]["result"]
        found = command.variable(rows=[question], base=base, weights=design, interval="mean", tests=False)
        rel = tolerance(design)
        assert total(found, "count") == expected["n"]
        agree(total(found, "estimate"), expected["est"], rel=max(rel, 1e-7) if rel > 1e-9 else rel)
        agree(total(found, "standard_error"), expected["se"], rel=rel)
        agree(total(found, "low"), expected["ci_t_lo"], rel=rel)
        agree(total(found, "design_effect"), expected["deff_wr"], rel=10 * rel)
        agree(found["effective_base"][0][0], expected["kish_n_eff"], rel=max(rel, 1e-9))


@pytest.mark.parametrize("method", ["logit", "xlogit", "beta", "mean", "asin", "likelihood"])
def test_intervals_under_a_design(command: Command, method: str) -> None:
    for design in ("strat_fpc", "rake"):
        found = command.variable(rows=["q1"], weights=design, interval=method, tests=False)
        for place, level in enumerate(["1", "2"]):
            expected = by_id("svyciprop")[f"svyciprop.q1={level}.{method}.{design}"]["result"]
            agree([found["low"][place][0], found["high"][place][0]], [expected["lo"], expected["hi"]], rel=1e-8)


@pytest.mark.parametrize(
    "method",
    [
        "wald",
        "wilson",
        "wilson_cc",
        "clopper_pearson",
        "agresti_coull",
        "jeffreys",
        "wald_fpc",
        "wilson_fpc",
        "hypergeometric",
    ],
)
def test_unweighted_intervals(command: Command, method: str) -> None:
    expected = by_id("prop_ci_unweighted")["ci.q1=1|sector=2"]
    found = command.variable(
        rows=["q1"], filter="sector = 2", population=expected["args"]["N"], interval=method, tests=False
    )
    bounds = expected["result"][method]
    bounds = [bounds["lo"], bounds["hi"]] if isinstance(bounds, dict) else bounds
    agree([found["low"][0][0], found["high"][0][0]], bounds)
    assert found["interval"][0][0] == method


@pytest.mark.parametrize("design", ["", "wt", "strat_fpc", "rake"])
def test_tables_by_segment(command: Command, design: str) -> None:
    name = f"wtab.q3.region.{design}" if design else "tab.q3.region"
    expected = by_id("crosstab")[name]["result"]
    weights = {"weights": design} if design else {}
    found = command.variable(rows=["q3"], columns=["region"], tests=False, **weights)
    estimates = [found["estimate"][place][1:] for place in rows(found)]
    if not design:
        agree([found["count"][place][1:] for place in rows(found)], expected["counts"])
        agree(estimates, expected["col_share"])
        return
    agree(estimates, expected["est"], rel=tolerance(design))
    agree([found["standard_error"][place][1:] for place in rows(found)], expected["se"], rel=tolerance(design))
    agree(found["weighted_base"][0][1:], expected["base_w"], rel=tolerance(design))


@pytest.mark.parametrize(
    ("case", "statistic", "design"),
    [
        ("chisq.q3.sector", "pearson", ""),
        ("chisq_yates.q1.outsourcing", "yates", ""),
        ("fisher.q1.sector", "fisher", ""),
        *((f"svychisq.q3.sector.{name}.strat_fpc", name, "strat_fpc") for name in ("F", "Chisq", "Wald", "adjWald")),
        ("svychisq.q3.sector.F.wt", "F", "wt"),
        ("svychisq.q3.sector.F.rake", "F", "rake"),
    ],
)
def test_association(command: Command, case: str, statistic: str, design: str) -> None:
    expected = by_id("association_weighted" if design else "association_unweighted")[case]
    args, weights = expected["args"], {"weights": design} if design else {}
    tests = {"statistic": statistic, "pairs": False}
    found = command.variable(rows=[args["question"]], columns=[args["segment"]], tests=tests, **weights)
    agree_pvalue(
        found["tests"]["table"][0]["pvalue"], expected["result"]["p_value"], rel=1e-5 if design == "rake" else 1e-8
    )


@pytest.mark.parametrize("statistic", ["F", "Chisq", "Wald", "adjWald", "saddlepoint"])
@pytest.mark.parametrize("design", ["wt", "strat_fpc", "cal_raking"])
def test_effect_size_of_a_weighted_table(command: Command, statistic: str, design: str) -> None:
    """Cramér's V is √(X²/(n·2)) with three sectors: X² is what R's svychisq gives for Chisq."""
    tests = {"statistic": statistic, "pairs": False}
    found = command.variable(rows=["q3"], columns=["sector"], tests=tests, weights=design)
    result = by_id("association_weighted")[f"svychisq.q3.sector.Chisq.{design}"]["result"]
    agree(found["tests"]["table"][0]["cramers_v"], (result["statistic"] / result["N_scale"] / 2) ** 0.5)


def test_pairs_and_their_corrections(command: Command) -> None:
    expected = by_id("pairwise_unweighted")["pair.q3=1.region.ccFALSE"]["result"]
    for name, correction in (("none", "none"), ("holm", "holm"), ("BH", "benjamini_hochberg")):
        tests = {"pair_test": "z_pooled", "correction": correction, **ALL}
        found = command.variable(rows=["q3"], columns=["region"], tests=tests)["tests"]["pairs"][0]
        pvalues = dict(zip(map(tuple, found["pairs"]), found["pvalue_adjusted"][0], strict=True))
        triangle = expected[name]["values"] if isinstance(expected[name], dict) else expected[name]
        for row, line in enumerate(triangle):
            for column in range(row + 1):
                agree_pvalue(pvalues[str(column + 1), str(row + 2)], line[column])


@pytest.mark.parametrize("design", ["wt", "strat_fpc", "rake"])
def test_pairs_under_a_design(command: Command, design: str) -> None:
    found = command.variable(rows=["q1"], columns=["sector"], weights=design, tests=ALL)["tests"]["pairs"][0]
    chosen = [
        case for case in cases("poll_a", "pairwise_weighted")
        if kind_of(case) == "wpair" and case["args"]["design"] == f"des_{design}"
        and (case["args"]["question"], case["args"]["segment"]) == ("q1", "sector")
    ]  # fmt: skip
    assert chosen
    for case in chosen:
        row, place = int(case["args"]["level"]) - 1, found["pairs"].index(case["args"]["pair"])
        result = case["result"]
        numbers = [found[key][row][place] for key in ("difference", "standard_error", "low", "high")]
        agree(numbers, [result[key] for key in ("diff", "se", "lo", "hi")], rel=tolerance(design), floor=1e-9)
        agree_pvalue(found["pvalue"][row][place], result["p_t"], rel=1e-5 if design == "rake" else 1e-8)


@pytest.mark.parametrize("adjust", ["bonferroni", "holm", "BH", "none"])
def test_letters(command: Command, adjust: str) -> None:
    expected = by_id("letters")[f"letters.q5.size.{adjust}"]
    correction = "benjamini_hochberg" if adjust == "BH" else adjust
    found = command.variable(rows=["q5"], columns=["size"], tests={"correction": correction})
    for place, row in enumerate(found["rows"]):
        if row["code"] in expected["result"]:
            assert found["letters"][place][1:] == list(expected["result"][row["code"]]["letters"].values())


def test_means_and_nps(command: Command) -> None:
    for design in ("wt", "strat_fpc", "rake"):
        expected = by_id("means")[f"svyby.r1.sector.{design}"]["result"]
        found = command.variable(rows=["r1"], columns=["sector"], weights=design, tests=False)
        (mean,), (nps,) = rows(found, "mean"), rows(found, "nps")
        agree(found["estimate"][mean][1:], expected["est"], rel=tolerance(design))
        agree(found["standard_error"][mean][1:], expected["se"], rel=tolerance(design))
        score = by_id("nps")[f"svynps.sector.{design}"]["result"]
        agree(found["estimate"][nps][1:], score["nps"], rel=tolerance(design), floor=1e-9)
        agree(found["standard_error"][nps][1:], score["se"], rel=tolerance(design))


def test_means_compared(command: Command) -> None:
    expected = by_id("means")["t.r1.sector.1-2"]["result"]["welch"]
    found = command.variable(rows=["r1"], columns=["sector"], tests={"ranks": True, **ALL})
    (mean,) = rows(found, "mean")
    pairs, place = found["tests"]["pairs"][0], found["tests"]["pairs"][0]["pairs"].index(["1", "2"])
    agree(
        [pairs["statistic"][mean][place], pairs["df"][mean][place]],
        [expected["statistic"], expected["parameter"]["df"]],
    )
    agree_pvalue(pairs["pvalue"][mean][place], expected["p_value"])
    overall = {test["test"]: test for test in found["tests"]["means"] if test.get("measure") in ("mean", None)}
    all_groups = by_id("means")["aov.r1.sector"]["result"]
    agree_pvalue(overall["anova"]["pvalue"], all_groups["aov"]["p"])
    agree_pvalue(overall["welch_anova"]["pvalue"], all_groups["welch"]["p_value"])
    agree_pvalue(overall["kruskal_wallis"]["pvalue"], all_groups["kruskal"]["p_value"])


def test_nets_and_multiple_choice(command: Command) -> None:
    expected = by_id("nets")["svy.top2.all.strat_fpc"]["result"]
    found = command.variable(rows=["q4"], weights="strat_fpc", tests=False)
    net = next(place for place, row in enumerate(found["rows"]) if row["code"] == "top2")
    agree([found["estimate"][net][0], found["standard_error"][net][0]], [expected["est"], expected["se"]])
    counts = by_id("multi_response")["mr.counts"]["result"]
    asked = command.variable(rows=["m1"], base="asked", tests={"same_people": True})
    agree(total(asked, "estimate"), counts["share_asked"])
    agree(total(command.variable(rows=["m1"], base="answered", tests=False), "estimate"), counts["share_any"])
    agree(total(command.variable(rows=["m1"], of="ticks", tests=False), "estimate"), counts["share_responses"])
    options = asked["tests"]["options"]
    place, paired = options["pairs"].index(["m1_1", "m1_2"]), by_id("multi_response")["mr.pair.m1_1-m1_2"]["result"]
    agree_pvalue(
        [options["asymptotic_pvalue"][place], options["exact_pvalue"][place]], [paired["p"], paired["p_exact"]]
    )


def test_overlap_and_complement(command: Command) -> None:
    expected = by_id("overlap")["roles.q1x=='1'.1-2"]["result"]
    found = command.variable(rows=["q1"], columns=["roles"], tests=ALL)["tests"]["pairs"][0]
    agree([found["difference"][0][0], found["statistic"][0][0]], [expected["diff"], expected["z_pooled_union"]])
    rest = by_id("overlap")["vs_rest.q1x=='1'.sector=1"]["result"]["rest"]
    tests = {"complement": True, "pair_test": "z_pooled", **ALL}
    against = command.variable(rows=["q1"], columns=["sector"], tests=tests)["tests"]["complement"]
    agree([against["difference"][0][0], against["statistic"][0][0]], [rest["diff"], rest["z_pooled"]])


def test_ranking(command: Command) -> None:
    found, expected = command.variable(rows=["k1"]), by_id("ranking")["rank.mean"]["result"]
    agree(total(found, "estimate", "mean_rank"), expected["mean_rank"])
    agree(total(found, "estimate", "borda"), expected["borda"])
    agree(total(found, "estimate", "first_choice"), expected["first"])
    tested = found["tests"]["ranking"][0]
    agree([tested["statistic"], tested["kendall_w"]], [
        by_id("ranking")["rank.friedman"]["result"][key] for key in ("statistic", "kendall_w")
    ])  # fmt: skip
    agree_pvalue(tested["preferences"]["pvalue_adjusted"], by_id("ranking")["rank.pairs"]["result"]["holm"])


def test_weights_are_reported(command: Command) -> None:
    for design in ("rake", "ps", "cal_logit", "trim"):
        expected = by_id("weighting")[f"weights.{design}"]["result"]
        found = command.table(rows=["q1"], weights=design, tests=False)["weights"]
        numbers = [found[key] for key in ("n", "sum", "effective_base", "design_effect", "smallest", "largest")]
        agree(numbers, [expected[key] for key in ("n", "sum_w", "n_eff", "deff", "min", "max")], rel=1e-7)


def test_the_published_sentence(command: Command) -> None:
    case = by_id("story")["story.q1=='1'"]
    design = case["args"]["design"].removeprefix("des_")
    inhouse = command.variable(rows=["q1"], filter="sector = 1", weights=design, tests=False)
    assert round(100 * inhouse["estimate"][0][0]) == case["result"]["percent_rounded"]
    compared = command.variable(rows=["q1"], columns=["outsourcing"], weights=design, tests=ALL)["tests"]["pairs"][0]
    assert (compared["pvalue"][0][0] < 0.05) is case["result"]["significant_at_5pct"]


def test_the_file_is_the_one_that_r_read() -> None:
    with gzip.open(DATA, "rt", newline="") as file:
        assert len(list(csv.DictReader(file))) == 300
