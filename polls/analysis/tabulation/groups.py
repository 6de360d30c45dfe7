"""The columns of a table: everyone, and the groups of the variables that head it, side by side or nested."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product
from math import prod
from string import ascii_uppercase

import numpy as np
from numpy.typing import NDArray

from polls.analysis.banner import Banner, build_banner
from polls.analysis.segments import Division
from polls.analysis.table import ANSWERED, ChoiceColumn, Mask, MultipleColumn
from polls.analysis.tabulation.data import Answers
from polls.analysis.tabulation.node import SpecError
from polls.analysis.tabulation.spec import TableSpec
from polls.analysis.tabulation.variables import ONE_CODE, Variable
from polls.codebook.schema import Segment, SegmentVariable, Source

NESTED = " > "

MOST_COLUMNS = 1000
MOST_COMPARED = 200
"""How many segments of one variable are compared two by two: nineteen thousand pairs."""


@dataclass(frozen=True)
class Heading:
    """A column of a table. ``letter`` is None for everyone; ``population`` is the number of people behind it."""

    variable: str | None
    segment: str | None
    label: str
    letter: str | None
    population: int | None


@dataclass(frozen=True, eq=False)
class Columns:
    """The columns of one table, and who is in which.

    ``banner`` has the joint index over all divisions. It starts with the layer where there are several ``layers``: one
    for each of the ``strata``, and a last one for those who do not pass the filter (``inside`` (n,) says who does).
    """

    banner: Banner
    headings: tuple[Heading, ...]
    strata: int
    layers: int
    inside: Mask

    @property
    def slices(self) -> tuple[slice, ...]:
        """Where the groups of each part of the banner stand among the headings."""
        return self.banner.slices

    @property
    def populations(self) -> NDArray[np.float64]:
        sizes = [np.nan if heading.population is None else heading.population for heading in self.headings]
        return np.array(sizes, np.float64)

    @property
    def is_overlapping(self) -> tuple[bool, ...]:
        return tuple(division.is_overlapping for division in self.banner.divisions)

    def members(self, group: int) -> Mask:
        """Give who is in a group and passes the filter: (n,) booleans."""
        return self.banner.members(group) & self.inside

    def numbered(self, groups: tuple[int, ...]) -> NDArray[np.int64]:
        """Give the place among these groups, which share nobody, of each respondent, -1 for none: (n,), made once."""
        if groups not in self._numbered:
            number = np.full(len(self.inside), -1, np.int64)
            for place, group in enumerate(groups):
                number[self.members(group)] = place
            self._numbered[groups] = number
        return self._numbered[groups]

    @cached_property
    def _numbered(self) -> dict[tuple[int, ...], NDArray[np.int64]]:
        return {}


def build_columns(answers: Answers, spec: TableSpec, inside: Mask, strata: NDArray[np.int64] | None = None) -> Columns:
    """Divide the respondents by the banner of a table. Raises SpecError for a variable that cannot head a table.

    ``inside`` (n,) passes the filter. ``strata`` (n,) numbers from 0; the counts are kept apart by them.
    """
    divisions = [
        _division(answers, names, spec, f"{spec.path}.columns[{place}]") for place, names in enumerate(spec.columns)
    ]
    count = 1 if strata is None else int(strata.max(initial=0)) + 1
    is_filtered = not bool(inside.all())
    if count == 1 and not is_filtered:
        banner = build_banner(answers.n, divisions)
        return Columns(banner, _headings(divisions, spec), count, count, inside)
    keys = np.zeros(answers.n, np.int64) if strata is None else strata
    layers = count + is_filtered
    lead = _layers(np.where(inside, keys, count), layers)
    banner = build_banner(answers.n, divisions, filtered_by=lead)
    return Columns(banner, _headings(divisions, spec), count, layers, inside)


def _layers(keys: NDArray[np.int64], count: int) -> Division:
    """Wrap the numbers of the strata as a division of which every number is a digit of the joint index."""
    segments = tuple(Segment(str(place), {}, ()) for place in range(count - 1))
    variable = SegmentVariable("stratum", {}, Source.QUESTION, "stratum", segments)
    return Division(variable, (keys.astype(np.int16),), is_overlapping=False)


def _division(answers: Answers, names: Sequence[str], spec: TableSpec, path: str) -> Division:
    parts = [_by_variable(answers, name, path) for name in names]
    _check_size(prod(len(part.variable.segments) for part in parts), spec, path)
    if len(parts) == 1:
        return parts[0]
    if any(part.is_overlapping for part in parts[:-1]) or parts[-1].is_overlapping:
        return _nested_overlapping(parts)
    return _nested(parts)


def _check_size(segments: int, spec: TableSpec, path: str) -> None:
    """See to it that a part of the banner does not outgrow memory. Raises SpecError."""
    if segments > MOST_COLUMNS:
        raise SpecError(path, f"this makes {segments} columns, where {MOST_COLUMNS} can be tabulated")
    if segments > MOST_COMPARED and spec.tests.pairs:
        message = f"{segments} columns are too many to compare two by two ({MOST_COMPARED} can be)"
        raise SpecError(path, f"{message}; set 'pairs' of 'tests' to false")


def _by_variable(answers: Answers, name: str, path: str) -> Division:
    variable = answers.variables[name]
    column = answers.columns.get(name)
    named = _segment_variable(variable)
    if variable.kind in ONE_CODE and isinstance(column, ChoiceColumn):
        nowhere = len(variable.options)
        key = np.where(column.codes < 0, nowhere, column.codes).astype(np.int16)
        return Division(named, (key,), is_overlapping=False)
    if isinstance(column, MultipleColumn):
        chosen = column.chosen & (column.status == ANSWERED)[:, None]
        keys = tuple(chosen[:, option].astype(np.int16) for option in range(chosen.shape[1]))
        return Division(named, keys, is_overlapping=True)
    raise SpecError(path, f"{name} is a {variable.kind.value}: make groups of it under 'derived' first")


@lru_cache(maxsize=256)
def _segment_variable(variable: Variable) -> SegmentVariable:
    segments = tuple(
        Segment(option.code, {"en": option.label}, (option.code,), variable.populations.get(option.code))
        for option in variable.options
    )
    return SegmentVariable(variable.code, {"en": variable.label}, Source.QUESTION, variable.code, segments)


def _nested(parts: Sequence[Division]) -> Division:
    """Combine disjoint divisions: a segment for each combination; in none as soon as one of them is."""
    sizes = [len(part.variable.segments) for part in parts]
    key, is_in = np.zeros(len(parts[0].keys[0]), np.int32), np.ones(len(parts[0].keys[0]), np.bool_)
    for part, size in zip(parts, sizes, strict=True):
        key = key * size + part.keys[0]
        is_in &= part.keys[0] < size
    key = np.where(is_in, key, int(np.prod(sizes)))
    return Division(_combined(parts), (key.astype(np.int16),), is_overlapping=False)


def _nested_overlapping(parts: Sequence[Division]) -> Division:
    keys = []
    for places in product(*(range(len(part.variable.segments)) for part in parts)):
        member = np.logical_and.reduce([part.members(place) for part, place in zip(parts, places, strict=True)])
        keys.append(member.astype(np.int16))
    return Division(_combined(parts), tuple(keys), is_overlapping=True)


def _combined(parts: Sequence[Division]) -> SegmentVariable:
    segments = tuple(
        Segment(
            NESTED.join(segment.code for segment in chosen),
            {"en": NESTED.join(segment.label["en"] for segment in chosen)},
            tuple(segment.code for segment in chosen),
        )
        for chosen in product(*(part.variable.segments for part in parts))
    )
    code = NESTED.join(part.variable.code for part in parts)
    label = NESTED.join(part.variable.label["en"] for part in parts)
    return SegmentVariable(code, {"en": label}, Source.QUESTION, code, segments)


def _headings(divisions: Sequence[Division], spec: TableSpec) -> tuple[Heading, ...]:
    """Name the columns. Populations hold for everyone in a segment: behind a filter nobody knows them."""
    headings = [Heading(None, None, "Total", None, spec.population)]
    for division in divisions:
        for place, segment in enumerate(division.variable.segments):
            population = None if spec.filter else segment.population
            code, label = division.variable.code, segment.label["en"]
            headings.append(Heading(code, segment.code, label, letter(place), population))
    return tuple(headings)


def letter(place: int) -> str:
    """A to Z, then AA, AB … as the columns of a spreadsheet; each variable of the banner starts at A."""
    later, rest = divmod(place, len(ascii_uppercase))
    return (letter(later - 1) if later else "") + ascii_uppercase[rest]
