"""From a table specification to all its numbers as arrays."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from polls.analysis.joint import Item
from polls.analysis.sampling.design import degrees_of_freedom
from polls.analysis.table import Mask
from polls.analysis.tabulation.by_rows import Members, covariances, likelihood_bounds, line_values
from polls.analysis.tabulation.by_rows import total_errors as total_errors_by_rows
from polls.analysis.tabulation.cells import Cells, design_cells, plain_cells
from polls.analysis.tabulation.counting import Tally, Weights, tally
from polls.analysis.tabulation.data import Answers
from polls.analysis.tabulation.estimates import Estimated, Strata, covariance_of_pairs, estimate, total_errors
from polls.analysis.tabulation.groups import Columns, build_columns
from polls.analysis.tabulation.lines import Counted, Line
from polls.analysis.tabulation.node import SpecError
from polls.analysis.tabulation.pairs import (
    Pairs,
    all_pairs,
    design_pairs,
    kish_pairs,
    overlapping_share_pairs,
    plain_mean_pairs,
    plain_share_pairs,
)
from polls.analysis.tabulation.rows import Rows, rows_of
from polls.analysis.tabulation.selecting import select
from polls.analysis.tabulation.spec import Interval, Of, PairTest, TableSpec
from polls.analysis.tabulation.ticks import of_ticks
from polls.analysis.tabulation.variables import Kind
from polls.analysis.tabulation.weighing import Weighed

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Places = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Batch:
    """Variables that were counted together. ``places`` says which lines and which items belong to each."""

    counted: tuple[Counted, ...]
    items: tuple[Item, ...]
    lines: tuple[Line, ...]
    tally: Tally
    cells: Cells
    is_share: Flags
    covariance: Floats | None
    columns: Columns
    weighed: Weighed | None

    @cached_property
    def total_error(self) -> Floats:
        """The standard errors of the weighted counts as estimates of totals: (lines, groups)."""
        if self.weighed is None:
            raise TypeError("an unweighted table estimates no totals")
        if self.weighed.is_countable:
            return total_errors(self.tally, self.lines, self.weighed.strata)
        return total_errors_by_rows(self.lines, self.items, Members.of(self.columns), self.weighed.design)

    @cached_property
    def line_slices(self) -> list[slice]:
        return _slices([len(each.lines) for each in self.counted])

    @cached_property
    def item_slices(self) -> list[slice]:
        return _slices([len(each.items) for each in self.counted])


@dataclass(frozen=True, eq=False)
class Computed:
    """All numbers of one table. ``weighed`` is None for an unweighted one."""

    spec: TableSpec
    answers: Answers
    columns: Columns
    weighed: Weighed | None
    batches: tuple[Batch, ...]


def compute(
    answers: Answers, spec: TableSpec, weighed: Weighed | None, *, tallies: Sequence[Tally] | None = None
) -> Computed:
    """Count and estimate everything in a table. ``tallies`` are counts that were made before, one for each batch."""
    inside = select(answers, spec.filter, f"{spec.path}.filter") if spec.filter.strip() else _everyone(answers)
    by_stratum = weighed is not None and weighed.is_countable and len(weighed.design.sampled) > 1
    columns = build_columns(answers, spec, inside, weighed.design.strata if weighed and by_stratum else None)
    parts = rows_of(answers, spec)
    known: Sequence[Tally | None] = tallies or [None] * len(parts)
    batches = tuple(_batch(rows, columns, spec, weighed, made) for rows, made in zip(parts, known, strict=True))
    return Computed(spec, answers, columns, weighed, batches)


def _check_populations(columns: Columns, sums: Tally, spec: TableSpec) -> None:
    """See to it that no group has more respondents than people. Raises SpecError."""
    sizes = sums.count[0].sum(axis=(0, 2)) if len(sums.count) else np.zeros(len(columns.headings))
    for heading, n in zip(columns.headings, sizes.tolist(), strict=True):
        if heading.population is not None and heading.population < n:
            of = f"{heading.variable} {heading.segment}" if heading.variable else "the total"
            message = f"a population of {heading.population} behind {of}, which has {n:.0f} respondents"
            raise SpecError(f"{spec.path}.{'columns' if heading.variable else 'population'}", message)


def _everyone(answers: Answers) -> Mask:
    return np.ones(answers.n, np.bool_)


def _slices(sizes: Sequence[int]) -> list[slice]:
    ends = np.cumsum([0, *sizes]).tolist()
    return [slice(start, end) for start, end in itertools.pairwise(ends)]


def _batch(rows: Rows, columns: Columns, spec: TableSpec, weighed: Weighed | None, made: Tally | None) -> Batch:
    counted, items, lines, is_share = rows.counted, rows.items, rows.lines, rows.is_share
    weights = Weights() if weighed is None else weighed.weights
    sums = made or tally(items, columns.banner, weights, strata=columns.strata, layers=columns.layers)
    _check_populations(columns, sums, spec)
    cells, covariance = cells_of(sums, rows, columns, spec, weighed)
    if weighed is not None and spec.interval is Interval.LIKELIHOOD:
        cells = _by_likelihood(cells, items, lines, is_share, columns, weighed, spec.confidence)
    if spec.of is Of.TICKS and counted[0].variable.kind is Kind.MULTIPLE:
        cells = of_ticks(cells, counted[0], lines, items, columns, weighed, spec.confidence)
    return Batch(counted, items, lines, sums, cells, is_share, covariance, columns, weighed)


def _by_likelihood(
    cells: Cells,
    items: Sequence[Item],
    lines: Sequence[Line],
    is_share: Flags,
    columns: Columns,
    weighed: Weighed,
    confidence: float,
) -> Cells:
    """Replace the intervals of shares that are not 0 or 1 by those of the likelihood."""
    low, high = likelihood_bounds(lines, items, columns, weighed.design, cells.df, confidence)
    is_made = is_share[:, None] & ~np.isnan(low)
    return replace(
        cells,
        low=np.where(is_made, low, cells.low),
        high=np.where(is_made, high, cells.high),
        method=np.where(is_made, Interval.LIKELIHOOD.value, cells.method),
    )


def cells_of(
    sums: Tally, rows: Rows, columns: Columns, spec: TableSpec, weighed: Weighed | None
) -> tuple[Cells, Floats | None]:
    """Estimate from the counts; the errors of a complex design from the respondents, with their covariances."""
    items, lines, is_share = rows.items, rows.lines, rows.is_share
    if weighed is None:
        n = np.array([float(len(columns.inside))])
        plain = estimate(sums, lines, Strata(n, np.array([np.inf])))
        return finished(plain, plain.error, is_share, columns.populations, spec, is_plain=True), None
    if weighed.is_countable:
        estimated = estimate(sums, lines, weighed.strata)
        return finished(estimated, estimated.error, is_share, columns.populations, spec, is_plain=False), None
    size = np.array([float(len(columns.inside))])
    estimated = estimate(sums, lines, Strata(size, np.array([np.inf])))
    covariance = covariances(lines, items, Members.of(columns), weighed.design)
    errors = np.sqrt(np.maximum(np.diagonal(covariance, axis1=1, axis2=2), 0))
    freedom = units_less_strata(estimated.base, lines, items, columns, weighed)
    estimated = replace(estimated, error=errors, strata_in_base=estimated.base - freedom)
    everyone = weighed.design.size if weighed.design.calibrations else None
    found = finished(estimated, errors, is_share, columns.populations, spec, is_plain=False, respondents=everyone)
    return found, covariance


def finished(
    estimated: Estimated,
    error: Floats,
    is_share: Flags,
    populations: Floats,
    spec: TableSpec,
    *,
    is_plain: bool,
    respondents: int | None = None,
) -> Cells:
    """Add intervals to estimates. ``error`` are the standard errors under the design."""
    if is_plain:
        return plain_cells(estimated, is_share, populations, spec.interval, spec.confidence)
    return design_cells(estimated, error, is_share, populations, spec.interval, spec.confidence, respondents)


def units_less_strata(
    base: Floats, lines: Sequence[Line], items: Sequence[Item], columns: Columns, weighed: Weighed
) -> Floats:
    """Count the sampling units less the strata in the base of every cell, of ``base`` respondents: (lines, groups)."""
    design = weighed.design
    if design.is_one_by_one and len(design.sampled) == 1 and design.weights.all():
        return base - (base > 0)
    known: dict[tuple[int, bytes], list[int]] = {}
    rows = []
    for line in lines:
        key = (line.item, line.bottom.tobytes())
        if key not in known:
            in_base = line_values(line, items)[1] > 0
            groups = range(len(columns.headings))
            known[key] = [degrees_of_freedom(weighed.design, columns.members(group) & in_base) for group in groups]
        rows.append(known[key])
    return np.array(rows, np.float64).reshape(len(lines), len(columns.headings))


def compare(computed: Computed, batch: Batch) -> list[Pairs]:
    """Compare the groups of each part of the banner two by two on all lines of a batch."""
    columns = computed.columns
    pairs = [all_pairs(segments.start, segments.stop) for segments in columns.slices]
    is_alike = not any(columns.is_overlapping) and (computed.weighed is not None or batch.is_share.all())
    if len(pairs) < 2 or not is_alike:
        return [_compare(computed, batch, *each, is_overlapping=columns.is_overlapping[part])
                for part, each in enumerate(pairs)]  # fmt: skip
    # What is done to each pair is the same in all parts: all in one go.
    first, second = (np.concatenate(side) for side in zip(*pairs, strict=True))
    together = _compare(computed, batch, first, second, is_overlapping=False)
    return [together.of(part) for part in _slices([len(each[0]) for each in pairs])]


def _compare(computed: Computed, batch: Batch, first: Places, second: Places, *, is_overlapping: bool) -> Pairs:
    columns, spec, weighed = computed.columns, computed.spec, computed.weighed
    tests, confidence = spec.tests, spec.confidence
    if weighed is None and not is_overlapping:
        return compare_plain(batch.cells, batch.is_share, columns.populations, first, second, spec)
    if weighed is None:
        shared = _shared(batch, columns, first, second)
        return overlapping_share_pairs(batch.cells, shared, first, second, tests, confidence)
    if tests.pair_test is PairTest.KISH:
        return kish_pairs(batch.cells, first, second, tests, confidence)
    if batch.covariance is not None:
        covariance = batch.covariance[:, first, second]
    elif is_overlapping:
        covariance = covariances(batch.lines, batch.items, Members.of(columns), weighed.design)[:, first, second]
    else:
        covariance = covariance_of_pairs(batch.cells.estimated, weighed.strata, first, second)
    df: float | Floats = float(degrees_of_freedom(weighed.design))
    if tests.pair_test is PairTest.DESIGN_TTEST:
        df = _model_df(batch, columns, weighed, first, second)
    return design_pairs(batch.cells, covariance, first, second, df, tests, confidence)


def _model_df(batch: Batch, columns: Columns, weighed: Weighed, first: Places, second: Places) -> Floats:
    """Give the degrees of freedom of a linear model of the two groups alone, as R's ``svyttest``: (lines, pairs)."""
    rows = []
    for line in batch.lines:
        in_base = line_values(line, batch.items)[1] > 0
        domains = [
            (columns.members(one) | columns.members(two)) & in_base
            for one, two in zip(first.tolist(), second.tolist(), strict=True)
        ]
        rows.append([float(degrees_of_freedom(weighed.design, domain) - 1) for domain in domains])
    return np.array(rows).reshape(len(batch.lines), len(first))


def compare_plain(
    cells: Cells,
    is_share: Flags,
    populations: Floats,
    first: Places,
    second: Places,
    spec: TableSpec,
) -> Pairs:
    """Compare unweighted groups that share nobody: shares by their counts, means by t."""
    shares = plain_share_pairs(cells, populations, first, second, spec.tests, spec.confidence)
    if is_share.all():
        return shares
    return merged(shares, plain_mean_pairs(cells, first, second, spec.tests, spec.confidence), is_share)


def merged(shares: Pairs, means: Pairs, is_share: Flags) -> Pairs:
    """Take the lines of shares from the one, the others from the other."""
    names = [
        "test", "difference", "error", "statistic", "df", "pvalue", "low", "high", "inner_low", "inner_high",
        "detectable", "interval_method",
    ]  # fmt: skip
    parts = {name: np.where(is_share[:, None], getattr(shares, name), getattr(means, name)) for name in names}
    return replace(shares, **parts)


def _shared(batch: Batch, columns: Columns, first: Places, second: Places) -> tuple[Floats, Floats]:
    """Count those who are in both groups of each pair: in the numerator and in the base, (lines, pairs) each."""
    inside = Members.of(columns).inside
    counts: list[Floats] = []
    bases: list[Floats] = []
    for line in batch.lines:
        top, bottom = line_values(line, batch.items)
        for values, found in ((top, counts), (bottom, bases)):
            found.append((inside[:, first] * values[:, None] * inside[:, second]).sum(axis=0))
    return np.array(counts), np.array(bases)
