"""Tables that somebody asks for pass the same gate as the results: held against all that was told, and written down.

A table may have a condition, and questions in its columns. Those divide the respondents further than segments do, so
they are made anew for every table that was told of the same responses. A table without them is also held against what
was told of earlier responses.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db import IntegrityError

from polls.analysis.disclosure.cells import Group, count_cells, left_in, mask_of
from polls.analysis.disclosure.ledger import Shown, Told, read_shown, screened
from polls.analysis.disclosure.small_groups import smallest_base
from polls.analysis.segments import Division
from polls.analysis.table import ChoiceColumn, Mask, MultipleColumn, ResponseTable
from polls.analysis.tabulation.asked import sources_of, with_asked
from polls.analysis.tabulation.conceal import conceal
from polls.analysis.tabulation.data import Answers
from polls.analysis.tabulation.groups import NESTED
from polls.analysis.tabulation.questionnaire import SEGMENTS
from polls.analysis.tabulation.selecting import select
from polls.codebook.schema import BaseRule, Question, Questionnaire, Segment, SegmentVariable, Source
from polls.results.models import Release, Run
from polls.results.services.gate import ATTEMPTS, WithheldError, read_ledger, states_of, write_down

Document = dict[str, Any]
Spec = Mapping[str, Any]

FURTHER = "?"
"""What stands before the name of a division that is no segment variable."""


@dataclass(frozen=True, eq=False)
class Asked:
    """A table that wants to pass: by ``spec`` (columns, filter, conditions, what was derived, flags left out).

    ``answers``, with what was derived, are of all. ``shown``: the groups of which it has numbers, by base; ``bases``
    (n,): who is in each; ``smallest``: the k of each.
    """

    spec: Spec
    answers: Answers
    shown: Shown
    bases: Mapping[str, Mask]
    smallest: Mapping[str, int]


def pass_table_gate(
    run: Run, questionnaire: Questionnaire, table: ResponseTable, answers: Answers, spec: Spec, document: Document,
    *, now: datetime,
) -> Document:  # fmt: skip
    """Give what of a table may be shown, and write down that it was told.

    ``spec`` is what was asked for: columns, filter, what was derived, and the flags ``without`` which it is made;
    ``table`` and ``answers``, with what was derived, are of all.

    ``run`` is that of everyone on the same responses. Raises WithheldError when others kept coming first.
    """
    variables = document["variables"]
    names = [base_name(questionnaire, each, spec) for each in variables]
    asked = Asked(
        spec,
        answers,
        {name: _shown(document, each, spec) for name, each in zip(names, variables, strict=True)},
        {name: base_of(questionnaire, table, answers, each) for name, each in zip(names, variables, strict=True)},
        _smallest(questionnaire, document, spec),
    )
    told = may_be_told(run, questionnaire, table, asked, now=now)
    hidden = [_hidden(document, each, spec, told[name]) for name, each in zip(names, variables, strict=True)]
    return conceal(document, hidden)


def may_be_told(run: Run, questionnaire: Questionnaire, table: ResponseTable, asked: Asked, *, now: datetime) -> Shown:
    """Give which groups of a table may be shown beside all that was told, and write down what is new of it.

    What was told of the same responses before may be told again, and is not written down twice. Raises WithheldError
    when others kept coming first.
    """
    for _attempt in range(ATTEMPTS):
        rows = list(Release.objects.filter(poll=run.poll).order_by("number"))
        known = _told_before([row for row in rows if row.data_key == run.data_key], asked.shown)
        if all(asked.shown[base] <= known[base] for base in asked.shown):
            return asked.shown
        kept = _screened(run, questionnaire, table, asked, rows)
        if all(kept.shown[base] <= known[base] for base in kept.shown):
            return kept.shown
        try:
            write_down(run.poll, kept, number=(rows[-1].number if rows else 0) + 1, spec=dict(asked.spec),
                       data_key=run.data_key, n=run.base, now=now, is_first=False)  # fmt: skip
        except IntegrityError:
            continue
        return kept.shown
    raise WithheldError(f"{run.poll.slug}: other releases kept coming first")


def _told_before(same: Sequence[Release], shown: Shown) -> Shown:
    """Give the groups of each base that were told of the same responses."""
    told = [read_shown(row.told) for row in same]
    return {base: frozenset().union(*(each.get(base, frozenset()) for each in told)) for base in shown}


def _screened(
    run: Run, questionnaire: Questionnaire, table: ResponseTable, asked: Asked, rows: Sequence[Release]
) -> Told:
    # Bases are judged one by one: what was told of others alone divides nobody here.
    told = [row for row in rows if any(row.told["shown"].get(base) for base in asked.shown)]
    same = [row for row in told if row.data_key == run.data_key]
    further = _further(asked.answers, [asked.spec, *(row.spec for row in same)])
    present = count_cells(
        questionnaire, table, questionnaire.variables, further=list(further.values()), bases=asked.bases
    )
    reaches_back = run.poll.is_anonymous and not further
    # Cells that are made anew, since those of a run know nothing of this table's bases.
    others = [row for row in rows if row.data_key != run.data_key]
    states = states_of(others, run.data_key, present, reaches_back=reaches_back)
    cells = states[run.data_key]
    if asked.spec.get("without") and not cells.is_flagged:
        raise WithheldError(f"{run.poll.slug}: of earlier responses nobody knows which were flagged")
    earlier = read_ledger(run.poll, told, run.data_key, states, is_further=bool(further))
    return screened(Told(cells, asked.shown), earlier, asked.smallest)


def base_name(questionnaire: Questionnaire, variable: Document, spec: Spec) -> str:
    """Name the base of a row in the ledger: that of its question, unless it is of fewer people, or of something else.

    On a wider base than its own a question is judged by its own: those who did not answer have told nothing.
    """
    code = str(variable["code"])
    if any(each["code"] == code for each in spec.get("derived", ())):
        return _defined(FURTHER + code, spec)
    question = _question(questionnaire, code)
    is_narrower = variable["base_rule"] == BaseRule.VALID and question.base_rule is not BaseRule.VALID
    return f"{code} {BaseRule.VALID}" if is_narrower else code


def _question(questionnaire: Questionnaire, code: str) -> Question:
    """Give the question of a row; of an allocation, its first thing."""
    known = questionnaire.variable_by_code
    return known[code if code in known else questionnaire.question_by_code[code].keys[0]]


def base_of(questionnaire: Questionnaire, table: ResponseTable, answers: Answers, variable: Document) -> Mask:
    """Say who is in the base of a row of the table."""
    code, rule = variable["code"], BaseRule(variable["base_rule"])
    if code in answers.derived:
        return mask_of(answers.columns[code], rule)
    question = _question(questionnaire, code)
    column = table.columns[question.code]
    narrow = BaseRule.VALID if rule is BaseRule.VALID else question.base_rule
    return mask_of(column, narrow)


def _smallest(questionnaire: Questionnaire, document: Document, spec: Spec) -> dict[str, int]:
    """Give the k of each base; what is derived of a question has that of the question."""
    known, k = questionnaire.variable_by_code, questionnaire.minimum_base
    sources = sources_of(spec)
    found = {}
    for each in document["variables"]:
        names = [name for name in sources.get(each["code"], (each["code"],)) if name in known]
        found[base_name(questionnaire, each, spec)] = max((smallest_base(known[name], k) for name in names), default=k)
    return found


def _defined(name: str, spec: Spec) -> str:
    """Give a name with what was derived for it: the same words may mean something else in another table."""
    derived = spec.get("derived")
    return f"{name} {json.dumps(derived, sort_keys=True)}" if derived else name


def _further(answers: Answers, specs: Sequence[Spec]) -> dict[str, Division]:
    """Give the divisions that tables make besides segments: by the answers to a question, or by a condition."""
    found: dict[str, Division] = {}
    for spec in specs:
        if spec.get("table"):
            own = with_asked(answers.without_derived(), spec)
            for name in {name for column in spec["columns"] for name in column if not name.startswith(SEGMENTS)}:
                found[_name(name, spec)] = _by_answer(own, name, _name(name, spec))
            for condition in filter(None, [spec["filter"], *spec.get("conditions", ())]):
                keys = np.where(select(own, condition, "filter"), 0, 1).astype(np.int16)
                division = _defined(FURTHER + condition, spec)
                found[division] = Division(_variable(division, ["in"]), (keys,), False)
    return found


def _by_answer(answers: Answers, name: str, division: str) -> Division:
    codes = [option.code for option in answers.variables[name].options]
    column = answers.columns[name]
    if isinstance(column, MultipleColumn):
        ticks = tuple(column.chosen[:, place].astype(np.int16) for place in range(len(codes)))
        return Division(_variable(division, codes), ticks, True)
    assert isinstance(column, ChoiceColumn)
    keys = np.where(column.codes < 0, len(codes), column.codes).astype(np.int16)
    return Division(_variable(division, codes), (keys,), False)


def _variable(name: str, codes: Sequence[str]) -> SegmentVariable:
    segments = tuple(Segment(code, {}, (code,)) for code in codes)
    return SegmentVariable(name, {}, Source.QUESTION, name, segments)


def _shown(document: Document, variable: Document, spec: Spec) -> frozenset[Group]:
    gone = set(variable.get("hidden", ()))
    return frozenset(group for place, group in enumerate(_groups(document, spec)) if place not in gone)


def _hidden(document: Document, variable: Document, spec: Spec, shown: frozenset[Group]) -> Any:
    gone = set(variable.get("hidden", ()))
    return np.array([place in gone or group not in shown for place, group in enumerate(_groups(document, spec))])


def _groups(document: Document, spec: Spec) -> Iterator[Group]:
    """Give who is in each column of a table."""
    condition = _defined(FURTHER + spec["filter"], spec)
    own: Group = frozenset({(condition, "in")}) if spec["filter"] else frozenset()
    own |= left_in(spec.get("without", ()))
    for column in document["columns"]:
        if column["variable"] is None:
            yield own
            continue
        names, segments = column["variable"].split(NESTED), column["segment"].split(NESTED)
        parts = {(_name(name, spec), segment) for name, segment in zip(names, segments, strict=True)}
        yield own | parts


def _name(name: str, spec: Spec) -> str:
    """Name a division in the ledger."""
    if name.startswith(SEGMENTS):
        return name.removeprefix(SEGMENTS)
    is_derived = any(each["code"] == name for each in spec.get("derived", ()))
    return _defined(FURTHER + name, spec) if is_derived else FURTHER + name
