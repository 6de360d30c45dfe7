"""Many arrays in one uncompressed file that is mapped into memory, not read.

The file is: eight bytes of magic, the length of the header (8 bytes, little-endian), the header as JSON, and the
arrays, each starting at a multiple of 64 bytes. Arrays of two dimensions are stored column after column, because
columns are what gets counted.
"""

import json
import mmap
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAGIC = b"KSFCOL1\n"
ALIGNMENT = 64

Array = NDArray[Any]


def write_arrays(path: Path, header: Mapping[str, Any], arrays: Mapping[str, Array]) -> None:
    """Write the arrays and a JSON-able header to ``path``, which appears whole or not at all."""
    entries, offset = {}, 0
    for name, array in arrays.items():
        entries[name] = {"dtype": array.dtype.str, "shape": list(array.shape), "offset": offset}
        offset = _aligned(offset + array.nbytes)
    head = json.dumps({"header": header, "arrays": entries}, sort_keys=True).encode()
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with temporary.open("wb") as file:
        file.write(MAGIC + len(head).to_bytes(8, "little") + head)
        file.write(bytes(_aligned(file.tell()) - file.tell()))
        for array in arrays.values():
            file.write(array.tobytes(order="F"))
            file.write(bytes(_aligned(array.nbytes) - array.nbytes))
    temporary.replace(path)


def read_arrays(path: Path) -> tuple[dict[str, Any], dict[str, Array]]:
    """Give the header and the arrays as read-only views on the mapped file. Raises ValueError for another format."""
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise ValueError(f"{path.name} does not hold a response table")
        head = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        start = _aligned(file.tell())
        buffer = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return head["header"], {name: _view(buffer, start, entry) for name, entry in head["arrays"].items()}


def _view(buffer: mmap.mmap, start: int, entry: Mapping[str, Any]) -> Array:
    shape = tuple(entry["shape"])
    count = int(np.prod(shape))
    if count == 0:
        return np.empty(shape, entry["dtype"])
    flat: Array = np.frombuffer(buffer, entry["dtype"], count, start + entry["offset"])
    return flat.reshape(shape, order="F")


def _aligned(position: int) -> int:
    return -(-position // ALIGNMENT) * ALIGNMENT
