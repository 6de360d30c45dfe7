"""The tail of a weighted sum of chi-squares over an independent chi-square, by saddlepoint (Kuonen 1999)."""

import numpy as np
from scipy.optimize import brentq
from scipy.special import fdtrc, ndtr

from polls.analysis.intervals import Floats

NEAR_ZERO = 1e-4
"""A saddlepoint nearer to 0 than this makes the approximation break down; Satterthwaite's F stands in."""

EDGE = 0.99999

EXACTLY = 1e-13
"""How near the saddlepoint is sought; R seeks it to 1e-8, which leaves three to five digits of the tail."""


def ratio_tail(statistic: float, effects: Floats, df: float, *, precision: float = EXACTLY) -> float:
    """Give P(Σ λᵢ χ²₁ > statistic · χ²_df / df) for the weights λ ``effects``; as R's ``pFsum``, whole df."""
    tail = _saddlepoint_tail(np.concatenate([effects, np.full(int(df), -statistic / df)]), precision)
    return _satterthwaite_tail(statistic, effects, df) if tail is None else tail


def _satterthwaite_tail(statistic: float, effects: Floats, df: float) -> float:
    scale = (effects**2).sum() / effects.sum()
    freedom = effects.sum() / scale
    return float(fdtrc(freedom, df, statistic / freedom / scale))


def _saddlepoint_tail(weights: Floats, precision: float) -> float | None:
    """Give P(Σ wᵢ χ²₁ > 0), by Lugannani and Rice in the form of Barndorff-Nielsen; None where it breaks down."""
    scaled = weights / weights.max()
    if not np.any(scaled < 0):
        return None
    low = float(np.max(1 / (2 * scaled[scaled < 0]))) * EDGE
    high = float(np.min(1 / (2 * scaled[scaled > 0]))) * EDGE
    zeta = float(brentq(lambda z: float(np.sum(scaled / (1 - 2 * z * scaled))), low, high, xtol=precision))
    if abs(zeta) < NEAR_ZERO:
        return None
    cumulant = -float(np.sum(np.log(1 - 2 * zeta * scaled))) / 2
    curvature = 2 * float(np.sum(scaled**2 / (1 - 2 * zeta * scaled) ** 2))
    w = float(np.sign(zeta) * np.sqrt(-2 * cumulant))
    v = zeta * float(np.sqrt(curvature))
    return float(ndtr(-(w + np.log(v / w) / w)))
