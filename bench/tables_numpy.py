"""The banner in plain NumPy: one joint index over the segment variables, three sums a question, the rest in arrays."""

from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, ndtri, stdtr, stdtrit

from bench.tables_data import OPTIONS, SEGMENTS, Banner

Floats = NDArray[np.float64]


def counted(banner: Banner) -> tuple[Floats, Floats, Floats]:
    """Count respondents, weights and squared weights: (questions, segments or everyone, options) each."""
    joint = np.zeros(banner.size, np.intp)
    for codes, radix in zip(banner.segments, SEGMENTS, strict=True):
        joint = joint * radix + codes
    cells = int(np.prod(SEGMENTS))
    squares = banner.weights**2
    found = np.empty((3, len(banner.answers), cells, OPTIONS))
    base = joint * OPTIONS
    for question, codes in enumerate(banner.answers):
        key = base + codes
        found[0, question] = np.bincount(key, minlength=cells * OPTIONS).reshape(cells, OPTIONS)
        found[1, question] = np.bincount(key, banner.weights, cells * OPTIONS).reshape(cells, OPTIONS)
        found[2, question] = np.bincount(key, squares, cells * OPTIONS).reshape(cells, OPTIONS)
    cube = found.reshape(3, len(banner.answers), *SEGMENTS, OPTIONS)
    parts = [cube.sum(axis=(2, 3, 4))[:, :, None]]
    for axis in range(len(SEGMENTS)):
        others = tuple(2 + other for other in range(len(SEGMENTS)) if other != axis)
        parts.append(cube.sum(axis=others))
    count, weight, square = np.concatenate(parts, axis=2)
    return count, weight, square


def whole_banner(banner: Banner) -> tuple[Floats, ...]:
    """Give shares, intervals, and differences with their p-values."""
    count, weight, square = counted(banner)
    p, error = _shares(weight, square, banner.size)
    df = count.sum(axis=2, keepdims=True) - 1
    with np.errstate(divide="ignore", invalid="ignore"):
        half = stdtrit(df, 0.975) * error / (p * (1 - p))
        logit = np.log(p / (1 - p))
    low, high = expit(logit - half), expit(logit + half)
    first, second = pairs()
    difference = p[:, first] - p[:, second]
    together = np.sqrt(error[:, first] ** 2 + error[:, second] ** 2)
    pvalue = 2 * stdtr(banner.size - 1, -np.abs(difference / together))
    quantile, inner = stdtrit(banner.size - 1, 0.975), stdtrit(banner.size - 1, 0.95)
    wide, narrow = quantile * together, inner * together
    detectable = float(ndtri(0.975) + ndtri(0.8)) * together
    return p, error, low, high, difference, pvalue, difference - wide, difference + wide, narrow, detectable


def shares_and_errors(banner: Banner) -> tuple[Floats, Floats]:
    """Give the shares and their standard errors in the order of a table: (questions by options, columns)."""
    _count, weight, square = counted(banner)
    p, error = _shares(weight, square, banner.size)
    shape = (-1, p.shape[1])
    return p.transpose(0, 2, 1).reshape(shape), error.transpose(0, 2, 1).reshape(shape)


def pairs() -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    found, start = [], 1
    for radix in SEGMENTS:
        found += list(combinations(range(start, start + radix), 2))
        start += radix
    both = np.array(found, np.intp)
    return both[:, 0], both[:, 1]


def _shares(weight: Floats, square: Floats, n: int) -> tuple[Floats, Floats]:
    base, base_square = weight.sum(axis=2, keepdims=True), square.sum(axis=2, keepdims=True)
    p = weight / base
    spread = (1 - 2 * p) * square + p**2 * base_square
    return p, np.sqrt(n / (n - 1) * spread) / base
