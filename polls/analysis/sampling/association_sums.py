"""Are questions related to segment variables? The tests of many tables of one shape, from sums over their cells.

The outcomes are those of ``association.rao_scott_f``. Contrasts of independence add up to nothing over rows and over
columns, so that of the covariance of the cells only the sums of squared weights are left, and no matrix over all pairs
of cells is made. Of the effects only their sum and that of their squares are needed: traces, without any eigenvalue.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.special import fdtrc

from polls.analysis.intervals import Floats, Integers
from polls.analysis.ratio import ratio
from polls.analysis.sampling.association import SINGULAR, Association, table_contrasts


@dataclass(frozen=True, eq=False)
class CellSums:
    """Sums of w and w² over the cells of tables, (tables, strata, rows, columns) each; over all strata none is empty.

    ``n`` respondents (tables,) scale Pearson's statistic; ``df`` (tables,) are the design's degrees of freedom.
    ``sampled`` (H,) respondents in each stratum, ``factors`` (H,) are (1 − n/N) · n/(n − 1).
    """

    weights: Floats
    squares: Floats
    n: Integers
    df: Integers
    sampled: Floats
    factors: Floats


def rao_scott_f_of_sums(sums: CellSums) -> Iterator[tuple[Association | None, float]]:
    """Test each table by the second-order correction, and give Cramér's V of the weighted table beside it."""
    tables, _strata, rows, columns = sums.weights.shape
    total = sums.weights.sum(axis=(1, 2, 3))
    shares = sums.weights.sum(axis=1) / total[:, None, None]
    n = sums.n.astype(np.float64)
    contrast = table_contrasts(rows, columns)
    scaled = contrast / shares.reshape(tables, 1, -1)
    simple = scaled @ contrast.T / n[:, None, None]
    effects = np.linalg.solve(simple, _spread(sums, scaled) / total[:, None, None] ** 2)
    first, second = np.trace(effects, axis1=1, axis2=2), np.einsum("bij,bji->b", effects, effects)
    expected = shares.sum(axis=2)[:, :, None] * shares.sum(axis=1)[:, None, :]
    pearson = n * np.sum((shares - expected) ** 2 / expected, axis=(1, 2))
    statistic, d = ratio(pearson, first), ratio(first**2, second)
    pvalue = fdtrc(d, d * sums.df, statistic)
    strength = np.sqrt(pearson / n / (min(rows, columns) - 1))
    found = (first, statistic, d, d * sums.df, pvalue, strength)
    for sum_of, f, one, two, p, v in zip(*(part.tolist() for part in found), strict=True):
        yield (Association(f, one, two, p) if sum_of > SINGULAR else None), v


def _spread(sums: CellSums, scaled: Floats) -> Floats:
    """Give the covariance of the contrasts times the square of the sum of weights: (tables, contrasts, contrasts)."""
    tables, strata = sums.weights.shape[:2]
    kept = np.tensordot(sums.factors, sums.squares, axes=(0, 1)).reshape(tables, 1, -1)
    spread: Floats = (scaled * kept) @ scaled.mT
    if strata > 1:  # in one stratum the contrasts of everyone add up to nothing
        drift = scaled @ sums.weights.reshape(tables, strata, -1).mT
        spread -= (drift * (sums.factors / sums.sampled)) @ drift.mT
    return spread
