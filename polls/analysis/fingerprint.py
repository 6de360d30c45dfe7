"""A hash of a set of rows that does not depend on their order.

Each row is mixed into two independent 64-bit numbers; these are summed over the rows (addition does not see order)
and the two sums are hashed together with the names of the columns. It tells data apart; it is no seal against forgery.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

SEEDS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F)
FACTOR = np.uint64(0xBF58476D1CE4E5B9)
FINAL_FACTOR = np.uint64(0x94D049BB133111EB)
SHIFT = np.uint64(31)
ROWS_AT_ONCE = 1 << 15

Words = NDArray[np.uint64]


def fingerprint(rows: int, fields: Mapping[str, NDArray[Any]]) -> str:
    """Give 64 hexadecimal digits for ``rows`` rows of 1-D fields: integers, booleans or float64, in name order."""
    names = sorted(fields)
    sums = [0, 0]
    for start in range(0, rows, ROWS_AT_ONCE):
        chunk = [_words(fields[name][start : start + ROWS_AT_ONCE]) for name in names]
        length = min(ROWS_AT_ONCE, rows - start)
        for lane, seed in enumerate(SEEDS):
            sums[lane] += int(np.sum(_mixed(chunk, np.full(length, seed, np.uint64))))
    text = json.dumps([rows, names, [total % 2**64 for total in sums]])
    return hashlib.sha256(text.encode()).hexdigest()


def word_of(text: str) -> int:
    """Give a 63-bit number for a text, the same in every process."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1


def _words(field: NDArray[Any]) -> Words:
    if field.dtype == np.float64:
        return (field + 0.0).view(np.uint64)  # -0.0 becomes 0.0
    return field.astype(np.int64).view(np.uint64)


def _mixed(chunk: list[Words], state: Words) -> Words:
    """Mix the fields of each row into its state, in the manner of SplitMix64 (Steele, Lea & Flood 2014)."""
    for words in chunk:
        state ^= words
        state *= FACTOR
        state ^= state >> SHIFT
    state *= FINAL_FACTOR
    state ^= state >> SHIFT
    return state
