"""Deciding a condition for all respondents at once.

Each part of a condition is decided by the row evaluator of the codebook, once for every different combination of
answers that occurs, so that a column and a row can never disagree.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polls.analysis.table import ANSWERED, ChoiceColumn, Column, Mask, Missing, MultipleColumn, NumberColumn
from polls.analysis.tabulation.data import Answers
from polls.analysis.tabulation.node import SpecError, unknown
from polls.analysis.tabulation.variables import ONE_CODE, Kind, Variable
from polls.codebook.answers import DONT_KNOW
from polls.codebook.rule_nodes import ORDERED, And, Comparison, Node, Not, Or
from polls.codebook.rule_terms import Leaf
from polls.codebook.rules import RuleError, calculate, parse, parse_formula

Given = str | list[str] | None
Index = NDArray[np.intp]


def select(answers: Answers, condition: str, path: str) -> Mask:
    """Give for whom a condition holds: (n,) booleans. Raises SpecError, naming ``path``, when it cannot be read."""
    try:
        rule = parse(condition)
    except RuleError as error:
        message = error.message.get("en", str(error))
        raise SpecError(path, f"character {error.position + 1} of the condition: {message}") from error
    _check_names(answers, sorted(rule.names), path)
    _check_codes(answers, rule.root.leaves(), path)
    return _decide(answers, rule.root, {})


def calculated(answers: Answers, expression: str, path: str) -> list[str]:
    """Give the value of an expression for each respondent, as it would be stored; "" for nothing. Raises SpecError."""
    try:
        formula = parse_formula(expression)
    except RuleError as error:
        message = error.message.get("en", str(error))
        raise SpecError(path, f"character {error.position + 1} of the expression: {message}") from error
    names = sorted(formula.names)
    _check_names(answers, names, path)
    _check_codes(answers, formula.root.leaves(), path)
    if not names:
        return [calculate(formula, {})] * answers.n
    known = {name: distinct(answers.columns[name], answers.variables.get(name)) for name in names}
    combination, positions = _combined([known[name][0] for name in names])
    found = [calculate(formula, _at(names, places, known)) for places in positions]
    return [found[place] for place in combination.tolist()]


def _check_names(answers: Answers, names: Sequence[str], path: str) -> None:
    for name in names:
        if name not in answers.columns:
            raise SpecError(path, unknown("a variable", name, answers.columns))


def _check_codes(answers: Answers, leaves: Iterable[Leaf], path: str) -> None:
    """See to it that answers are compared with codes that they can be. Raises SpecError.

    A code that nobody can have would leave an empty table, and with ``!=`` one of everyone.
    """
    for leaf in leaves:
        variable = answers.variables.get(leaf.name)
        if not isinstance(leaf, Comparison) or variable is None or leaf.operator in ORDERED:
            continue
        if variable.kind not in CLOSED or leaf.name in answers.open_ended:
            continue
        for literal in leaf.literals:
            if literal.text != DONT_KNOW and not any(map(literal.matches, variable.positions)):
                message = unknown(f"a code of {leaf.name}", literal.text, variable.positions)
                raise SpecError(path, f"{message}; don't know is _dk, and who gave no answer not answered({leaf.name})")


CLOSED = ONE_CODE | {Kind.MULTIPLE}
"""Kinds of which the codes are known."""


def _at(
    names: Sequence[str], places: Sequence[int], known: Mapping[str, tuple[Index, list[Given]]]
) -> dict[str, str | list[str]]:
    """Give the answers of one combination by name, as the row evaluator takes them."""
    return _values({name: known[name][1][place] for name, place in zip(names, places, strict=True)})


def _decide(answers: Answers, node: Node, known: dict[str, tuple[Index, list[Given]]]) -> Mask:
    if isinstance(node, Not):
        return ~_decide(answers, node.part, known)
    if isinstance(node, And | Or):
        parts = [_decide(answers, part, known) for part in node.parts]
        together: Mask = np.logical_and.reduce(parts) if isinstance(node, And) else np.logical_or.reduce(parts)
        return together
    names = sorted({leaf.name for leaf in node.leaves()})
    for name in names:
        if name not in known:
            known[name] = distinct(answers.columns[name], answers.variables.get(name))
    combination, positions = _combined([known[name][0] for name in names])
    outcomes = [node.decide(_at(names, places, known), _NONE) for places in positions]
    decided: Mask = np.array([outcome is True for outcome in outcomes], np.bool_)[combination]
    return decided


_NONE: frozenset[str] = frozenset()


def _values(given: Mapping[str, Given]) -> dict[str, str | list[str]]:
    return {name: value for name, value in given.items() if value is not None}


def _combined(indices: Sequence[Index]) -> tuple[Index, list[list[int]]]:
    """Give which combination each respondent has, and of what places each combination consists."""
    if len(indices) == 1:
        size = int(indices[0].max(initial=-1)) + 1
        return indices[0], [[place] for place in range(size)]
    found, combination = np.unique(np.column_stack(indices), axis=0, return_inverse=True)
    return combination.reshape(-1), found.tolist()


def distinct(column: Column, variable: Variable | None) -> tuple[Index, list[Given]]:
    """Give the different answers in a column as they are stored, and which of them each respondent gave: (n,)."""
    if isinstance(column, ChoiceColumn):
        codes: list[str] = [option.code for option in variable.options] if variable else []
        if variable is None or variable.kind is Kind.RANKING:
            codes = [str(rank + 1) for rank in range(int(column.codes.max(initial=0)) + 1)]
        # A negative code counts from the end of the list, where the kinds of missing stand: don't know last.
        given: list[Given] = [*codes, None, None, "", DONT_KNOW]
        index = column.codes.astype(np.intp)
        return np.where(index < 0, index + len(given), index), given
    if isinstance(column, MultipleColumn):
        return _patterns(column, [option.code for option in variable.options] if variable else [])
    if isinstance(column, NumberColumn):
        return _numbers(column)
    raise TypeError("a condition cannot speak of the texts of an open question")


_MISSING: Mapping[int, Any] = {
    Missing.NOT_REACHED: None,
    Missing.NOT_ASKED: None,
    Missing.SKIPPED: [],
    Missing.DONT_KNOW: [DONT_KNOW],
}


def _patterns(column: MultipleColumn, codes: Sequence[str]) -> tuple[Index, list[Given]]:
    packed = np.column_stack([column.status.view(np.uint8), np.packbits(column.chosen, axis=1)])
    keys = np.ascontiguousarray(packed).view(np.dtype((np.void, packed.shape[1]))).reshape(-1)
    _keys, first, index = np.unique(keys, return_index=True, return_inverse=True)
    given: list[Given] = [
        [codes[place] for place in np.flatnonzero(column.chosen[row]).tolist()]
        if column.status[row] == ANSWERED
        else _MISSING[int(column.status[row])]
        for row in first.tolist()
    ]
    return index.reshape(-1), given


def _numbers(column: NumberColumn) -> tuple[Index, list[Given]]:
    is_answered = column.status == ANSWERED
    values, places = np.unique(column.values[is_answered], return_inverse=True)
    given: list[Given] = [*map(plain_number, values.tolist()), None, None, "", DONT_KNOW]
    index = column.status.astype(np.intp) + len(given)
    index[is_answered] = places
    return index, given


def plain_number(value: float) -> str:
    """Write a number as answers are stored: digits with a decimal point, no exponent."""
    text = np.format_float_positional(value, trim="-")
    return "0" if text == "-0" else text
