"""Each group against everyone else: a part is never tested against a total that contains it."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from polls.analysis.sampling.design import degrees_of_freedom
from polls.analysis.tabulation.by_rows import Members, covariances
from polls.analysis.tabulation.cells import Cells
from polls.analysis.tabulation.compute import Batch, Computed, compare_plain, finished, units_less_strata
from polls.analysis.tabulation.counting import Tally
from polls.analysis.tabulation.estimates import Strata, covariance_of_pairs, estimate
from polls.analysis.tabulation.groups import Columns
from polls.analysis.tabulation.pairs import Pairs, design_pairs

Floats = NDArray[np.float64]


def against_rest(computed: Computed, batch: Batch) -> Pairs:
    """Compare every group but the first with the rest of everyone: (lines, groups - 1)."""
    columns, spec, weighed = computed.columns, computed.spec, computed.weighed
    groups = len(columns.headings)
    first = np.arange(1, groups)
    second = groups + first
    doubled = _doubled(batch.tally)
    if weighed is None:
        n = np.array([float(len(columns.inside))])
        plain = estimate(doubled, batch.lines, Strata(n, np.array([np.inf])))
        cells = finished(plain, plain.error, batch.is_share, _populations(columns), spec, is_plain=True)
        return compare_plain(cells, batch.is_share, _populations(columns), first, second, spec)
    df = float(degrees_of_freedom(weighed.design))
    if weighed.is_countable:
        estimated = estimate(doubled, batch.lines, weighed.strata)
        cells = finished(estimated, estimated.error, batch.is_share, _populations(columns), spec, is_plain=False)
        covariance = covariance_of_pairs(estimated, weighed.strata, first, second)
        return design_pairs(cells, covariance, first, second, df, spec.tests, spec.confidence)
    cells, between = _by_rows(computed, batch, doubled)
    return design_pairs(cells, between[:, first, second], first, second, df, spec.tests, spec.confidence)


def _by_rows(computed: Computed, batch: Batch, doubled: Tally) -> tuple[Cells, Floats]:
    columns, weighed = computed.columns, computed.weighed
    if weighed is None:
        raise TypeError("an unweighted table needs no design")
    members = Members.of(columns).with_complements
    between = covariances(batch.lines, batch.items, members, weighed.design)
    errors = np.sqrt(np.maximum(np.diagonal(between, axis1=1, axis2=2), 0))
    estimated = estimate(doubled, batch.lines, Strata(np.array([float(len(columns.inside))]), np.array([np.inf])))
    base = estimated.base[:, : len(columns.headings)]
    freedom = np.tile(units_less_strata(base, batch.lines, batch.items, columns, weighed), 2)
    estimated = replace(estimated, error=errors, strata_in_base=estimated.base - freedom)
    return finished(estimated, errors, batch.is_share, _populations(columns), computed.spec, is_plain=False), between


def _doubled(tally: Tally) -> Tally:
    """Put after the groups for each of them the rest of everyone."""
    parts = [
        np.concatenate([sums, sums[:, :, :1] - sums], axis=2) for sums in (tally.count, tally.weight, tally.square)
    ]
    return Tally(*parts)


def _populations(columns: Columns) -> Floats:
    """Give the populations of the groups and of their complements, where both follow."""
    sizes = columns.populations
    return np.concatenate([sizes, sizes[0] - sizes])
