"""Do groups differ in their means, or in how their answers rank, under a design?"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import fdtrc

from polls.analysis.intervals import Floats, Integers
from polls.analysis.sampling.design import SampleDesign
from polls.analysis.sampling.estimates import Estimates

SINGULAR = 1e-12


@dataclass(frozen=True)
class GroupTest:
    """Wald's F for the equality of several groups; ``wald`` is the chi-square before it is divided by ``df``."""

    statistic: float
    df: int
    denominator_df: int
    pvalue: float
    wald: float


class Ties(StrEnum):
    """Which rank equal answers share under weights."""

    MIDDLE = "middle"
    """The middle of the weight that they take up together: whatever the order of the respondents."""

    SEQUENTIAL = "sequential"
    """The plain mean of the ranks that they have in the order of the data, as R's ``svyranktest``."""


def groups_wald(groups: Estimates, df: int) -> GroupTest | None:
    """Test whether the estimates of k groups are equal: Wald's F on k-1 and df+1-k degrees of freedom.

    It is the test of the segment in a linear model (R's ``regTermTest`` of ``svyglm``). ``df`` are the design's. Groups
    without an estimate (``nan``) are left out; None where fewer than two are left, df do not suffice or nothing varies.
    """
    kept = np.flatnonzero(~np.isnan(groups.estimate))
    contrasts = len(kept) - 1
    freedom = df - contrasts
    if contrasts < 1 or freedom < 1:
        return None
    difference = groups.estimate[kept[1:]] - groups.estimate[kept[0]]
    influence = groups.influence[:, kept[1:]] - groups.influence[:, kept[:1]]
    covariance = Estimates(groups.design, difference, influence).covariance
    if not np.diag(covariance).min() > 0 or np.linalg.cond(covariance) > 1 / SINGULAR:
        return None
    wald = float(difference @ np.linalg.solve(covariance, difference))
    return GroupTest(wald / contrasts, contrasts, freedom, float(fdtrc(contrasts, freedom, wald / contrasts)), wald)


def rank_scores(
    design: SampleDesign, values: ArrayLike, groups: Integers, count: int, *, ties: Ties = Ties.MIDDLE
) -> Floats:
    """Give the estimated rank in the population, from 0 to 1, of the answers (n,) of those in the groups 0 … count-1.

    Their means by group are compared as Kruskal and Wallis do (Lumley & Scott 2013). ``nan`` for all others.
    """
    value = np.asarray(values, np.float64)
    is_in = ~np.isnan(value) & (groups >= 0) & (groups < count) & (design.weights > 0)
    weights = design.weights[is_in]
    order = np.argsort(value[is_in], kind="stable")
    _, place = np.unique(value[is_in], return_inverse=True)
    if ties is Ties.SEQUENTIAL:
        reached = np.empty_like(weights)
        reached[order] = np.cumsum(weights[order]) - weights[order] / 2
        ranks = (np.bincount(place, reached) / np.bincount(place))[place]
    else:
        size = np.bincount(place, weights)
        ranks = (np.cumsum(size) - size / 2)[place]
    scores = np.full(len(value), np.nan)
    scores[is_in] = ranks / weights.sum()
    return scores
