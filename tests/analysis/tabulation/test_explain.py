"""Every number of a table can be asked how it was made."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from polls.analysis.tabulation.csv_file import read_csv
from polls.analysis.tabulation.explain import explain, explain_pair, explain_test
from polls.analysis.tabulation.how import methods_in
from polls.analysis.tabulation.read_spec import read_spec
from polls.analysis.tabulation.run import tabulate, to_json

pytestmark = pytest.mark.pure

DATA = """sector,answer,weight
1,1,2.0
1,1,1.0
1,2,1.0
2,2,1.0
2,,3.0
"""

SPEC: dict[str, Any] = {
    "variables": {
        "sector": {"kind": "single", "codes": {"1": "Inhouse", "2": "Agency"}},
        "answer": {"kind": "scale", "label": "Satisfied?", "codes": {"1": "No", "2": "Yes"}},
    },
    "weights": {"own": {"column": "weight"}},
}


@pytest.fixture
def document(tmp_path: Path) -> dict[str, Any]:
    """An unweighted and a weighted table, as they are read back from what the command printed."""
    (tmp_path / "data.csv").write_text(DATA)
    plain = {"rows": ["answer"], "columns": ["sector"]}
    tables = [plain, {**plain, "weights": "own", "filter": "sector = 1"}]
    spec = read_spec({**SPEC, "tables": tables})
    found: dict[str, Any] = json.loads(to_json(tabulate(read_csv(tmp_path / "data.csv", spec), spec)))
    return found


def test_a_share_is_its_numerator_by_its_denominator(document: dict[str, Any]) -> None:
    made = explain(document, table=0, variable="answer", row=0, column=1)

    assert made["question"] == {"code": "answer", "label": "Satisfied?"}
    assert made["row"] == {"code": "1", "label": "No", "measure": "row"}
    assert (made["column"]["variable"], made["column"]["segment"]) == ("sector", "1")
    assert (made["numerator"], made["denominator"], made["value"]) == (2, 3, 2 / 3)
    assert (made["base_rule"], made["filter"], made["weights"]) == ("valid", None, None)
    assert made["formula"] == {
        "formula": "weighted_count / weighted_base (unweighted: count / base)",
        "from": "ratio estimator",
    }
    assert made["standard_error"]["value"] == pytest.approx((2 / 9 / 3) ** 0.5)
    assert made["standard_error"]["from"] == "Cochran 1977, §3.2"
    assert made["interval"]["method"] == "wilson"
    assert made["interval"]["from"] == "Wilson 1927"
    assert made["interval"]["confidence"] == 0.95
    assert made["source"]["name"] == "data.csv"
    assert made["source"]["respondents"] == 5


def test_weights_and_filter_are_told(document: dict[str, Any]) -> None:
    made = explain(document, table=1, variable="answer", row=0, column=0)

    assert (made["numerator"], made["denominator"], made["value"]) == (3.0, 4.0, 0.75)
    assert made["respondents"] == {"count": 2, "base": 3}
    assert made["filter"] == "sector = 1"
    assert made["weights"]["name"] == "own"
    assert made["standard_error"]["from"] == "Särndal, Swensson & Wretman 1992, §5.5"
    assert made["interval"]["from"] == "Korn & Graubard 1998"


def test_a_mean_has_a_formula_of_its_own(document: dict[str, Any]) -> None:
    made = explain(document, table=0, variable="answer", row=2, column=0)

    assert made["row"]["measure"] == "mean"
    assert made["value"] == 1.5
    assert made["formula"]["formula"] == "Σw·y / Σw over the valid answers"
    assert made["interval"]["method"] == "t"


def test_a_weighted_mean_is_its_sums(document: dict[str, Any]) -> None:
    made = explain(document, table=1, variable="answer", row=2, column=0)

    # Two ones weigh 2 and 1, a two weighs 1.
    assert (made["numerator"], made["denominator"], made["value"]) == (5.0, 4.0, 1.25)
    assert made["formula"] == {"formula": "Σw·y / Σw over the valid answers", "from": "ratio estimator"}
    assert made["weights"]["name"] == "own"


@pytest.fixture
def compared(tmp_path: Path) -> dict[str, Any]:
    """Of twenty Inhouse twelve say no, of twenty agencies six, to each row of a matrix of two."""
    answers = [("1", "1")] * 12 + [("1", "2")] * 8 + [("2", "1")] * 6 + [("2", "2")] * 14
    lines = ["sector,help_speed,help_tone", *(f"{sector},{answer},{answer}" for sector, answer in answers)]
    (tmp_path / "data.csv").write_text("\n".join(lines) + "\n")
    matrix = {code: {**SPEC["variables"]["answer"], "label": code} for code in ("help_speed", "help_tone")}
    variables = {"sector": SPEC["variables"]["sector"], **matrix}
    spec = read_spec({"variables": variables, "tables": [{"rows": list(matrix), "columns": ["sector"]}]})
    found: dict[str, Any] = json.loads(to_json(tabulate(read_csv(tmp_path / "data.csv", spec), spec)))
    return found


def test_a_comparison_is_explained_by_both_sides_and_its_test(compared: dict[str, Any]) -> None:
    made = explain_pair(compared, table=0, variable="help_tone", row=0, part=0, pair=0)

    assert made["first"]["question"]["code"] == "help_tone"
    assert (made["first"]["numerator"], made["first"]["denominator"]) == (12, 20)
    assert (made["second"]["numerator"], made["second"]["denominator"]) == (6, 20)
    # prop.test(c(12, 6), c(20, 20), correct=FALSE): X-squared = 3.6364, p-value = 0.05653
    assert made["statistic"] ** 2 == pytest.approx(3.636364, abs=1e-6)
    assert made["pvalue"] == pytest.approx(0.05653, abs=1e-5)
    assert made["verdict"] == "not_shown_to_differ"
    assert made["formula"] == {
        "formula": "z = (p₁ − p₂)/√(p(1−p)(1/n₁ + 1/n₂)), p pooled",
        "from": "Pearson 1900",
    }
    assert made["interval_formula"]["from"] == "Newcombe 1998, method 10"
    assert made["detectable_formula"]["from"] == "Cohen 1988"
    assert (made["correction"]["name"], made["correction"]["from"]) == ("holm", "Holm 1979")
    assert made["correction"]["family"] == "the pairs of this row within the segment variable"


def test_a_test_of_a_whole_table_is_explained_with_its_effect_size(compared: dict[str, Any]) -> None:
    made = explain_test(compared, table=0, variable="help_speed", number=0)

    assert made["question"]["code"] == "help_speed"
    assert made["statistic"] == pytest.approx(3.636364, abs=1e-6)
    assert made["cramers_v"] == pytest.approx((3.636364 / 40) ** 0.5, abs=1e-6)
    assert made["formula"] == {"formula": "Σ(O − E)²/E without Yates' correction", "from": "Pearson 1900"}
    assert made["effect_size_formula"]["from"] == "Cramér 1946, ch. 21"
    # Over both rows of the matrix, of which the tests are the same.
    assert made["pvalue_over_run"] == pytest.approx(0.05653, abs=1e-5)
    assert (made["correction"]["name"], made["correction"]["from"]) == (
        "benjamini_hochberg",
        "Benjamini & Hochberg 1995",
    )
    assert {"holm", "benjamini_hochberg"} <= set(compared["tables"][0]["how"])


def test_a_test_of_means_has_its_formula(compared: dict[str, Any]) -> None:
    made = explain_test(compared, table=0, variable="help_speed", number=0, of="means")

    assert (made["test"], made["formula"]["from"]) == ("welch_anova", "Welch 1951")


def test_what_does_not_exist_cannot_be_asked(document: dict[str, Any]) -> None:
    with pytest.raises(KeyError):
        explain(document, table=0, variable="nothing", row=0, column=0)
    with pytest.raises(IndexError):
        explain(document, table=0, variable="answer", row=9, column=0)


EVERYTHING = {"ranks": True, "same_people": True, "complement": True, "least_base": 0, "person": "person"}
TESTS = [{"statistic": name} for name in ("auto", "yates", "g", "fisher", "Chisq", "Wald", "adjWald", "saddlepoint")]


@pytest.mark.parametrize("tests", [*TESTS, {"pair_test": "kish"}, {"pair_test": "z_unpooled"}, {"means": "pooled"}])
def test_every_method_that_occurs_has_a_formula(tmp_path: Path, tests: dict[str, Any]) -> None:
    rng = np.random.default_rng(4)
    names = ["sector", "answer", "tick_a", "tick_b", "rank_a", "rank_b", "weight", "person"]
    first = rng.integers(1, 3, 60)
    columns = [rng.integers(1, 3, 60), rng.integers(1, 3, 60), *rng.integers(0, 2, (2, 60)), first, 3 - first]
    rows = zip(*columns, rng.uniform(1, 2, 60).round(2), rng.integers(0, 40, 60), strict=True)
    lines = [",".join(names), *(",".join(map(str, row)) for row in rows)]
    (tmp_path / "data.csv").write_text("\n".join(lines) + "\n")
    variables = {
        **SPEC["variables"],
        "ticks": {"kind": "multiple", "columns": ["tick_a", "tick_b"]},
        "ranks": {"kind": "ranking", "columns": ["rank_a", "rank_b"]},
    }
    asked = {"rows": ["answer", "ticks", "ranks"], "columns": ["sector"], "tests": {**EVERYTHING, **tests}}
    spec = read_spec({**SPEC, "variables": variables, "tables": [asked, {**asked, "weights": "own"}]})

    for table in json.loads(to_json(tabulate(read_csv(tmp_path / "data.csv", spec), spec)))["tables"]:
        assert sorted(methods_in(table) - set(table["how"])) == []
