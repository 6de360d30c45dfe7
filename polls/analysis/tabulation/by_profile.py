"""Standard errors under calibrated weights from counts, where few respondents differ to the design.

What counts is how often each profile of the design gave each answer in each combination of groups; the numbers are
those of ``by_rows``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from polls.analysis.joint import STATUSES, Item
from polls.analysis.ratio import ratio
from polls.analysis.sampling.design import SampleDesign
from polls.analysis.sampling.profiles import Profiles, profile_covariance, profile_variances, profiles_of
from polls.analysis.tabulation.lines import Line

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

MOST_GROUPS = 52
"""So many groups make a number that is exact."""


@dataclass(frozen=True, eq=False)
class ByProfile:
    """The profiles of a design beside the combinations of groups that respondents are in.

    ``combination`` (n,) is that of each respondent, ``inside`` (combinations, groups) says of which groups it is.
    """

    profiles: Profiles
    combination: Places
    inside: Floats

    @classmethod
    def of(cls, inside: Floats, design: SampleDesign) -> "ByProfile | None":
        """Lay out groups (n, groups) of 0 and 1; None where counting them is no faster than the respondents are."""
        profiles = profiles_of(design)
        if profiles is None or inside.shape[1] > MOST_GROUPS:
            return None
        key = inside @ 2.0 ** np.arange(inside.shape[1])
        _, first, combination = np.unique(key, return_index=True, return_inverse=True)
        if len(first) * len(profiles.people) > len(inside):
            return None
        return cls(profiles, combination.astype(np.int64), inside[first])

    def covariances(self, lines: Sequence[Line], items: Sequence[Item]) -> Floats:
        """Give the covariance of the groups on each line: (lines, groups, groups)."""
        found = []
        for place, of_item in groupby(lines, key=lambda line: line.item):
            counts = self._counts(items[place])
            found += [profile_covariance(self.profiles, counts, self._values(line, counts)) for line in of_item]
        return np.stack(found)

    def total_errors(self, lines: Sequence[Line], items: Sequence[Item]) -> Floats:
        """Give the standard errors of the weighted counts as estimates of totals: (lines, groups)."""
        found = []
        for place, of_item in groupby(lines, key=lambda line: line.item):
            counts, width = self._counts(items[place]), items[place].width
            for line in of_item:
                values = np.repeat(self.inside, width, axis=0).T * np.tile(line.top[:width], len(self.inside))
                found.append(np.sqrt(profile_variances(self.profiles, counts, values)))
        return np.stack(found)

    def _counts(self, item: Item) -> Places:
        """Count by profile, and by combination and code: (profiles, combinations x codes)."""
        cells = self.combination * item.width + STATUSES + item.codes
        return self.profiles.counts(cells, len(self.inside) * item.width)

    def _values(self, line: Line, counts: Places) -> Floats:
        """Give the linearised value per weight of a line in each group and cell: (t − R·b)/Σwb in the group, else 0."""
        width = counts.shape[1] // len(self.inside)
        top, bottom = (np.tile(side[:width], len(self.inside)) for side in (line.top, line.bottom))
        inside = np.repeat(self.inside, width, axis=0)
        weights = self.profiles.weights @ counts
        base = (weights * bottom) @ inside
        share = ratio((weights * top) @ inside, base, empty=0.0)
        values: Floats = inside.T * (top - share[:, None] * bottom) * ratio(1.0, base, empty=0.0)[:, None]
        return values
