"""Tables that somebody asks for pass the same gate as the results: held against all that was told, and written down.

A table may have a condition, and questions in its columns. Those divide the respondents further than segments do, so
they are made anew for every table that was told of the same responses. A table without them is also held against what
was told of earlier responses.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from django.db import IntegrityError

from polls.analysis.disclosure.cells import Cells, Group, base_mask, count_cells, left_in
from polls.analysis.disclosure.ledger import Told, screened
from polls.analysis.disclosure.small_groups import smallest_base
from polls.analysis.segments import Division
from polls.analysis.table import ChoiceColumn, Mask, MultipleColumn, ResponseTable
from polls.analysis.tabulation.conceal import conceal
from polls.analysis.tabulation.data import Answers
from polls.analysis.tabulation.groups import NESTED
from polls.analysis.tabulation.questionnaire import SEGMENTS
from polls.analysis.tabulation.selecting import select
from polls.codebook.schema import Questionnaire, Segment, SegmentVariable, Source
from polls.results.models import Release, Run
from polls.results.services.gate import ATTEMPTS, WithheldError, read_ledger, states_of, write_down

Document = dict[str, Any]
Spec = Mapping[str, Any]

FURTHER = "?"
"""What stands before the name of a division that is no segment variable."""


def pass_table_gate(
    run: Run, questionnaire: Questionnaire, table: ResponseTable, answers: Answers, spec: Spec, document: Document,
    *, now: datetime,
) -> Document:  # fmt: skip
    """Give what of a table may be shown, and write down that it was told.

    ``spec``: its columns, its filter, and the flags ``without`` which it is made; ``table`` and ``answers`` are of all.

    ``run`` is that of everyone on the same responses. Raises WithheldError when others kept coming first.
    """
    for _attempt in range(ATTEMPTS):
        rows = list(Release.objects.filter(poll=run.poll).order_by("number"))
        same = [row for row in rows if row.data_key == run.data_key]
        further = _further(answers, [spec, *(row.spec for row in same)])
        present = _cells(questionnaire, table, document, further)
        reaches_back = run.poll.is_anonymous and not further
        # Cells that are made anew, since those of a run know nothing of this table's bases.
        others = [row for row in rows if row.data_key != run.data_key]
        states = states_of(others, run.data_key, present, reaches_back=reaches_back)
        cells = states[run.data_key]
        if spec.get("without") and not cells.is_flagged:
            raise WithheldError(f"{run.poll.slug}: of earlier responses nobody knows which were flagged")
        earlier = read_ledger(run.poll, rows, run.data_key, states, is_further=bool(further))
        new = Told(cells, {each["code"]: _shown(document, each, spec) for each in document["variables"]})
        kept = screened(new, earlier, _smallest(questionnaire, document))
        try:
            write_down(run.poll, kept, number=(rows[-1].number if rows else 0) + 1, spec=dict(spec),
                       data_key=run.data_key, n=run.base, now=now, is_first=False)  # fmt: skip
        except IntegrityError:
            continue
        return conceal(document, [_hidden(document, each, spec, kept) for each in document["variables"]])
    raise WithheldError(f"{run.poll.slug}: other releases kept coming first")


def _cells(
    questionnaire: Questionnaire, table: ResponseTable, document: Document, further: Mapping[str, Division]
) -> Cells:
    bases = {each["code"]: _base(questionnaire, table, each["code"]) for each in document["variables"]}
    return count_cells(questionnaire, table, questionnaire.variables, further=list(further.values()), bases=bases)


def _base(questionnaire: Questionnaire, table: ResponseTable, code: str) -> Mask:
    """Say who is in the base of a row of the table; of an allocation, of its first thing."""
    known = questionnaire.variable_by_code
    name = code if code in known else questionnaire.question_by_code[code].keys[0]
    return base_mask(known[name], table.columns[name])


def _smallest(questionnaire: Questionnaire, document: Document) -> dict[str, int]:
    known, k = questionnaire.variable_by_code, questionnaire.minimum_base
    codes = [each["code"] for each in document["variables"]]
    return {code: smallest_base(known[code], k) if code in known else k for code in codes}


def _further(answers: Answers, specs: Sequence[Spec]) -> dict[str, Division]:
    """Give the divisions that tables make besides segments: by the answers to a question, or by a condition."""
    found: dict[str, Division] = {}
    for spec in specs:
        if spec.get("table"):
            for name in {name for column in spec["columns"] for name in column if not name.startswith(SEGMENTS)}:
                found[FURTHER + name] = _by_answer(answers, name)
            if spec["filter"]:
                mask = select(answers, spec["filter"], "filter")
                keys = np.where(mask, 0, 1).astype(np.int16)
                found[FURTHER + spec["filter"]] = Division(_variable(spec["filter"], ["in"]), (keys,), False)
    return found


def _by_answer(answers: Answers, name: str) -> Division:
    codes = [option.code for option in answers.variables[name].options]
    column = answers.columns[name]
    if isinstance(column, MultipleColumn):
        ticks = tuple(column.chosen[:, place].astype(np.int16) for place in range(len(codes)))
        return Division(_variable(name, codes), ticks, True)
    assert isinstance(column, ChoiceColumn)
    return Division(
        _variable(name, codes), (np.where(column.codes < 0, len(codes), column.codes).astype(np.int16),), False
    )


def _variable(name: str, codes: Sequence[str]) -> SegmentVariable:
    segments = tuple(Segment(code, {}, (code,)) for code in codes)
    return SegmentVariable(FURTHER + name, {}, Source.QUESTION, name, segments)


def _shown(document: Document, variable: Document, spec: Spec) -> frozenset[Group]:
    gone = set(variable.get("hidden", ()))
    return frozenset(group for place, group in enumerate(_groups(document, spec)) if place not in gone)


def _hidden(document: Document, variable: Document, spec: Spec, kept: Told) -> Any:
    gone = set(variable.get("hidden", ()))
    shown = kept.shown[variable["code"]]
    return np.array([place in gone or group not in shown for place, group in enumerate(_groups(document, spec))])


def _groups(document: Document, spec: Spec) -> Iterator[Group]:
    """Give who is in each column of a table."""
    own: Group = frozenset({(FURTHER + spec["filter"], "in")}) if spec["filter"] else frozenset()
    own |= left_in(spec.get("without", ()))
    for column in document["columns"]:
        if column["variable"] is None:
            yield own
            continue
        names, segments = column["variable"].split(NESTED), column["segment"].split(NESTED)
        parts = {(_name(name), segment) for name, segment in zip(names, segments, strict=True)}
        yield own | parts


def _name(name: str) -> str:
    return name.removeprefix(SEGMENTS) if name.startswith(SEGMENTS) else FURTHER + name
