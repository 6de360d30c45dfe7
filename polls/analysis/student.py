"""Student's t: probabilities of both tails, fast where the degrees of freedom are many."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, stdtr

Floats = NDArray[np.float64]

MANY, FAR = 500.0, 7.0
"""With so many degrees of freedom, and no further out, Hill's deviate gives the probability to 1e-13 of itself."""


def two_sided(statistic: ArrayLike, df: float) -> Floats:
    """Give the probability of a t at least this far from 0 on one number of degrees of freedom; ``nan`` without any.

    Exactly, or through the normal deviate that is exceeded as often (Hill 1970, algorithm 395), which is as good.
    """
    t = np.abs(np.asarray(statistic, np.float64))
    if not df >= MANY:
        return np.asarray(2 * stdtr(df if df > 0 else np.nan, -t))
    found = np.array(2 * ndtr(-_normal_deviate(t, df)))
    far = t > FAR
    if far.any():
        found[far] = 2 * stdtr(df, -t[far])
    return found


def _normal_deviate(t: Floats, df: float) -> Floats:
    a = df - 0.5
    b = 48 * a**2
    square = a * np.log1p(t**2 / df)
    last = (((-0.4 * square - 3.3) * square - 24) * square - 85.5) / (0.8 * square**2 + 100 + b)
    deviate: Floats = ((last + square + 3) / b + 1) * np.sqrt(square)
    return deviate
