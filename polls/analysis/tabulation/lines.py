"""The lines of a table: for each what is summed in its numerator and in its denominator, code by code."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from polls.analysis.joint import STATUSES, Item
from polls.analysis.table import MultipleColumn
from polls.analysis.tabulation.data import Answers, codes_of, ticks_of, values_of
from polls.analysis.tabulation.variables import NUMERIC, ONE_CODE, Kind, Variable
from polls.codebook.answers import DONT_KNOW
from polls.codebook.schema import BaseRule

Floats = NDArray[np.float64]

SKIPPED_PLACE, DONT_KNOW_PLACE = STATUSES - 2, STATUSES - 1


class Measure(StrEnum):
    """What a line is about."""

    ROW = "row"
    NET = "net"
    BAND = "band"
    FIRST = "first_choice"
    MEAN = "mean"
    NPS = "nps"
    MEAN_RANK = "mean_rank"
    BORDA = "borda"


SHARES = frozenset({Measure.ROW, Measure.NET, Measure.BAND, Measure.FIRST})
"""Measures that are a share of the base; the others are means."""


@dataclass(frozen=True, eq=False)
class Line:
    """One line: the weighted sum of ``top`` over the codes of an item, divided by that of ``bottom``; (codes,) each."""

    code: str
    label: str
    measure: Measure
    item: int
    top: Floats
    bottom: Floats


@dataclass(frozen=True, eq=False)
class Counted:
    """A variable ready to be counted: its items, and the lines over them. ``values`` belong to the codes of a number.

    ``values`` (options,) are what the codes of each item stand for where the variable has means or quantiles.
    """

    variable: Variable
    base_rule: BaseRule
    items: tuple[Item, ...]
    lines: tuple[Line, ...]
    values: tuple[Floats | None, ...]

    @cached_property
    def most_options(self) -> int:
        """How many codes the longest of the items has."""
        return max(item.options for item in self.items)


def prepare(answers: Answers, variable: Variable, base_rule: BaseRule | None) -> Counted:
    """Lay a variable out as items and lines. ``base_rule`` replaces that of the variable."""
    if base_rule is not None and base_rule is not variable.base_rule:
        variable = replace(variable, base_rule=base_rule)
    return PREPARERS[variable.kind](answers, variable)


def bottom_of(rule: BaseRule, options: int) -> Floats:
    """Say which codes are in the base: (codes,) of 0 and 1."""
    base = np.ones(STATUSES + options)
    base[:SKIPPED_PLACE] = 0
    base[SKIPPED_PLACE] = rule is BaseRule.ASKED
    base[DONT_KNOW_PLACE] = rule is not BaseRule.VALID
    return base


def _one_code(answers: Answers, variable: Variable) -> Counted:
    item = Item(codes_of(answers.columns[variable.code]), len(variable.options))
    lines, values = _lines_of_codes(variable)
    return Counted(variable, variable.base_rule, (item,), lines, (values,))


@lru_cache(maxsize=4096)
def _lines_of_codes(variable: Variable) -> tuple[tuple[Line, ...], Floats | None]:
    """Lay out the lines of a variable with one code each: the same whatever the answers."""
    width = STATUSES + len(variable.options)
    bottom, tops = bottom_of(variable.base_rule, len(variable.options)), np.eye(width)
    lines = [Line(code, label, Measure.ROW, 0, tops[place], bottom) for code, label, place in _row_places(variable)]
    for net in variable.nets:
        places = [STATUSES + variable.positions[code] for code in net.options]
        lines.append(Line(net.code, net.label, Measure.NET, 0, tops[places].sum(axis=0), bottom))
    values = None if variable.points is None else np.array(variable.points)
    return (*lines, *_point_means(variable)), values


def _row_places(variable: Variable) -> list[tuple[str, str, int]]:
    """Give code, label and place of each row: the options, and don't know where it counts as an answer."""
    rows = [(option.code, option.label, STATUSES + place) for place, option in enumerate(variable.options)]
    if variable.dont_know is not None and variable.base_rule is not BaseRule.VALID:
        rows.append((DONT_KNOW, variable.dont_know, DONT_KNOW_PLACE))
    return rows


def _indicator(item: Item, places: Sequence[int]) -> Floats:
    top = np.zeros(item.width)
    top[list(places)] = 1
    return top


def _point_means(variable: Variable) -> list[Line]:
    points = variable.points
    if points is None:
        return []
    bottom = bottom_of(BaseRule.VALID, len(points))
    values = np.array(points)
    means = [Line("mean", "Mean", Measure.MEAN, 0, _over_options(values), bottom)]
    if variable.kind is Kind.NPS:
        score = 100.0 * ((values >= 9).astype(np.float64) - (values <= 6))
        means.append(Line("nps", "NPS", Measure.NPS, 0, _over_options(score), bottom))
    return means


def _over_options(values: Floats) -> Floats:
    return np.concatenate([np.zeros(STATUSES), values])


def _multiple(answers: Answers, variable: Variable) -> Counted:
    """Each option is an item of two codes: not ticked, ticked. A net of several options is an item of its own."""
    column = answers.columns[variable.code]
    if not isinstance(column, MultipleColumn):
        raise TypeError(f"{variable.code} holds no ticks")
    bottom = bottom_of(variable.base_rule, 2)
    items = [Item(ticks_of(column, place), 2) for place in range(len(variable.options))]
    top = np.array([0.0] * (STATUSES + 1) + [1.0])
    lines = [
        Line(each.code, each.label, Measure.ROW, place, top, bottom) for place, each in enumerate(variable.options)
    ]
    for net in variable.nets:
        places = [variable.positions[code] for code in net.options]
        any_of = np.where(column.status == 0, column.chosen[:, places].any(axis=1), column.status).astype(np.int8)
        lines.append(Line(net.code, net.label, Measure.NET, len(items), top, bottom))
        items.append(Item(any_of, 2))
    if variable.dont_know is not None and variable.base_rule is not BaseRule.VALID:
        lines.append(
            Line(DONT_KNOW, variable.dont_know, Measure.ROW, 0, _indicator(items[0], [DONT_KNOW_PLACE]), bottom)
        )
    return Counted(variable, variable.base_rule, tuple(items), tuple(lines), (None,) * len(items))


def _ranking(answers: Answers, variable: Variable) -> Counted:
    """Each thing is an item of which the codes are ranks."""
    columns = answers.parts(variable)
    count = len(variable.options)
    items = [Item(codes_of(column), count) for column in columns]
    ranks = np.arange(1.0, count + 1)
    bottom = bottom_of(BaseRule.VALID, count)
    made = (
        (Measure.FIRST, (ranks == 1).astype(np.float64)),
        (Measure.MEAN_RANK, ranks),
        (Measure.BORDA, count + 1 - ranks),
    )
    lines = [
        Line(option.code, option.label, measure, place, _over_options(values), bottom)
        for measure, values in made
        for place, option in enumerate(variable.options)
    ]
    return Counted(variable, BaseRule.VALID, tuple(items), tuple(lines), (ranks,) * count)


def _number(answers: Answers, variable: Variable) -> Counted:
    """A number is a code into its different values, in ascending order."""
    columns = answers.parts(variable)
    names = [(option.code, option.label) for option in variable.options] or [("mean", "Mean")]
    items, values, lines = [], [], []
    for place, (column, (code, label)) in enumerate(zip(columns, names, strict=True)):
        given, is_answered = values_of(column)
        found, index = np.unique(given[is_answered], return_inverse=True)
        codes = codes_of(column).astype(np.int32)
        codes[is_answered] = index
        items.append(Item(codes, len(found)))
        values.append(found)
        bottom = bottom_of(BaseRule.VALID, len(found))
        lines += _bands(variable, items[-1], found, bottom) if variable.kind is Kind.NUMBER else []
        lines.append(Line(code, label, Measure.MEAN, place, _over_options(found), bottom))
    return Counted(variable, BaseRule.VALID, tuple(items), tuple(lines), tuple(values))


def _bands(variable: Variable, item: Item, found: Floats, bottom: Floats) -> list[Line]:
    """Make a row for each band: up to and with its upper bound; a last one for what is above all."""
    if not variable.bands:
        return []
    edges = [-np.inf, *variable.bands, np.inf]
    lines = []
    for low, high in pairwise(edges):
        inside = ((found > low) & (found <= high)).astype(np.float64)
        code = f"..{high:g}" if low == -np.inf else f"{low:g}.." if high == np.inf else f"{low:g}..{high:g}"
        label = f"≤ {high:g}" if low == -np.inf else f"> {low:g}" if high == np.inf else f"> {low:g} – {high:g}"
        lines.append(Line(code, label, Measure.BAND, 0, _over_options(inside), bottom))
    return lines


Preparer = Callable[[Answers, Variable], Counted]
PREPARERS: Mapping[Kind, Preparer] = (
    dict.fromkeys(ONE_CODE, _one_code)
    | dict.fromkeys(NUMERIC, _number)
    | {Kind.MULTIPLE: _multiple, Kind.RANKING: _ranking}
)
