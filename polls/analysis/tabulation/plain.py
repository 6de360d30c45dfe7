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


def names(values: NDArray[np.str_]) -> list[Any]:
    """Give nested lists with None for the empty name."""
    cells = values.astype(object)
    cells[values == ""] = None
    return list(cells.tolist())
