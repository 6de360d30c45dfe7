"""Agreement of two coders: percent agreement, Cohen's kappa with its standard error, and kappa pooled over codes.

Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20, 37-46.
Fleiss, J. L., Cohen, J. and Everitt, B. S. (1969). Large sample standard errors of kappa and weighted kappa.
Psychological Bulletin 72, 323-327.
De Vries, H., Elliott, M. N., Kanouse, D. E. and Teleki, S. S. (2008). Using pooled kappa to summarize interrater
agreement across many items. Field Methods 20, 272-282.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan, sqrt

import numpy as np
from numpy.typing import ArrayLike

from polls.analysis.intervals import normal_quantile, wilson


@dataclass(frozen=True)
class Kappa:
    """Agreement of two coders on ``n`` answers.

    ``agreement`` is the share of answers on which they agree (its bounds: Wilson), ``expected`` what chance alone would
    give, ``kappa`` = (agreement - expected) / (1 - expected) with standard error and interval. ``nan`` where it does
    not exist: nothing was coded, or both used one and the same category throughout.
    """

    n: int
    agreement: float
    agreement_low: float
    agreement_high: float
    expected: float
    kappa: float
    standard_error: float
    low: float
    high: float


def cohen_kappa(table: ArrayLike, *, confidence: float = 0.95) -> Kappa:
    """Give Cohen's kappa of a square table of counts (categories of the first coder, categories of the second).

    Standard error: Fleiss, Cohen and Everitt (1969), formula 13; the interval is normal and ends at 1.
    """
    counts = np.asarray(table, np.float64)
    n = counts.sum()
    if n == 0:
        return Kappa(0, *[nan] * 8)
    shares = counts / n
    rows, columns, diagonal = shares.sum(axis=1), shares.sum(axis=0), np.diag(shares)
    observed, expected = float(diagonal.sum()), float(rows @ columns)
    low, high = (float(bound) for bound in wilson(observed, n, confidence=confidence))
    if expected >= 1.0:
        return Kappa(round(n), observed, low, high, expected, nan, nan, nan, nan)
    kappa = (observed - expected) / (1 - expected)
    # Weight of each cell: that of the row's category in the second coder's margin, and the other way round.
    sums = columns[:, np.newaxis] + rows[np.newaxis, :]
    on = float((diagonal * (1 - np.diag(sums) * (1 - kappa)) ** 2).sum())
    off = float((shares * sums**2).sum() - (diagonal * np.diag(sums) ** 2).sum()) * (1 - kappa) ** 2
    rest = (kappa - expected * (1 - kappa)) ** 2
    error = sqrt(max(on + off - rest, 0.0) / n) / (1 - expected)
    half = normal_quantile(confidence) * error
    return Kappa(round(n), observed, low, high, expected, kappa, error, max(-1.0, kappa - half), min(1.0, kappa + half))


def kappa_of_ticks(first: ArrayLike, second: ArrayLike, *, confidence: float = 0.95) -> Kappa:
    """Give kappa of one code from who gave it: two boolean arrays (answers,)."""
    one, other = np.asarray(first, np.bool_), np.asarray(second, np.bool_)
    table = [
        [np.count_nonzero(one & other), np.count_nonzero(one & ~other)],
        [np.count_nonzero(~one & other), np.count_nonzero(~one & ~other)],
    ]
    return cohen_kappa(table, confidence=confidence)


def pooled_kappa(kappas: Sequence[Kappa]) -> float:
    """Give one kappa over many codes (De Vries et al. 2008): means of agreement and of chance before they are divided.

    ``nan`` without codes, or where chance alone explains everything.
    """
    counted = [each for each in kappas if each.n]
    if not counted:
        return nan
    observed = sum(each.agreement for each in counted) / len(counted)
    expected = sum(each.expected for each in counted) / len(counted)
    return (observed - expected) / (1 - expected) if expected < 1 else nan
