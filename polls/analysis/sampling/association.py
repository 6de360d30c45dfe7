"""Is a question related to a segment variable, under a design? (Rao & Scott 1984; Koch, Freeman & Freeman 1975)"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from scipy.linalg import eigh
from scipy.special import chdtrc, fdtrc

from polls.analysis.intervals import Floats, Integers
from polls.analysis.ratio import ratio
from polls.analysis.sampling.design import Flags, SampleDesign
from polls.analysis.sampling.estimates import shares, totals
from polls.analysis.sampling.profiles import profile_covariance, profiles_of
from polls.analysis.sampling.quadratic_form import ratio_tail

SINGULAR = 1e-12


@dataclass(frozen=True)
class Association:
    """The outcome of a test of independence. ``denominator_df`` is None where the reference distribution has none."""

    statistic: float
    df: float
    denominator_df: float | None
    pvalue: float


@dataclass(frozen=True, eq=False)
class CellShares:
    """The shares of all cells of a table (rows, columns) and their covariance (cells, cells), cells row by row.

    ``n`` respondents scale Pearson's statistic; ``df`` are the design's degrees of freedom. No row or column is empty.
    """

    shares: Floats
    covariance: Floats
    n: int
    df: int

    @property
    def independent(self) -> Floats:
        """The shares that independence would lead to (rows, columns)."""
        return np.outer(self.shares.sum(axis=1), self.shares.sum(axis=0))

    @property
    def pearson(self) -> float:
        """Pearson's chi-square of the weighted table scaled to n."""
        expected = self.independent
        return float(self.n * np.sum((self.shares - expected) ** 2 / expected))

    @property
    def cramers_v(self) -> float:
        """Cramér's V of the weighted table."""
        return float(np.sqrt(self.pearson / self.n / (min(self.shares.shape) - 1)))

    @cached_property
    def generalised_effects(self) -> Floats | None:
        """The design effects of the (r-1)(c-1) contrasts of independence, ascending; None where they do not exist."""
        contrast = table_contrasts(*self.shares.shape)
        p = self.shares.ravel()
        scaled = contrast * ratio(1, p, empty=0.0)
        simple = scaled @ contrast.T / self.n
        # Without an empty cell the contrasts, which are orthonormal, cannot be singular.
        if not (p > 0).all() and np.linalg.cond(simple) > 1 / SINGULAR:
            return None
        effects: Floats = eigh(scaled @ self.covariance @ scaled.T, simple, eigvals_only=True)
        return effects if effects[-1] > SINGULAR else None


def cell_shares(
    design: SampleDesign, rows: Integers, columns: Integers, domain: Flags | None = None, *, df: int
) -> CellShares | None:
    """Estimate the cells of the table of ``rows`` by ``columns`` (n,), numbers from 0, negative for none.

    Empty rows and columns are dropped. None where fewer than two of either are left.
    """
    laid = _laid_out(design, rows, columns, domain)
    if laid is None:
        return None
    cell, shape = laid
    size, n = shape[0] * shape[1], int(np.count_nonzero(cell >= 0))
    profiles = profiles_of(design)
    if profiles is None:
        estimates = shares(design, cell, size)
        return CellShares(estimates.estimate.reshape(shape), estimates.covariance, n, df)
    counts = profiles.counts(cell, size)
    weights = profiles.weights @ counts
    share: Floats = weights / weights.sum()
    values = (np.eye(size) - share[:, None]) / weights.sum()
    return CellShares(share.reshape(shape), profile_covariance(profiles, counts, values), n, df)


def rao_scott_f(cells: CellShares) -> Association | None:
    """Test by the second-order correction: F on d and d·df degrees of freedom, d from Satterthwaite."""
    effects = cells.generalised_effects
    if effects is None:
        return None
    statistic, d = cells.pearson / effects.sum(), effects.sum() ** 2 / (effects**2).sum()
    return Association(float(statistic), float(d), float(d * cells.df), float(fdtrc(d, d * cells.df, statistic)))


def rao_scott_chi_square(cells: CellShares) -> Association | None:
    """Test by the first-order correction. ``statistic`` is Pearson's, uncorrected."""
    effects = cells.generalised_effects
    if effects is None:
        return None
    pvalue = chdtrc(len(effects), cells.pearson / effects.mean())
    return Association(cells.pearson, float(len(effects)), None, float(pvalue))


def rao_scott_saddlepoint(cells: CellShares) -> Association | None:
    """Test by the distribution of the weighted sum of chi-squares itself (saddlepoint). ``statistic`` is Pearson's."""
    effects = cells.generalised_effects
    if effects is None:
        return None
    d = effects.sum() ** 2 / (effects**2).sum()
    return Association(
        cells.pearson, float(len(effects)), float(d * cells.df), ratio_tail(cells.pearson, effects, d * cells.df)
    )


def wald_association(
    design: SampleDesign,
    rows: Integers,
    columns: Integers,
    domain: Flags | None = None,
    *,
    df: int,
    is_adjusted: bool = True,
) -> Association | None:
    """Test whether all cells have the totals that independence leads to, by Wald's F; adjusted for few clusters.

    None where fewer than two rows or columns are used or the cells' covariance is singular.
    """
    laid = _laid_out(design, rows, columns, domain)
    if laid is None:
        return None
    cell, shape = laid
    estimates = totals(design, np.asarray(cell[:, None] == np.arange(shape[0] * shape[1]), np.float64))
    counts = estimates.estimate.reshape(shape)
    by_row, by_column, population = counts.sum(axis=1), counts.sum(axis=0), counts.sum()
    excess = counts - np.outer(by_row, by_column) / population
    free = np.arange(counts.size).reshape(shape)[1:, 1:].ravel()
    jacobian = _excess_jacobian(by_row, by_column, population)[free]
    covariance = jacobian @ estimates.covariance @ jacobian.T
    if np.linalg.cond(covariance) > 1 / SINGULAR:
        return None
    wald = float(excess.ravel()[free] @ np.linalg.solve(covariance, excess.ravel()[free]))
    return _wald_f(wald, len(free), df, is_adjusted)


def _wald_f(wald: float, contrasts: int, df: int, is_adjusted: bool) -> Association | None:
    freedom = df - contrasts + 1 if is_adjusted else df
    if freedom <= 0:
        return None
    statistic = wald / contrasts * (freedom / df if is_adjusted else 1.0)
    return Association(statistic, float(contrasts), float(freedom), float(fdtrc(contrasts, freedom, statistic)))


def _excess_jacobian(by_row: Floats, by_column: Floats, population: float) -> Floats:
    """Give the derivative (cells, cells) of the totals beyond independence by the totals of the cells."""
    r, c = len(by_row), len(by_column)
    same_row = np.kron(np.eye(r), np.ones((c, c)))
    same_column = np.kron(np.ones((r, r)), np.eye(c))
    row_total, column_total = np.repeat(by_row, c)[:, None], np.tile(by_column, r)[:, None]
    jacobian: Floats = (
        np.eye(r * c)
        - same_row * column_total / population
        - same_column * row_total / population
        + row_total * column_total / population**2
    )
    return jacobian


def _laid_out(
    design: SampleDesign, rows: Integers, columns: Integers, domain: Flags | None
) -> tuple[Integers, tuple[int, int]] | None:
    """Give the cell of each respondent (-1: in none) and the shape of the table without empty rows and columns."""
    is_in = (rows >= 0) & (columns >= 0) & (design.weights > 0)
    if domain is not None:
        is_in &= domain
    row, r = _without_gaps(rows, is_in)
    column, c = _without_gaps(columns, is_in)
    if r < 2 or c < 2:
        return None
    return np.where(is_in, row * c + column, -1), (r, c)


def _without_gaps(codes: Integers, is_in: Flags) -> tuple[Integers, int]:
    """Number the codes that are used from 0: of each respondent (n,), and how many."""
    code = np.where(is_in, codes, 0)
    is_used = np.bincount(code[is_in], minlength=1) > 0
    if is_used.all():
        return code, len(is_used)
    numbers = np.cumsum(is_used) - 1
    return numbers[code], int(is_used.sum())


@lru_cache(maxsize=256)
def table_contrasts(rows: int, columns: int) -> Floats:
    """Give the contrasts of the independence of rows and columns: ((rows-1)(columns-1), cells)."""
    contrasts: Floats = np.kron(_contrasts(rows), _contrasts(columns)).astype(np.float64)
    return contrasts


def _contrasts(levels: int) -> Floats:
    """Give orthonormal contrasts (levels-1, levels): each row adds up to 0 (Helmert)."""
    contrasts = np.tril(np.ones((levels, levels)), -1)[1:]
    contrasts[np.arange(levels - 1), np.arange(1, levels)] = -np.arange(1, levels)
    normed: Floats = contrasts / np.sqrt(np.sum(contrasts**2, axis=1, keepdims=True))
    return normed
