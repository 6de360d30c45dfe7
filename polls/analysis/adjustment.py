"""Correction of p-values for the number of tests that a reader sees as one question."""

from collections.abc import Callable, Mapping
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from polls.analysis.intervals import Floats


class Correction(StrEnum):
    """How p-values of one family are corrected."""

    HOLM = "holm"
    BENJAMINI_HOCHBERG = "benjamini_hochberg"
    BONFERRONI = "bonferroni"
    NONE = "none"


Ranked = Callable[[Floats, NDArray[np.int64], Floats], Floats]


def adjust(pvalues: ArrayLike, correction: Correction = Correction.HOLM) -> Floats:
    """Correct the p-values of each family: the last axis of an array of any shape. ``nan`` is no test and stays.

    Holm (1979), Benjamini & Hochberg (1995) and Bonferroni, as R's ``p.adjust``.
    """
    raw = np.asarray(pvalues, np.float64)
    order = np.argsort(raw, axis=-1)  # nan comes last
    ordered = np.take_along_axis(raw, order, axis=-1)
    rank = np.arange(1, raw.shape[-1] + 1)
    tests = np.sum(~np.isnan(raw), axis=-1, keepdims=True).astype(np.float64)
    adjusted = np.minimum(ADJUSTERS[correction](ordered, rank, tests), 1.0)
    result = np.empty_like(raw)
    np.put_along_axis(result, order, adjusted, axis=-1)
    return result


def _holm(ordered: Floats, rank: NDArray[np.int64], tests: Floats) -> Floats:
    return np.maximum.accumulate(ordered * (tests - rank + 1), axis=-1)


def _benjamini_hochberg(ordered: Floats, rank: NDArray[np.int64], tests: Floats) -> Floats:
    scaled = ordered * tests / rank
    smallest_from_here = np.fmin.accumulate(scaled[..., ::-1], axis=-1)[..., ::-1]
    return np.where(np.isnan(ordered), np.nan, smallest_from_here)


def _bonferroni(ordered: Floats, rank: NDArray[np.int64], tests: Floats) -> Floats:
    return ordered * tests


def _none(ordered: Floats, rank: NDArray[np.int64], tests: Floats) -> Floats:
    return ordered


ADJUSTERS: Mapping[Correction, Ranked] = {
    Correction.HOLM: _holm,
    Correction.BENJAMINI_HOCHBERG: _benjamini_hochberg,
    Correction.BONFERRONI: _bonferroni,
    Correction.NONE: _none,
}
