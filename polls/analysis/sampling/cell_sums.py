"""Estimates from sums over cells instead of respondents: many tables at once, from one pass over the answers.

What is needed of each cell is the sum of the weights and of their squares. The numbers are those of ``estimates``, for
respondents who were drawn one by one; the weights are taken as given.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from polls.analysis.intervals import Floats
from polls.analysis.ratio import ratio


@dataclass(frozen=True, eq=False)
class ShareSums:
    """Sums over the answers in a cell and over its base, arrays of shapes that broadcast: (…, rows, columns).

    ``weights`` and ``squares`` add up w and w² of those who gave the answer, ``base_weights`` and ``base_squares`` of
    those in the base.
    """

    weights: Floats
    squares: Floats
    base_weights: Floats
    base_squares: Floats

    @property
    def shares(self) -> Floats:
        """The weighted shares; ``nan`` on an empty base."""
        return ratio(self.weights, self.base_weights)

    @property
    def effective_base(self) -> Floats:
        """Kish's effective base (Σw)²/Σw², of the shape of the base; ``nan`` where it is empty."""
        return ratio(np.square(self.base_weights), self.base_squares)


def share_variances(sums: ShareSums, sampled: ArrayLike) -> Floats:
    """Give the variances of the shares of a sample of ``sampled`` respondents in one stratum, with replacement.

    n/(n−1) · Σ w²(y − p)² / (Σw)². Columns without common people are uncorrelated: variances of differences add up.
    """
    n, p = np.asarray(sampled, np.float64), sums.shares
    spread = (1 - p) ** 2 * sums.squares + p**2 * (sums.base_squares - sums.squares)
    return ratio(n / (n - 1) * spread, np.square(sums.base_weights))


def stratified_share_variances(sums: ShareSums, sampled: Floats, factors: Floats) -> Floats:
    """Give the variances of shares (…, rows, columns) in a stratified sample, from sums by stratum on the first axis.

    ``sampled`` (H,) respondents in each stratum, ``factors`` (H,) are its ``unit_factors``. The variance takes what the
    strata differ by out, so that even columns without common people are correlated.
    """
    overall = ShareSums(*(np.sum(part, axis=0) for part in _parts(sums)))
    p = overall.shares
    shape = (-1,) + (1,) * (np.ndim(p))
    n, factor = sampled.reshape(shape), factors.reshape(shape)
    spread = (1 - p) ** 2 * sums.squares + p**2 * (sums.base_squares - sums.squares)
    drift = (sums.weights - p * sums.base_weights) ** 2 / n
    return ratio(np.maximum(np.sum(factor * (spread - drift), axis=0), 0.0), np.square(overall.base_weights))


@dataclass(frozen=True, eq=False)
class MeanSums:
    """Sums over the respondents of a group who have a value y: w, w·y, w², w²·y and w²·y², arrays of one shape.

    Subtract a constant near the mean from y first where its spread is small beside it.
    """

    weights: Floats
    values: Floats
    squares: Floats
    square_values: Floats
    square_value_squares: Floats

    @property
    def means(self) -> Floats:
        """The weighted means; ``nan`` in an empty group."""
        return ratio(self.values, self.weights)


def mean_variances(sums: MeanSums, sampled: ArrayLike) -> Floats:
    """Give the variances of means of a sample of ``sampled`` respondents in one stratum, with replacement."""
    n, mean = np.asarray(sampled, np.float64), sums.means
    spread = sums.square_value_squares - 2 * mean * sums.square_values + mean**2 * sums.squares
    return ratio(n / (n - 1) * np.maximum(spread, 0.0), np.square(sums.weights))


def cell_covariances(weights: Floats, squares: Floats, sampled: ArrayLike) -> tuple[Floats, Floats]:
    """Give the shares of all cells of tables (…, rows, columns) and their covariances (…, cells, cells).

    ``weights`` and ``squares`` add up w and w² in each cell, ``sampled`` is the number of respondents in the design.
    """
    n = np.asarray(sampled, np.float64)
    flat = weights.reshape(*weights.shape[:-2], -1)
    square = squares.reshape(flat.shape)
    total: Floats = flat.sum(axis=-1, keepdims=True)
    p: Floats = flat / total
    cross: Floats = square[..., :, None] * p[..., None, :]
    spread = square.sum(axis=-1)[..., None, None] * p[..., :, None] * p[..., None, :]
    diagonal = square[..., :, None] * np.eye(p.shape[-1])
    scale = (n / (n - 1))[..., None, None] / total[..., None] ** 2
    covariances: Floats = scale * (diagonal - cross - np.swapaxes(cross, -1, -2) + spread)
    return p.reshape(weights.shape), covariances


def _parts(sums: ShareSums) -> tuple[Floats, Floats, Floats, Floats]:
    return sums.weights, sums.squares, sums.base_weights, sums.base_squares
