"""Writes what was computed as the table document: everything that a reader, a page or a file needs of a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from polls.analysis.adjustment import Correction, adjust
from polls.analysis.joint import STATUSES
from polls.analysis.table import Missing
from polls.analysis.tabulation.by_rows import line_covariances
from polls.analysis.tabulation.complement import against_rest
from polls.analysis.tabulation.compute import Batch, Computed, compare
from polls.analysis.tabulation.how import formulas, methods_in
from polls.analysis.tabulation.lines import Measure
from polls.analysis.tabulation.mean_outcomes import mean_outcomes
from polls.analysis.tabulation.pairs import adjusted
from polls.analysis.tabulation.plain import names, numbers, wholes
from polls.analysis.tabulation.quantiles import PLAIN_METHOD, WEIGHTED_METHOD, quantiles, weighted_quantiles
from polls.analysis.tabulation.same_people import option_pairs, panel_tests, ranking_tests
from polls.analysis.tabulation.table_tests import table_outcomes
from polls.analysis.tabulation.weighed_document import weights_document
from polls.analysis.tabulation.write_pairs import (
    PairsDocument,
    joined_letters,
    letters_by_part,
    pairs_document,
    part_name,
    rest_document,
)

Document = dict[str, Any]

SMALL_BASE = 30


def table_document(computed: Computed) -> Document:
    """Write one table."""
    spec, columns = computed.spec, computed.columns
    variables = [document for batch in computed.batches for document in _variables(computed, batch)]
    _correct_over_run(variables)
    document: Document = {
        "title": spec.title,
        "filter": spec.filter or None,
        "weights": None if computed.weighed is None else weights_document(computed.weighed),
        "confidence": spec.confidence,
        "of": spec.of.value,
        "k": spec.k,
        "tests": _tests(computed),
        "columns": [
            {
                "variable": heading.variable,
                "segment": heading.segment,
                "label": heading.label,
                "letter": heading.letter,
                "population": heading.population,
            }
            for heading in columns.headings
        ],
        "variables": variables,
    }
    document["how"] = formulas(methods_in(document))
    return document


def _tests(computed: Computed) -> Document:
    tests = computed.spec.tests
    return {
        "level": tests.level,
        "correction": tests.correction.value,
        "family": tests.family.value,
        "margin": tests.margin,
        "least_base": tests.least_base,
    }


def _variables(computed: Computed, batch: Batch) -> list[Document]:
    pairs = compare(computed, batch) if computed.spec.tests.pairs else []
    corrected = adjusted(pairs, computed.spec.tests)
    letters = letters_by_part(computed, batch, pairs)
    has_rest = computed.spec.tests.complement and len(computed.columns.headings) > 1
    rest = against_rest(computed, batch) if has_rest else None
    tested = table_outcomes(computed, batch) if computed.spec.tests.table else {}
    made = _Made(
        _bases(batch),
        _cells(computed, batch),
        [pairs_document(computed, batch, each, corrected[part], part) for part, each in enumerate(pairs)],
        joined_letters(computed, slice(0, len(batch.lines)), letters),
        None if rest is None else rest_document(computed, batch, rest),
        tested,
    )
    return [_variable(computed, batch, place, made) for place in range(len(batch.counted))]


@dataclass(frozen=True, eq=False)
class _Made:
    """What is written of all lines of a batch at once: the numbers of the cells, comparisons and letters.

    ``bases`` are by variable, ``pairs`` by part of the banner, ``tested`` (the tests of whole tables) by both.
    """

    bases: Mapping[str, list[Any]]
    cells: Mapping[str, list[Any]]
    pairs: Sequence[PairsDocument]
    letters: list[list[str | None]]
    rest: PairsDocument | None
    tested: Mapping[tuple[int, int], Document]


def _variable(computed: Computed, batch: Batch, place: int, made: _Made) -> Document:
    counted, lines = batch.counted[place], batch.line_slices[place]
    variable = counted.variable
    return {
        "code": variable.code,
        "label": variable.label,
        "kind": variable.kind.value,
        "base_rule": counted.base_rule.value,
        "bases": {name: counts[place] for name, counts in made.bases.items()},
        "rows": [{"code": line.code, "label": line.label, "measure": line.measure.value} for line in counted.lines],
        **{name: rows[lines] for name, rows in made.cells.items()},
        **_further_cells(computed, batch, lines),
        "letters": made.letters[lines],
        "quantiles": _quantiles(computed, batch, place),
        "tests": {
            "table": _table_tests(computed, place, made.tested),
            "means": _mean_tests(computed, batch, place),
            "options": option_pairs(computed, batch, place),
            "ranking": ranking_tests(computed, counted),
            "panel": [
                {"variable": part_name(computed, part), **outcome}
                for part in range(len(computed.columns.slices))
                for outcome in panel_tests(computed, batch, place, part)
            ],
            "complement": None if made.rest is None else made.rest.of(lines),
            "pairs": [each.of(lines) for each in made.pairs],
        },
        "warnings": _warnings(computed, batch, lines),
    }


def _bases(batch: Batch) -> dict[str, list[Any]]:
    """Count what became of everyone in each column, on the first item of each variable: a list for each."""
    by_code = batch.tally.count[[items.start for items in batch.item_slices]].sum(axis=1)
    counts = {reason: by_code[:, :, STATUSES + reason] for reason in Missing}
    valid = by_code[:, :, STATUSES:].sum(axis=2)
    answered = valid + counts[Missing.DONT_KNOW]
    bases = {
        "asked": answered + counts[Missing.SKIPPED],
        "answered": answered,
        "valid": valid,
        "dont_know": counts[Missing.DONT_KNOW],
        "skipped": counts[Missing.SKIPPED],
        "not_asked": counts[Missing.NOT_ASKED],
        "not_reached": counts[Missing.NOT_REACHED],
    }
    return {name: wholes(count) for name, count in bases.items()}


def _cells(computed: Computed, batch: Batch) -> dict[str, list[Any]]:
    """Write the numbers of the cells of all lines: a list for each row, with a number for each column."""
    cells, estimated = batch.cells, batch.cells.estimated
    document = {
        "count": wholes(estimated.count),
        "base": wholes(estimated.base),
        "estimate": numbers(estimated.estimate),
        "standard_error": numbers(cells.error),
        "low": numbers(cells.low),
        "high": numbers(cells.high),
        "interval": names(cells.method),
    }
    if computed.weighed is not None:
        document |= {
            "weighted_count": numbers(estimated.weighted_count),
            "weighted_base": numbers(estimated.weighted_base),
            "effective_base": numbers(estimated.effective_base),
            "design_effect": numbers(cells.effect),
            "df": wholes(cells.df),
            "total_error": numbers(batch.total_error),
        }
    return document


def _further_cells(computed: Computed, batch: Batch, lines: slice) -> Document:
    """Write what only some variables have: covariances where they are asked for, spread where there are means."""
    document: Document = {}
    if computed.weighed is not None and computed.spec.covariance:
        places = [place for place in range(lines.start, lines.stop) if batch.lines[place].measure is Measure.ROW]
        chosen = [batch.lines[place] for place in places]
        if chosen:
            found = line_covariances(chosen, batch.items, computed.columns, computed.weighed.design)
            document["covariance"] = [numbers(matrix) for matrix in found]
    if not batch.is_share[lines].all():
        document["sd"] = numbers(np.sqrt(batch.cells.estimated.simple[lines] * batch.cells.estimated.base[lines]))
    return document


def _quantiles(computed: Computed, batch: Batch, place: int) -> list[Document]:
    counted, items = batch.counted[place], batch.item_slices[place]
    shares = computed.spec.quantiles
    options = [option.code for option in counted.variable.options] if len(counted.items) > 1 else [None]
    found = []
    for item, values, option in zip(range(items.start, items.stop), counted.values, options, strict=False):
        if values is None or not len(values):
            continue
        width = slice(STATUSES, STATUSES + len(values))
        if computed.weighed is None:
            made, method = quantiles(values, batch.tally.count[item].sum(axis=0)[:, width], shares), PLAIN_METHOD
        else:
            sums = batch.tally.weight[item].sum(axis=0)[:, width]
            made, method = weighted_quantiles(values, sums, shares), WEIGHTED_METHOD
        found.append({"item": option, "shares": list(shares), "values": numbers(made), "method": method})
    return found


def _table_tests(computed: Computed, place: int, tested: Mapping[tuple[int, int], Document]) -> list[Document]:
    outcomes = [(part, tested.get((place, part))) for part in range(len(computed.columns.slices))]
    return [{"variable": part_name(computed, part), **outcome} for part, outcome in outcomes if outcome is not None]


def _mean_tests(computed: Computed, batch: Batch, place: int) -> list[Document]:
    if not computed.spec.tests.table:
        return []
    return [
        {"variable": part_name(computed, part), **outcome}
        for part in range(len(computed.columns.slices))
        for outcome in mean_outcomes(computed, batch, place, part)
    ]


def _warnings(computed: Computed, batch: Batch, lines: slice) -> list[Document]:
    """Name the columns whose base is small, and those of which nothing can be said."""
    base = batch.cells.estimated.base[lines]
    if not len(base):
        return []
    found = []
    for place, n in enumerate(np.rint(base.max(axis=0)).astype(int).tolist()):
        if n < SMALL_BASE:
            heading = computed.columns.headings[place]
            code = "empty_base" if n == 0 else "small_base"
            found.append({"code": code, "variable": heading.variable, "segment": heading.segment, "base": n})
    return found


def _correct_over_run(variables: Sequence[Document]) -> None:
    """Correct the tests of whole tables over all of them, by Benjamini and Hochberg: what decides a finding."""
    tests = [test for variable in variables for test in variable["tests"]["table"]]
    over_run = adjust([test["pvalue"] for test in tests], Correction.BENJAMINI_HOCHBERG).tolist() if tests else []
    for test, pvalue in zip(tests, over_run, strict=True):
        test["pvalue_over_run"] = pvalue
