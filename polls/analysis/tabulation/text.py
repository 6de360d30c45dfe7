"""A table document as plain text, for reading in a terminal."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from polls.analysis.tabulation.lines import SHARES

Document = Mapping[str, Any]

LABEL_WIDTH = 28
CELL_WIDTH = 16


def to_text(document: Document) -> str:
    """Lay all tables out in columns: percentages with their interval and letters, means, bases, then the tests."""
    lines = [line for table in document["tables"] for line in _table(table)]
    return "\n".join(lines) + "\n"


def _table(table: Document) -> Iterator[str]:
    yield ""
    yield f"== {table['title'] or ', '.join(variable['code'] for variable in table['variables'])}"
    if table["filter"]:
        yield f"   only: {table['filter']}"
    if table.get("left_out"):
        yield f"   {table['left_out']['words']}"
    weights = table["weights"]
    if weights:
        yield (
            f"   weights: {weights['name']}, effective base {weights['effective_base']:.1f} of {weights['n']}, "
            f"design effect {weights['design_effect']:.2f}"
        )
    yield f"   intervals at {100 * table['confidence']:g} %; correction of pairs: {table['tests']['correction']}"
    for variable in table["variables"]:
        yield from _variable(table, variable)


def _variable(table: Document, variable: Document) -> Iterator[str]:
    yield ""
    yield f"{variable['code']}  {variable['label']}  [base: {variable['base_rule']}]"
    yield _line("", [_heading(column) for column in table["columns"]])
    hidden = {place for place, base in enumerate(variable["base"][0] if variable["base"] else []) if base is None}
    for place, row in enumerate(variable["rows"]):
        cells = [
            "·" if column in hidden else _cell(variable, place, column, row["measure"])
            for column in range(len(table["columns"]))
        ]
        yield _line(row["label"] if row["measure"] == "row" else f"{row['label']} ({row['measure']})", cells)
    if variable["base"]:
        yield _line("n", ["·" if base is None else str(base) for base in variable["base"][0]])
    if "effective_base" in variable and variable["base"]:
        yield _line("effective n", [_short(base) for base in variable["effective_base"][0]])
    yield from _tests(variable)


def _heading(column: Document) -> str:
    letter = f" ({column['letter']})" if column["letter"] else ""
    return f"{column['label']}{letter}"


def _cell(variable: Document, row: int, column: int, measure: str) -> str:
    value = variable["estimate"][row][column]
    if value is None:
        return "–"
    letters = variable["letters"][row][column] or ""
    low, high = variable["low"][row][column], variable["high"][row][column]
    if measure in SHARES:
        bounds = "" if low is None else f" [{100 * low:.0f}–{100 * high:.0f}]"
        return f"{100 * value:.1f}%{bounds} {letters}".rstrip()
    bounds = "" if low is None else f" [{low:.2f}–{high:.2f}]"
    return f"{value:.2f}{bounds} {letters}".rstrip()


def _line(label: str, cells: Sequence[str]) -> str:
    return f"  {label[:LABEL_WIDTH]:<{LABEL_WIDTH}}" + "".join(
        f"{cell:>{max(CELL_WIDTH, len(cell) + 2)}}" for cell in cells
    )


def _short(value: float | None) -> str:
    return "·" if value is None else f"{value:.1f}"


def _tests(variable: Document) -> Iterator[str]:
    for test in [*variable["tests"]["table"], *variable["tests"]["means"]]:
        df = "" if test.get("df") is None else f" df {test['df']:g}"
        if test.get("denominator_df") is not None:
            df += f", {test['denominator_df']:.4g}"
        statistic = "" if test.get("statistic") is None else f" {test['statistic']:.4g}"
        yield f"    by {test['variable']}: {test['test']}{statistic}{df}, p = {test['pvalue']:.4g}"
    for warning in variable["warnings"]:
        where = "everyone" if warning["variable"] is None else f"{warning['variable']} = {warning['segment']}"
        yield f"    {warning['code'].replace('_', ' ')}: {where} (n = {warning['base']})"
