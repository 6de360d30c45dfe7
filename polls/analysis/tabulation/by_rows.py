"""Standard errors from the respondents themselves, for designs of which the counts do not hold everything.

Clusters and calibrated weights: the linearised values of a line in all its groups are handed to the design.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polls.analysis.joint import STATUSES, Item
from polls.analysis.sampling.design import SampleDesign
from polls.analysis.sampling.likelihood import likelihood_interval
from polls.analysis.sampling.variance import covariance, variances
from polls.analysis.tabulation.by_profile import ByProfile
from polls.analysis.tabulation.groups import Columns
from polls.analysis.tabulation.lines import Line

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Members:
    """Who is in which group: ``inside`` (n, groups) of 0 and 1."""

    inside: Floats

    @classmethod
    def of(cls, columns: Columns) -> "Members":
        groups = range(len(columns.headings))
        return cls(np.column_stack([columns.members(group) for group in groups]).astype(np.float64))

    @property
    def with_complements(self) -> "Members":
        """Add for each group the rest of everyone."""
        return Members(np.column_stack([self.inside, self.inside[:, :1] - self.inside]))


def line_values(line: Line, items: Sequence[Item]) -> tuple[Floats, Floats]:
    """Give what each respondent adds to the numerator and to the denominator of a line: (n,) each."""
    place = items[line.item].codes.astype(np.intp) + STATUSES
    return line.top[place], line.bottom[place]


def influence_of(line: Line, items: Sequence[Item], members: Members, weights: Floats) -> Floats:
    """Give the linearised values (n, groups) of a line: w(t − R·b)/Σwb within the group, else 0."""
    top, bottom = line_values(line, items)
    return ratio_influence(top, bottom, members, weights)


def ratio_influence(top: Floats, bottom: Floats, members: Members, weights: Floats) -> Floats:
    weighted = members.inside * weights[:, None]
    base = bottom @ weighted
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(base > 0, (top @ weighted) / base, 0.0)
        scale = np.where(base > 0, 1 / base, 0.0)
    influence: Floats = weighted * (top[:, None] - bottom[:, None] * ratio) * scale
    return influence


def line_covariances(
    lines: Sequence[Line], items: Sequence[Item], columns: Columns, design: SampleDesign
) -> list[Floats]:
    """Give for each group the covariance of the lines of one variable: (lines, lines)."""
    found = []
    for group in range(len(columns.headings)):
        alone = Members(columns.members(group).astype(np.float64)[:, None])
        influence = [influence_of(line, items, alone, design.weights)[:, 0] for line in lines]
        found.append(covariance(design, np.column_stack(influence)))
    return found


def likelihood_bounds(
    lines: Sequence[Line], items: Sequence[Item], columns: Columns, design: SampleDesign, df: Floats, confidence: float
) -> tuple[Floats, Floats]:
    """Give the likelihood intervals of shares, which need the respondents: low and high, (lines, groups) each."""
    low, high = np.full(df.shape, np.nan), np.full(df.shape, np.nan)
    for row, line in enumerate(lines):
        top, bottom = line_values(line, items)
        for group in range(df.shape[1]):
            domain = columns.members(group) & (bottom > 0)
            if domain.any():
                freedom = int(df[row, group])
                low[row, group], high[row, group] = likelihood_interval(
                    design, top, domain, freedom, confidence=confidence
                )
    return low, high


def total_errors(lines: Sequence[Line], items: Sequence[Item], members: Members, design: SampleDesign) -> Floats:
    """Give the standard errors of the weighted counts as estimates of totals: (lines, groups)."""
    counted = ByProfile.of(members.inside, design)
    if counted is not None:
        return counted.total_errors(lines, items)
    weighted = members.inside * design.weights[:, None]
    found = [np.sqrt(variances(design, weighted * line_values(line, items)[0][:, None])) for line in lines]
    return np.stack(found)


def covariances(lines: Sequence[Line], items: Sequence[Item], members: Members, design: SampleDesign) -> Floats:
    """Give the covariance of the groups on each line: (lines, groups, groups)."""
    counted = ByProfile.of(members.inside, design)
    if counted is not None:
        return counted.covariances(lines, items)
    return np.stack([covariance(design, influence_of(line, items, members, design.weights)) for line in lines])
