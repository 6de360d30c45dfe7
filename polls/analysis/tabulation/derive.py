"""Adds the variables that are made of conditions."""

from dataclasses import replace

import numpy as np

from polls.analysis.table import ANSWERED, ChoiceColumn, Missing, MultipleColumn, NumberColumn
from polls.analysis.tabulation.data import Answers
from polls.analysis.tabulation.node import SpecError
from polls.analysis.tabulation.selecting import calculated, select
from polls.analysis.tabulation.spec import Derived, Spec
from polls.analysis.tabulation.variables import Kind


def with_derived(answers: Answers, spec: Spec) -> Answers:
    """Add the derived variables in order; a later one may speak of an earlier one. Raises SpecError."""
    for derived in spec.derived.values():
        answers = _with_one(answers, derived)
    return replace(answers, derived=answers.derived | spec.derived.keys())


def _with_one(answers: Answers, derived: Derived) -> Answers:
    """Groups are tried in order: the first that holds is the answer; where none does, nothing was answered."""
    if derived.value:
        return answers.with_variable(derived.variable, _numbers(answers, derived))
    members = [select(answers, group.when, group.path) for group in derived.groups]
    if derived.variable.kind is Kind.MULTIPLE:
        chosen = np.column_stack(members)
        status = np.where(chosen.any(axis=1), ANSWERED, np.int8(Missing.SKIPPED)).astype(np.int8)
        return answers.with_variable(derived.variable, MultipleColumn(np.asfortranarray(chosen), status))
    codes = np.full(answers.n, Missing.NOT_ASKED, np.int16)
    for position, mask in reversed(list(enumerate(members))):
        codes[mask] = position
    small = codes.astype(np.int8) if len(members) < 128 else codes
    return answers.with_variable(derived.variable, ChoiceColumn(small))


def _numbers(answers: Answers, derived: Derived) -> NumberColumn:
    """Give the number of each respondent; where the expression has no value, nothing was answered."""
    texts = calculated(answers, derived.value, derived.path)
    try:
        values = np.array([float(text) if text else np.nan for text in texts])
    except ValueError as error:
        raise SpecError(derived.path, f"this gives something else than numbers: {error}") from error
    status = np.where(np.isnan(values), np.int8(Missing.SKIPPED), np.int8(ANSWERED))
    return NumberColumn(values, status)
