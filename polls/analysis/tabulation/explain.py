"""How was this number made? One answer for one number of a table document."""

from collections.abc import Mapping
from typing import Any

from polls.analysis.tabulation.how import FORMULAS
from polls.analysis.tabulation.lines import SHARES


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


def _error_name(table: Mapping[str, Any], measure: str) -> str:
    if table["weights"] is not None:
        return str(table["weights"]["variance"])
    return "standard_error:plain_share" if measure == "share" else "standard_error:plain_mean"


def _formula(name: str) -> dict[str, str]:
    formula, source = FORMULAS.get(name, ("", ""))
    return {"formula": formula, "from": source}
