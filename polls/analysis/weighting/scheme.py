"""A poll's weights: which segments the respondents are weighted to, how, and whether that can be done."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from polls.analysis.sampling.design import SampleDesign, sample_design
from polls.analysis.segments import divide
from polls.analysis.table import ResponseTable
from polls.analysis.weighting.calibration import Bounds, Distance, calibrate_to_margins
from polls.analysis.weighting.cells import post_stratify
from polls.analysis.weighting.outcome import Weighting
from polls.analysis.weighting.raking import rake
from polls.analysis.weighting.targets import Margin
from polls.analysis.weighting.trimming import rake_trimmed
from polls.codebook.schema import Questionnaire, SegmentVariable

Targets = Mapping[str, Mapping[str, float]]
"""For each segment variable, and each of its segments, how many of the population are in it: a number or a share."""

LOGIT_BOUNDS = Bounds(0.2, 5.0)
"""Within these a logit calibration changes a weight."""

SHARES_AGREE = 0.005
"""By how much the targets of a variable may miss 1, or 100, and still be shares or percentages."""


class Method(StrEnum):
    """How weights are made."""

    RAKE = "rake"
    CELLS = "cells"
    LINEAR = "linear"
    LOGIT = "logit"


class TargetError(ValueError):
    """Why targets cannot be used: a code, where, and a detail for the message. ``line`` is the row of the table."""

    def __init__(self, code: str, line: int = 0, variable: str = "", segment: str = "", detail: str = "") -> None:
        super().__init__(" ".join(part for part in (code, variable, segment, detail) if part))
        self.code, self.line, self.variable, self.segment, self.detail = code, line, variable, segment, detail


@dataclass(frozen=True)
class Scheme:
    """How a poll is weighted. ``trim`` is the largest weight as a multiple of the median, or None (raking only)."""

    targets: Targets
    method: Method = Method.RAKE
    trim: float | None = None

    def to_document(self) -> dict[str, Any]:
        targets = {variable: dict(segments) for variable, segments in self.targets.items()}
        return {"method": self.method.value, "targets": targets, "trim": self.trim}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Scheme":
        return cls(document["targets"], Method(document["method"]), document["trim"])


@dataclass(frozen=True, eq=False)
class Weighed:
    """Weights of the respondents (n,), with mean 1, and the sample design whose variance they leave."""

    outcome: Weighting
    design: SampleDesign


def read_targets(questionnaire: Questionnaire, rows: Iterable[tuple[int, Sequence[str]]]) -> Targets:
    """Read a table of variable, segment, and share or number, by codes or labels. Raises TargetError.

    ``rows`` have the number of the line and its cells; a line of headings on top is passed over.
    """
    found: dict[str, dict[str, float]] = {}
    for line, cells in _without_headings(list(rows)):
        name, segment, number = [*(cell.strip() for cell in cells), "", "", ""][:3]
        variable = _variable(questionnaire, name, line)
        code = _segment(variable, segment, line)
        if code in found.setdefault(variable.code, {}):
            raise TargetError("twice", line, variable.code, code)
        found[variable.code][code] = _number(number, line, variable.code, code)
    if not found:
        raise TargetError("nothing")
    return check_targets(questionnaire, found)


def check_targets(questionnaire: Questionnaire, targets: Targets) -> Targets:
    """Check that every segment of each variable has a target; let each variable add up to 1. Raises TargetError."""
    for code, segments in targets.items():
        for segment in questionnaire.segment_variable_by_code[code].segments:
            if segment.code not in segments:
                raise TargetError("missing", variable=code, segment=segment.code)
    totals = {code: sum(segments.values()) for code, segments in targets.items()}
    numbers = {code: total for code, total in totals.items() if not _is_share(total)}
    if len(set(numbers.values())) > 1:
        first, *others = numbers
        other = next(code for code in others if numbers[code] != numbers[first])
        raise TargetError("totals", variable=first, segment=other, detail=f"{numbers[first]:g} ≠ {numbers[other]:g}")
    return {
        code: {segment: value / totals[code] for segment, value in segments.items()}
        for code, segments in targets.items()
    }


def weigh(questionnaire: Questionnaire, table: ResponseTable, scheme: Scheme) -> Weighed:
    """Make the weights. Raises TargetError that names the empty cell, or the variable that leaves people out."""
    margins = [_margin(questionnaire, table, *target) for target in scheme.targets.items()]
    if scheme.method is Method.CELLS and len(margins) > 1:
        margins = [_crossed(margins)]
    outcome = _MAKERS[scheme.method](margins, scheme)
    return Weighed(outcome, outcome.applied(sample_design(np.ones(table.n))))


def _margin(questionnaire: Questionnaire, table: ResponseTable, code: str, targets: Mapping[str, float]) -> Margin:
    variable = questionnaire.segment_variable_by_code[code]
    division = divide(questionnaire, table, variable)
    if division.is_overlapping:
        raise TargetError("overlapping", variable=code)
    names = tuple(segment.code for segment in variable.segments)
    codes = division.keys[0].astype(np.int64)
    sizes = np.bincount(codes, minlength=len(names) + 1)
    for name, size in zip(names, sizes.tolist(), strict=False):
        if size == 0:
            raise TargetError("empty", variable=code, segment=name)
    if sizes[len(names)]:
        k = questionnaire.minimum_base
        outside = int(sizes[len(names)])
        raise TargetError("outside", variable=code, detail=str(outside) if outside >= k else f"< {k}")
    return Margin(code, names, codes, np.array([targets[name] for name in names]) * table.n)


def _crossed(margins: Sequence[Margin]) -> Margin:
    """Cross the margins: the target of a cell is what they give together, as if independent. Empty cells are named."""
    codes, names, shares = margins[0].codes, list(margins[0].categories), margins[0].totals / margins[0].population
    for each in margins[1:]:
        codes = codes * len(each.categories) + each.codes
        names = [f"{name} × {other}" for name in names for other in each.categories]
        shares = np.outer(shares, each.totals / each.population).ravel()
    empty = np.flatnonzero(np.bincount(codes, minlength=len(names)) == 0)
    label = " × ".join(each.name for each in margins)
    if len(empty):
        raise TargetError("empty_cell", variable=label, segment=names[empty[0]])
    return Margin(label, tuple(names), codes, shares * margins[0].population)


def _raked(margins: Sequence[Margin], scheme: Scheme) -> Weighting:
    return rake(margins) if scheme.trim is None else rake_trimmed(margins, times_median=scheme.trim)


def _in_cells(margins: Sequence[Margin], scheme: Scheme) -> Weighting:
    return post_stratify(margins[0])


def _linear(margins: Sequence[Margin], scheme: Scheme) -> Weighting:
    return calibrate_to_margins(margins, distance=Distance.LINEAR)


def _logit(margins: Sequence[Margin], scheme: Scheme) -> Weighting:
    return calibrate_to_margins(margins, distance=Distance.LOGIT, bounds=LOGIT_BOUNDS)


_MAKERS: Mapping[Method, Callable[[Sequence[Margin], Scheme], Weighting]] = {
    Method.RAKE: _raked,
    Method.CELLS: _in_cells,
    Method.LINEAR: _linear,
    Method.LOGIT: _logit,
}


def _without_headings(rows: list[tuple[int, Sequence[str]]]) -> list[tuple[int, Sequence[str]]]:
    is_headed = bool(rows) and bool(rows[0][1]) and rows[0][1][0].strip().casefold() in ("variable", "variabele")
    return rows[1:] if is_headed else rows


def _variable(questionnaire: Questionnaire, name: str, line: int) -> SegmentVariable:
    for variable in questionnaire.segment_variables:
        if _is_named(name, variable.code, variable.label):
            return variable
    raise TargetError("unknown_variable", line, detail=name)


def _segment(variable: SegmentVariable, name: str, line: int) -> str:
    for segment in variable.segments:
        if _is_named(name, segment.code, segment.label):
            return segment.code
    raise TargetError("unknown_segment", line, variable.code, detail=name)


def _is_named(name: str, code: str, label: Mapping[str, str]) -> bool:
    return name.casefold() in {code, *(text.casefold().strip() for text in label.values())}


def _number(text: str, line: int, variable: str, segment: str) -> float:
    plain = text.replace("\u00a0", "").replace(" ", "").removesuffix("%").replace(",", ".")
    try:
        number = float(plain)
    except ValueError:
        raise TargetError("no_number", line, variable, segment, detail=text) from None
    if not (np.isfinite(number) and number > 0):
        raise TargetError("not_positive", line, variable, segment, detail=text)
    return number


def _is_share(total: float) -> bool:
    return abs(total - 1) <= SHARES_AGREE or abs(total - 100) <= 100 * SHARES_AGREE
