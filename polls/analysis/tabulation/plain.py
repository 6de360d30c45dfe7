"""From arrays to lists for JSON."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Cell = float | int | str | None


def numbers(values: NDArray[np.float64]) -> list[Any]:
    """Give nested lists with None for what is not a finite number."""
    finite = np.isfinite(values)
    if finite.all():
        return list(values.tolist())
    cells = values.astype(object)
    cells[~finite] = None
    return list(cells.tolist())


def wholes(values: NDArray[np.float64]) -> list[Any]:
    """Give nested lists of whole numbers: counts that were summed in floating point."""
    return list(np.rint(values).astype(np.int64).tolist())


def names(values: NDArray[np.str_] | NDArray[np.object_]) -> list[Any]:
    """Give nested lists with None for the empty name."""
    flat = values.ravel()
    cells = np.full(flat.shape, None, object)
    left = np.flatnonzero(flat != "")
    while len(left):  # few different names occur: one text for all cells that have it
        name = str(flat[left[0]])
        is_named = flat[left] == name
        cells[left[is_named]] = name
        left = left[~is_named]
    return list(cells.reshape(values.shape).tolist())
