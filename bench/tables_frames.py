"""The banner with pandas and with polars: grouped sums per question and variable, the rest in NumPy."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas
import polars
from numpy.typing import NDArray

from bench.tables_data import OPTIONS, SEGMENTS, Banner
from bench.tables_numpy import pairs

Floats = NDArray[np.float64]
AXES = range(1, len(SEGMENTS) + 1)
OTHERS = [tuple(other for other in AXES if other != axis) for axis in AXES]


def pandas_banner(banner: Banner) -> Callable[[], object]:
    """Give the work on a frame that is already there."""
    names = {f"q{place}": codes for place, codes in enumerate(banner.answers)}
    segments = {f"s{place}": codes for place, codes in enumerate(banner.segments)}
    frame = pandas.DataFrame({**names, **segments, "one": 1.0, "w": banner.weights, "w2": banner.weights**2})

    def work() -> object:
        found = []
        for question in names:
            parts = [_filled(frame.groupby(question)[["one", "w", "w2"]].sum(), 1)]
            for segment, radix in zip(segments, SEGMENTS, strict=True):
                parts.append(_filled(frame.groupby([segment, question])[["one", "w", "w2"]].sum(), radix))
            found.append(np.concatenate(parts, axis=1))
        return _tested(np.array(found), banner.size)

    return work


def _filled(sums: Any, groups: int) -> Floats:
    index = sums.index.to_frame(index=False).to_numpy()
    filled = np.zeros((groups, OPTIONS, 3))
    filled[index[:, 0] if index.shape[1] == 2 else 0, index[:, -1]] = sums.to_numpy()
    return filled.transpose(2, 0, 1)


def polars_banner(banner: Banner) -> Callable[[], object]:
    """Give the work on a frame that is already there."""
    names = {f"q{place}": codes for place, codes in enumerate(banner.answers)}
    segments = {f"s{place}": codes for place, codes in enumerate(banner.segments)}
    frame = polars.DataFrame({**names, **segments, "w": banner.weights, "w2": banner.weights**2})
    sums = [polars.len().cast(polars.Float64), polars.col("w").sum(), polars.col("w2").sum()]

    def work() -> object:
        plans = [frame.lazy().group_by([*segments, question]).agg(sums) for question in names]
        cubes = []
        for each in polars.collect_all(plans):
            cube = np.zeros((3, *SEGMENTS, OPTIONS))
            one, two, three, code = (each[name].to_numpy().astype(np.intp) for name in each.columns[:4])
            cube[:, one, two, three, code] = each.select(each.columns[4:]).to_numpy().T
            parts = [cube.sum(axis=(1, 2, 3))[:, None]]
            parts += [cube.sum(axis=others) for others in OTHERS]
            cubes.append(np.concatenate(parts, axis=1))
        return _tested(np.array(cubes), banner.size)

    return work


def _tested(sums: Floats, n: int) -> tuple[Floats, ...]:
    """Give shares, errors and differences from the sums (questions, measures, columns, options)."""
    weight, square = sums[:, 1], sums[:, 2]
    base = weight.sum(axis=2, keepdims=True)
    p = weight / base
    error = np.sqrt(n / (n - 1) * ((1 - 2 * p) * square + p**2 * square.sum(axis=2, keepdims=True))) / base
    first, second = pairs()
    difference = p[:, first] - p[:, second]
    return p, error, difference, difference / np.sqrt(error[:, first] ** 2 + error[:, second] ** 2)
