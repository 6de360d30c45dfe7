"""Shares of ticks: how large a part of all options ticked each one is. Only where it is asked for, and named so."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from polls.analysis.joint import Item
from polls.analysis.sampling.design import SampleDesign, sample_design
from polls.analysis.sampling.share_intervals import mean_interval
from polls.analysis.sampling.variance import variances
from polls.analysis.tabulation.by_rows import Members, line_values, ratio_influence
from polls.analysis.tabulation.cells import Cells
from polls.analysis.tabulation.groups import Columns
from polls.analysis.tabulation.lines import Counted, Line, Measure
from polls.analysis.tabulation.weighing import Weighed

Floats = NDArray[np.float64]


def of_ticks(
    cells: Cells,
    counted: Counted,
    lines: tuple[Line, ...],
    items: tuple[Item, ...],
    columns: Columns,
    weighed: Weighed | None,
    confidence: float,
) -> Cells:
    """Divide the ticks of each option by all ticks, in a table of one multiple choice: a ratio of two sums.

    The standard error is that of a ratio under the design, of a simple random sample without one: a respondent has
    several ticks. The interval is by t.
    """
    options = [line for line in lines if line.measure is Measure.ROW and line.item < len(counted.variable.options)]
    design = weighed.design if weighed is not None else sample_design(np.ones(len(columns.inside)))
    members = Members.of(columns)
    ticks = np.sum([line_values(line, items)[0] for line in options], axis=0)
    estimated = cells.estimated
    rows = [lines.index(line) for line in options]
    base, weighted_base = estimated.count[rows].sum(axis=0), estimated.weighted_count[rows].sum(axis=0)
    shares = np.divide(
        estimated.weighted_count,
        weighted_base,
        out=np.full_like(estimated.weighted_count, np.nan),
        where=weighted_base > 0,
    )
    errors = np.stack([_error(line, items, ticks, members, design) for line in lines])
    low, high = mean_interval(shares, errors, cells.df, confidence=confidence)
    changed = replace(
        estimated,
        base=np.broadcast_to(base, shares.shape),
        weighted_base=np.broadcast_to(weighted_base, shares.shape),
        estimate=shares,
        error=errors,
    )
    method = np.where(np.isnan(low), "", "t")
    return replace(cells, estimated=changed, error=errors, low=low, high=high, method=method)


def _error(line: Line, items: tuple[Item, ...], ticks: Floats, members: Members, design: SampleDesign) -> Floats:
    ticked = line_values(line, items)[0]
    return np.sqrt(variances(design, ratio_influence(ticked, ticks, members, design.weights)))
