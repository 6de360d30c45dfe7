"""What can be tabulated: a variable with its codes, labels and base rule, and its answers as columns of small codes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from polls.codebook.schema import BaseRule


class Kind(StrEnum):
    """How a variable is tabulated."""

    SINGLE = "single"
    SCALE = "scale"
    RATING = "rating"
    NPS = "nps"
    MULTIPLE = "multiple"
    RANKING = "ranking"
    NUMBER = "number"
    ALLOCATION = "allocation"


BASE_RULES: Mapping[Kind, BaseRule] = {
    Kind.SINGLE: BaseRule.ANSWERED,
    Kind.SCALE: BaseRule.VALID,
    Kind.RATING: BaseRule.VALID,
    Kind.NPS: BaseRule.VALID,
    Kind.MULTIPLE: BaseRule.ANSWERED,
    Kind.RANKING: BaseRule.VALID,
    Kind.NUMBER: BaseRule.VALID,
    Kind.ALLOCATION: BaseRule.VALID,
}
"""Don't know counts as an answer to a nominal question, not to a scale, a number or a ranking."""

ONE_CODE = frozenset({Kind.SINGLE, Kind.SCALE, Kind.RATING, Kind.NPS})
"""Kinds in which a respondent has one of several codes."""

NUMERIC = frozenset({Kind.NUMBER, Kind.ALLOCATION})


class Option(NamedTuple):
    """One answer. ``point`` is its value where answers are numbers: a point of a scale, a grade."""

    code: str
    label: str
    point: float | None = None


class Net(NamedTuple):
    """Several answers taken together: whoever gave any of ``options``."""

    code: str
    label: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Variable:
    """A question, or a division of the respondents, as it is tabulated.

    ``options`` are the answers, of a ranking or an allocation the things that are ranked or given to. ``dont_know`` is
    the label of that answer, None where it is not offered. ``populations`` (by option) are the known sizes of the
    groups when the variable heads a banner. ``bands`` are the upper bounds of the bands of a number, each included.
    """

    code: str
    label: str
    kind: Kind
    options: tuple[Option, ...] = ()
    dont_know: str | None = None
    base_rule: BaseRule = BaseRule.ANSWERED
    nets: tuple[Net, ...] = ()
    populations: Mapping[str, int] = field(default_factory=dict, hash=False)
    bands: tuple[float, ...] = ()

    def __hash__(self) -> int:
        # Variables are looked up for every table: the code says enough.
        return hash(self.code)

    @cached_property
    def positions(self) -> Mapping[str, int]:
        return {option.code: position for position, option in enumerate(self.options)}

    @cached_property
    def points(self) -> tuple[float, ...] | None:
        """The values of the options, where every one has one."""
        values = tuple(option.point for option in self.options if option.point is not None)
        return values if values and len(values) == len(self.options) else None

    def part(self, option: str) -> str:
        """Name the column that holds what one thing got, in a ranking or an allocation."""
        return f"{self.code}.{option}"
