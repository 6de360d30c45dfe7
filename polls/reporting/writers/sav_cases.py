"""The data of an SPSS system file: numbers and texts of many cases at once, in its byte-code compression.

A case is a row of pieces of 8 bytes. Each piece becomes a code of one byte, and only what no code says follows as it
is: after every eight codes stand the pieces that they left open.
"""

from collections.abc import Sequence
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from polls.reporting.writers.sav_records import SEGMENT, SYSTEM_MISSING, SavVariable

Numbers = NDArray[np.float64]
Pieces = NDArray[np.uint64]

BIAS = 100
SMALLEST, LARGEST = 1 - BIAS, 251 - BIAS
"""Whole numbers that a code says by itself."""

AS_IT_IS, SPACES, MISSING = 253, 254, 255
_SPACES = np.frombuffer(b" " * 8, np.uint64)[0]

MOST_BYTES = 1 << 25
"""Bytes of cases that are compressed at once."""


class CaseWriter:
    """Writes cases to a stream. ``finish`` writes what is left at the end."""

    def __init__(self, stream: BinaryIO, variables: Sequence[SavVariable]) -> None:
        self.stream, self.variables = stream, variables
        self._codes: NDArray[np.uint8] = np.zeros(0, np.uint8)
        self._pieces: Pieces = np.zeros(0, np.uint64)
        self.at_once = max(1, MOST_BYTES // (8 * max(1, sum(variable.elements for variable in variables))))

    def write(self, columns: Sequence[Numbers | Sequence[str]]) -> None:
        """Write cases given column by column: floats (``nan``: no value) for a number, strings for a text."""
        count = len(columns[0]) if columns else 0
        for start in range(0, count, self.at_once):
            self._write([column[start : start + self.at_once] for column in columns])

    def finish(self) -> None:
        """Write the last codes, filled up with codes that say nothing."""
        if len(self._codes):
            self._put(np.pad(self._codes, (0, -len(self._codes) % 8)), self._pieces)

    def _write(self, columns: Sequence[Any]) -> None:
        parts = [_pieces_of(*pair) for pair in zip(self.variables, columns, strict=True)]
        pieces = np.concatenate([part for part, _ in parts], axis=1).ravel()
        is_number = np.concatenate([np.full(part.shape[1], numeric) for part, numeric in parts])
        codes = _codes_of(pieces, np.tile(is_number, len(pieces) // max(1, len(is_number))))
        codes = np.concatenate([self._codes, codes])
        left_open = np.concatenate([self._pieces, pieces[codes[len(self._codes) :] == AS_IT_IS]])
        whole = len(codes) // 8 * 8
        count = int(np.count_nonzero(codes[:whole] == AS_IT_IS))
        self._put(codes[:whole], left_open[:count])
        self._codes, self._pieces = codes[whole:], left_open[count:]

    def _put(self, codes: NDArray[np.uint8], left_open: Pieces) -> None:
        """Write groups of eight codes, each followed by the pieces that it left open."""
        groups = codes.reshape(-1, 8)
        counts = np.count_nonzero(groups == AS_IT_IS, axis=1)
        before = np.concatenate([[0], np.cumsum(counts)[:-1]]) if len(counts) else counts
        written = np.empty(len(groups) + len(left_open), np.uint64)
        is_group = np.zeros(len(written), np.bool_)
        is_group[before + np.arange(len(groups))] = True
        written[is_group] = np.ascontiguousarray(groups).view(np.uint64)[:, 0]
        written[~is_group] = left_open
        self.stream.write(written.tobytes())


def _codes_of(pieces: Pieces, is_number: NDArray[np.bool_]) -> NDArray[np.uint8]:
    codes = np.full(len(pieces), AS_IT_IS, np.uint8)
    codes[~is_number & (pieces == _SPACES)] = SPACES
    values = pieces.view(np.float64)
    with np.errstate(invalid="ignore"):
        is_small = is_number & (values >= SMALLEST) & (values <= LARGEST) & (values == np.floor(values))
    codes[is_small] = (values[is_small] + BIAS).astype(np.uint8)
    codes[is_number & (values == SYSTEM_MISSING)] = MISSING
    return codes


def _pieces_of(variable: SavVariable, column: Any) -> tuple[Pieces, bool]:
    """Give a column as pieces (cases, elements), and whether they are numbers."""
    if variable.width == 0:
        values = np.where(np.isnan(column), SYSTEM_MISSING, column)
        return values.astype("<f8").view(np.uint64).reshape(-1, 1), True
    texts = b"".join(_segmented(variable, text.encode()) for text in column)
    return np.frombuffer(texts, np.uint64).reshape(-1, variable.elements), False


def _segmented(variable: SavVariable, text: bytes) -> bytes:
    """Lay a text out in the segments of its variable, each filled up with spaces to whole pieces."""
    if variable.width <= SEGMENT:
        return text.ljust(variable.elements * 8)
    return b"".join(
        text[position * SEGMENT : (position + 1) * SEGMENT].ljust(-(-width // 8) * 8)
        for position, width in enumerate(variable.segments)
    )
