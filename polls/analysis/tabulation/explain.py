"""How was this number made? One answer for one number, or one test, of a table document."""

from collections.abc import Mapping
from typing import Any

from polls.analysis.tabulation.how import FORMULAS
from polls.analysis.tabulation.lines import SHARES

OF_A_PAIR = (
    "test", "difference", "standard_error", "statistic", "df", "pvalue", "pvalue_adjusted", "low", "high", "interval",
    "detectable", "verdict",
)  # fmt: skip

FAMILIES = {
    "variable": "the pairs of this row within the segment variable",
    "banner": "the pairs of this row over all segment variables",
    "run": "the tests of all tables of the document's table",
}
"""Which tests are corrected together."""


def explain(document: Mapping[str, Any], *, table: int, variable: str, row: int, column: int) -> dict[str, Any]:
    """Give value, numerator, denominator, base rule, filter, weights, formulas and source of one cell.

    ``row`` and ``column`` are places. Raises KeyError for a variable that is not in the table, IndexError for a place.
    """
    found = document["tables"][table]
    about = {each["code"]: each for each in found["variables"]}[variable]
    is_weighted = "weighted_base" in about
    line, heading = about["rows"][row], found["columns"][column]
    measure = "share" if line["measure"] in SHARES else line["measure"]
    method = about["interval"][row][column]
    return {
        "source": document["source"],
        "question": {"code": about["code"], "label": about["label"]},
        "row": line,
        "column": heading,
        "value": about["estimate"][row][column],
        "numerator": (about["weighted_count"] if is_weighted else about["count"])[row][column],
        "denominator": (about["weighted_base"] if is_weighted else about["base"])[row][column],
        "respondents": {"count": about["count"][row][column], "base": about["base"][row][column]},
        "base_rule": about["base_rule"],
        "filter": found["filter"],
        "weights": found["weights"],
        "formula": _formula(measure),
        "standard_error": {"value": about["standard_error"][row][column], **_formula(_error_name(found, measure))},
        "interval": {
            "low": about["low"][row][column],
            "high": about["high"][row][column],
            "confidence": found["confidence"],
            "method": method,
            **_formula(method or ""),
        },
    }


def explain_pair(
    document: Mapping[str, Any], *, table: int, variable: str, row: int, part: int, pair: int
) -> dict[str, Any]:
    """Give both sides of a comparison of two columns, its test with formula and source, its interval and its verdict.

    ``part`` is the place of the segment variable in the banner, ``pair`` that of the two segments among its pairs.
    Raises KeyError and IndexError as ``explain``.
    """
    found = document["tables"][table]
    about = {each["code"]: each for each in found["variables"]}[variable]
    compared = about["tests"]["pairs"][part]
    headings = [(column["variable"], column["segment"]) for column in found["columns"]]
    places = [headings.index((compared["variable"], segment)) for segment in compared["pairs"][pair]]
    numbers = {name: compared[name][row][pair] for name in OF_A_PAIR}
    return {
        "first": explain(document, table=table, variable=variable, row=row, column=places[0]),
        "second": explain(document, table=table, variable=variable, row=row, column=places[1]),
        **numbers,
        "correction": _correction(found["tests"]["correction"], found["tests"]["family"]),
        "formula": _formula(numbers["test"] or ""),
        "interval_formula": _formula(numbers["interval"] or ""),
        "detectable_formula": _formula("detectable"),
    }


def explain_test(
    document: Mapping[str, Any], *, table: int, variable: str, number: int, of: str = "table"
) -> dict[str, Any]:
    """Give a test over all columns of a part of the banner, with the formulas of the test and of its effect size.

    ``of`` is ``table`` or ``means``, ``number`` the place among the tests of that kind. Raises as ``explain``.
    """
    found = document["tables"][table]
    about = {each["code"]: each for each in found["variables"]}[variable]
    test = about["tests"][of][number]
    effect = {"effect_size_formula": _formula("cramers_v")} if test.get("cramers_v") is not None else {}
    corrected = {"correction": _correction("benjamini_hochberg", "run")} if "pvalue_over_run" in test else {}
    return {
        "source": document["source"],
        "question": {"code": about["code"], "label": about["label"]},
        "base_rule": about["base_rule"],
        "filter": found["filter"],
        "weights": found["weights"],
        **test,
        "formula": _formula(test["test"]),
        **effect,
        **corrected,
    }


def _error_name(table: Mapping[str, Any], measure: str) -> str:
    if table["weights"] is not None:
        return str(table["weights"]["variance"])
    return "standard_error:plain_share" if measure == "share" else "standard_error:plain_mean"


def _correction(name: str, family: str) -> dict[str, str]:
    return {"name": name, "family": FAMILIES[family], **_formula(name)}


def _formula(name: str) -> dict[str, str]:
    formula, source = FORMULAS.get(name, ("", ""))
    return {"formula": formula, "from": source}
