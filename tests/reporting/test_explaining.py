"""Each number says how it was made."""

from typing import Any

import pytest

from polls.analysis.summary import summarise
from polls.reporting.build import build_report
from polls.reporting.explaining import METHODS, explain
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
