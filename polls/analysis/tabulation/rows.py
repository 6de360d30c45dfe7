"""The rows of a table laid out to be counted: variables of few codes together, their lines numbered through."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from polls.analysis.joint import Item
from polls.analysis.tabulation.data import Answers
from polls.analysis.tabulation.lines import SHARES, Counted, Line, prepare
from polls.analysis.tabulation.spec import Of, TableSpec
from polls.analysis.tabulation.variables import ONE_CODE, Variable

NARROW = 256
"""An item of more codes, such as a number of many values, is counted by itself."""


@dataclass(frozen=True, eq=False)
class Rows:
    """Variables that are counted together. ``is_share`` (lines,) tells shares from means and scores."""

    counted: tuple[Counted, ...]
    items: tuple[Item, ...]
    lines: tuple[Line, ...]
    is_share: NDArray[np.bool_]


def rows_of(answers: Answers, spec: TableSpec) -> tuple[Rows, ...]:
    """Lay out the rows of a table, in its order; those of one code each once for all tables of these answers."""
    are_apart = spec.of is Of.TICKS
    if not all(_is_kept(answers, spec, code) for code in spec.rows):
        return _laid_out(answers, spec, are_apart=are_apart)
    key = (spec.rows, spec.base_rule, are_apart)
    if key not in answers.prepared:
        answers.prepared[key] = _laid_out(answers, spec, are_apart=are_apart)
    found: tuple[Rows, ...] = answers.prepared[key]
    return found


def _is_kept(answers: Answers, spec: TableSpec, code: str) -> bool:
    return code not in spec.nets and answers.variables[code].kind in ONE_CODE


def _laid_out(answers: Answers, spec: TableSpec, *, are_apart: bool) -> tuple[Rows, ...]:
    counted = [_prepared(answers, spec, code) for code in spec.rows]
    return tuple(_joined(group) for group in _grouped(counted, are_apart=are_apart))


def _prepared(answers: Answers, spec: TableSpec, code: str) -> Counted:
    """Lay a variable out to be counted; one of a code each once for all tables of these answers."""
    if not _is_kept(answers, spec, code):
        return prepare(answers, _with_nets(answers, spec, code), spec.base_rule)
    key = (code, spec.base_rule)
    if key not in answers.prepared:
        answers.prepared[key] = prepare(answers, answers.variables[code], spec.base_rule)
    found: Counted = answers.prepared[key]
    return found


def _with_nets(answers: Answers, spec: TableSpec, code: str) -> Variable:
    variable = answers.variables[code]
    return replace(variable, nets=spec.nets[code]) if code in spec.nets else variable


def _grouped(counted: Sequence[Counted], *, are_apart: bool) -> list[tuple[Counted, ...]]:
    """Put neighbouring variables of few codes together; the order of the table stays."""
    groups: list[list[Counted]] = []
    was_narrow = False
    for each in counted:
        is_narrow = each.most_options <= NARROW
        if is_narrow and was_narrow and not are_apart:
            groups[-1].append(each)
        else:
            groups.append([each])
        was_narrow = is_narrow
    return [tuple(group) for group in groups]


def _joined(counted: tuple[Counted, ...]) -> Rows:
    """Join the lines of variables, numbering their items through."""
    firsts = np.cumsum([0, *(len(each.items) for each in counted)]).tolist()
    lines = tuple(
        Line(line.code, line.label, line.measure, line.item + first, line.top, line.bottom)
        for each, first in zip(counted, firsts[:-1], strict=True)
        for line in each.lines
    )
    is_share = np.array([line.measure in SHARES for line in lines], np.bool_)
    return Rows(counted, tuple(item for each in counted for item in each.items), lines, is_share)
