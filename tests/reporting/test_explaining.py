"""Each number says how it was made."""

from typing import Any

import pytest

from polls.analysis.summary import summarise
from polls.reporting.build import build_report
from polls.reporting.explaining import METHODS, explain
from polls.reporting.explaining_tests import TESTS
from polls.reporting.phrases import TEST_NAMES
from polls.reporting.writers.run_json import run_document
from tests.analysis.weighting.test_scheme import poll, table, weighed

pytestmark = pytest.mark.pure


def test_a_share_is_explained_by_its_parts_its_formula_and_its_source() -> None:
    report = build_report(poll(), summarise(poll(), table()), language="en")
    explained = explain(report, "q", "role")
    number = next(each for each in explained.numbers if each.anchor == "how-yes-a")
    assert (number.numerator, number.denominator, number.formula) == ("5", "20", "5 / 20 = 25%")
    assert number.interval_formula.startswith("Wilson")
    assert number.source == "Wilson (1927)"
    assert "Base: 40 respondents" in explained.base_rule
    assert (explained.filter, explained.weights) == ("no filter: all respondents", "no weights: everybody counts once")


def test_a_weighted_number_names_its_weights() -> None:
    summary: Any = {**weighed(poll()), "weights": {
        "name": "sector", "version": 2, "targets": {"role": {}}, "smallest": 0.5, "largest": 1.5,
        "effective_base": 32.0, "n": 40, "design_effect": 1.25,
    }}  # fmt: skip
    explained = explain(build_report(poll(), summary, language="nl"), "q", None)
    assert explained.numbers[0].formula == "Σw van de 20 die dit antwoordden / Σw van de 40 in de basis = 38%"
    assert "gewogen met ‘sector’ (versie 2)" in explained.weights
    assert run_document(poll(), summary, language="en")["how"]["share"]["weights"] == {"name": "sector", "version": 2}


def test_the_json_of_a_run_says_the_same() -> None:
    how = run_document(poll(), summarise(poll(), table()), language="en")["how"]
    assert how["share"]["numerator"] == "count"
    assert set(how["intervals"]) <= set(METHODS)
    assert how["intervals"]["wilson"]["source"] == "Wilson (1927)"
    assert how["tests"]["two_proportion_z"]["source"] == "Pearson 1900"


def test_a_comparison_is_explained_by_both_sides_its_test_its_family_and_its_interval() -> None:
    """Of twenty of role a five say yes, of twenty of role b fifteen: χ² = 40·(5·5 − 15·15)²/20⁴ = 10, z = −√10."""
    report = build_report(poll(), summarise(poll(), table()), language="nl")
    whole, pair = explain(report, "q", "role").tests[:2]
    assert (whole.anchor, whole.statistic, whole.p) == ("test-table-all-all-all", "χ² = 10,00, df = 1", "p = 0,002")
    assert (whole.numbers, whole.effect) == (("a: n = 20", "b: n = 20"), "Cramér V = 0,50")
    assert whole.correction == "Benjamini-Hochberg, over alle getoetste tabellen van deze resultaten: p = 0,002"
    assert (pair.anchor, pair.statistic, pair.p) == ("test-row-yes-a-b", "z = −3,16", "p = 0,002")
    assert pair.numbers == ("a: 5 / 20 = 25%", "b: 15 / 20 = 75%")
    assert pair.correction == "Holm, over alle getoetste paren van deze regel (1)"
    assert pair.effect == "verschil −50 procentpunten, 95%-interval −70 tot −19"
    assert pair.effect_formulas[0] == "uit de Wilson-intervallen van beide · Newcombe (1998)"


def test_what_was_not_tested_says_why() -> None:
    """Everybody of a role gives the same score."""
    report = build_report(poll(), summarise(poll(), table()), language="en")
    mean = next(each for each in explain(report, "s", "role").tests if each.anchor == "test-mean-all-a-b")
    assert (mean.test, mean.p, mean.effect) == ("", "", "")
    assert mean.numbers == ("a: 2.0 over 20 values", "b: 4.0 over 20 values")
    assert mean.formula == "not tested: the answers do not vary"


def test_a_weighted_test_tells_of_the_weighted_table() -> None:
    """Weighted yes 3/16 of a and 3/16 of b, no 9/16 and 1/16: φ = (3·1 − 3·9)/√(6·10·12·4) = −0.447."""
    summary: Any = weighed(poll())
    whole, pair = explain(build_report(poll(), summary, language="en"), "q", "role").tests[:2]
    assert (whole.statistic, whole.effect) == ("F = 10.40, df = 1 and 39", "Cramér V = 0.45")
    assert whole.correction == "no correction"
    assert pair.numbers[0] == "a: 25% weighted, 5 of 20 respondents"
    assert pair.formula.endswith("Särndal, Swensson & Wretman (1992)")


def test_the_json_of_a_run_has_both_sides_of_a_comparison_and_how_it_was_made() -> None:
    document = run_document(poll(), summarise(poll(), table()), language="en")
    pair = next(each for each in document["questions"][0]["comparisons"] if each["scope"] == "row")
    assert (pair["first_count"], pair["first_base"], pair["first_value"]) == (5, 20, 0.25)
    assert (pair["second_count"], pair["second_base"], pair["second_value"]) == (15, 20, 0.75)
    assert (pair["df"], pair["correction"], pair["pvalue"]) == (None, "holm", pytest.approx(0.001565, abs=1e-6))
    mean = next(each for each in document["questions"][1]["comparisons"] if each["scope"] == "mean")
    assert (mean["first_count"], mean["first_value"]) == (None, 2.0)
    how = document["how"]
    assert how["differences"]["newcombe"]["source"] == "Newcombe (1998)"
    assert how["corrections"]["pairs"]["family"] == "over all tested pairs of this row"
    assert list(how["corrections"]["pairs"]["methods"]) == ["holm"]
    assert list(how["corrections"]["tables"]["methods"]) == ["benjamini_hochberg"]


def test_every_test_with_a_name_has_a_formula() -> None:
    assert set(TESTS) == set(TEST_NAMES) - {"mcnemar"}  # that one compares the same people in two waves
