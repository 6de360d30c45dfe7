"""The answers that a table is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polls.analysis.table import ANSWERED, ChoiceColumn, Column, Mask, MultipleColumn, NumberColumn
from polls.analysis.tabulation.texts import Texts
from polls.analysis.tabulation.variables import Kind, Variable


@dataclass(frozen=True, eq=False)
class Answers:
    """``n`` respondents: the variables that can be tabulated, and a column of codes for each.

    A ranking or an allocation has a column for each of its things (``Variable.part``). ``raw`` are further columns of a
    plain file, from which weights and strata are read; ``open_ended`` variables may have other codes than those that
    occur, ``derived`` ones were made of others. ``source`` and ``digest`` say where the answers come from.
    """

    n: int
    variables: Mapping[str, Variable]
    columns: Mapping[str, Column]
    raw: Mapping[str, Texts] = field(default_factory=dict)
    open_ended: frozenset[str] = frozenset()
    derived: frozenset[str] = frozenset()
    source: str = ""
    digest: str = ""
    prepared: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)
    """Variables as they were laid out for an earlier table of these answers."""

    def with_variable(self, variable: Variable, column: Column) -> "Answers":
        """Give the same answers with one variable more."""
        return replace(
            self,
            variables={**self.variables, variable.code: variable},
            columns={**self.columns, variable.code: column},
        )

    def without_derived(self) -> "Answers":
        """Give the same answers without what was derived of them."""
        variables = {code: each for code, each in self.variables.items() if code not in self.derived}
        columns = {code: each for code, each in self.columns.items() if code not in self.derived}
        return replace(self, variables=variables, columns=columns, derived=frozenset())

    def parts(self, variable: Variable) -> list[Column]:
        """Give the columns of a variable: one, or one for each thing that is ranked or given to."""
        if variable.kind in (Kind.RANKING, Kind.ALLOCATION):
            return [self.columns[variable.part(option.code)] for option in variable.options]
        return [self.columns[variable.code]]


def codes_of(column: Column) -> NDArray[np.int8] | NDArray[np.int16]:
    """Give a code or a ``Missing`` for each respondent: (n,); for what is not a single answer its status."""
    return column.codes if isinstance(column, ChoiceColumn) else column.status


def values_of(column: Column) -> tuple[NDArray[np.float64], Mask]:
    """Give the numbers of a column and who gave one: (n,) each. Raises TypeError for a column without numbers."""
    if not isinstance(column, NumberColumn):
        raise TypeError("this column holds no numbers")
    return column.values, column.status == ANSWERED


def ticks_of(column: Column, option: int) -> NDArray[np.int8]:
    """Give 1 where an option is ticked, 0 where it is not, else the ``Missing``: (n,)."""
    if not isinstance(column, MultipleColumn):
        raise TypeError("this column holds no ticks")
    return np.where(column.status == ANSWERED, column.chosen[:, option], column.status).astype(np.int8)
