"""From answers and a specification to the document of all its tables."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import orjson

from polls.analysis.tabulation.compute import Computed, compute
from polls.analysis.tabulation.conceal import conceal, hidden_columns
from polls.analysis.tabulation.data import Answers
from polls.analysis.tabulation.derive import with_derived
from polls.analysis.tabulation.spec import Spec, TableSpec, Tests
from polls.analysis.tabulation.weighing import Weighed, weigh
from polls.analysis.tabulation.write import table_document

FORMAT = "tabulation/1"
NO_TESTS = Tests(table=False, pairs=False, letters=False)


def tabulate(answers: Answers, spec: Spec) -> dict[str, Any]:
    """Make all tables of a specification. The same answers give the same document, whatever their order.

    Raises SpecError, with the place in the specification, or DataError, with the place in the file.
    """
    answers = with_derived(answers, spec)
    weighed: dict[str, Weighed] = {}
    for table in spec.tables:
        if table.weights and table.weights not in weighed:
            weighed[table.weights] = weigh(answers, spec, table.weights)
    return {
        "format": FORMAT,
        "title": spec.title,
        "source": {"name": answers.source, "sha256": answers.digest, "respondents": answers.n},
        "tables": [_table(answers, table, weighed.get(table.weights)) for table in spec.tables],
    }


def to_json(document: Mapping[str, Any]) -> bytes:
    """Write a document as JSON on one line, in UTF-8; numbers with the digits that give the same number back."""
    return orjson.dumps(document, option=orjson.OPT_SERIALIZE_NUMPY)


def _table(answers: Answers, spec: TableSpec, weighed: Weighed | None) -> dict[str, Any]:
    computed = [compute(answers, each, weighed) for each in passes_of(spec)]
    return shown_table(computed[0], computed[1] if len(computed) > 1 else None)


def passes_of(spec: TableSpec) -> tuple[TableSpec, ...]:
    """Give what is counted for a table: itself, and without its filter where that decides what must stay hidden."""
    is_held = spec.k > 0 and bool(spec.filter.strip())
    return (spec, replace(spec, filter="", tests=NO_TESTS)) if is_held else (spec,)


def shown_table(computed: Computed, everyone: Computed | None) -> dict[str, Any]:
    """Write a table; where it has a ``k``, without its small groups. ``everyone``: the same without its filter."""
    document = table_document(computed)
    if computed.spec.k == 0:
        return document
    unfiltered = None if everyone is None else table_document(everyone)
    return conceal(document, hidden_columns(computed, document, unfiltered))
