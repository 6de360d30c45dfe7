"""Rankings: where the items stand on average, and whether one is truly preferred to another."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from polls.analysis.adjustment import Correction, adjust
from polls.analysis.intervals import Floats, Integers
from polls.analysis.paired import sign_test
from polls.analysis.ratio import ratio


@dataclass(frozen=True, eq=False)
class RankingSummary:
    """Per item, arrays (k,): who ranked it, mean rank and its standard error, Borda points, share ranked first.

    ``preferred`` (k, k): the share that ranked the row's item above the column's, of those who preferred one.
    """

    n: int
    ranked: Integers
    mean_rank: Floats
    error: Floats
    borda: Floats
    first: Floats
    preferred: Floats


@dataclass(frozen=True, eq=False)
class PairwisePreferences:
    """All pairs of items (pairs,): how often the first was ranked above the second, of how many who preferred one."""

    first: Integers
    second: Integers
    wins: Integers
    trials: Integers
    pvalue: Floats
    adjusted: Floats


@dataclass(frozen=True)
class Agreement:
    """Friedman's chi-square and Kendall's W: 0 for no agreement among respondents, 1 for one ranking by all."""

    n: int
    statistic: float
    df: int
    pvalue: float
    kendall_w: float


def summarise_rankings(ranks: ArrayLike) -> RankingSummary:
    """Summarise ranks (n, k) of those who ranked at least one item: 1 is best, ``nan`` is not ranked.

    Borda gives k points to the best of k items, k-1 to the next, none to an item that was not ranked.
    """
    matrix = _taking_part(ranks)
    n, k = matrix.shape
    is_ranked = ~np.isnan(matrix)
    ranked = is_ranked.sum(axis=0)
    mean = ratio(np.nansum(matrix, axis=0), ranked)
    squares = np.nansum((matrix - mean) ** 2, axis=0)
    points = np.where(is_ranked, k + 1 - matrix, 0.0)
    above, below = _above(matrix)
    return RankingSummary(
        n=n,
        ranked=ranked.astype(np.int64),
        mean_rank=mean,
        error=np.sqrt(ratio(squares, (ranked - 1) * ranked)),
        borda=ratio(points.sum(axis=0), n),
        first=ratio(np.sum(matrix == 1, axis=0), n),
        preferred=ratio(above, above + below),
    )


def compare_items(ranks: ArrayLike, correction: Correction = Correction.HOLM) -> PairwisePreferences:
    """Test all pairs of items by exact sign tests, corrected over the pairs.

    An item that somebody did not rank stands below those that they did.
    """
    above, below = _above(_taking_part(ranks))
    first, second = np.array(list(combinations(range(len(above)), 2)), np.int64).reshape(-1, 2).T
    wins, trials = above[first, second], (above + below)[first, second]
    pvalue = sign_test(wins, trials)
    return PairwisePreferences(first, second, wins, trials, pvalue, adjust(pvalue, correction))


def friedman(ranks: ArrayLike) -> Agreement | None:
    """Test whether all items are liked alike, by those who ranked all (Friedman 1937), ties corrected.

    None for fewer than two items or without anybody.
    """
    matrix = np.asarray(ranks, np.float64)
    matrix = matrix[~np.isnan(matrix).any(axis=1)]
    n, k = matrix.shape
    if n == 0 or k < 2:
        return None
    lower = (matrix[:, :, None] > matrix[:, None, :]).sum(axis=2)
    equal = (matrix[:, :, None] == matrix[:, None, :]).sum(axis=2)
    own = lower + (equal + 1) / 2
    ties = float(np.sum(equal**2 - 1))
    bottom = n * k * (k + 1) - ties / (k - 1)
    if not bottom > 0:
        return None
    statistic = float(12 * np.sum((own.sum(axis=0) - n * (k + 1) / 2) ** 2) / bottom)
    return Agreement(n, statistic, k - 1, float(chdtrc(k - 1, statistic)), statistic / (n * (k - 1)))


def _taking_part(ranks: ArrayLike) -> Floats:
    matrix = np.asarray(ranks, np.float64)
    taking_part: Floats = matrix[~np.isnan(matrix).all(axis=1)]
    return taking_part


def _above(matrix: Floats) -> tuple[Integers, Integers]:
    """Count who ranked the item of the row above that of the column, and the other way round: (k, k) each."""
    places = np.where(np.isnan(matrix), np.inf, matrix)
    above = np.sum(places[:, :, None] < places[:, None, :], axis=0).astype(np.int64)
    return above, above.T
