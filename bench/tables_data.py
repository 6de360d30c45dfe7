"""Made-up answers for the benchmark of tables."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

QUESTIONS = 50
OPTIONS = 5
SEGMENTS = (3, 4, 5)


@dataclass(frozen=True, eq=False)
class Banner:
    """``answers`` (questions) and ``segments`` (variables) are columns (n,) of small codes, ``weights`` (n,)."""

    answers: list[NDArray[np.int8]]
    segments: list[NDArray[np.int8]]
    weights: NDArray[np.float64]

    @property
    def size(self) -> int:
        return len(self.weights)


def make_banner(n: int, seed: int = 1) -> Banner:
    rng = np.random.default_rng(seed)
    answers = [rng.integers(0, OPTIONS, n).astype(np.int8) for _ in range(QUESTIONS)]
    segments = [rng.integers(0, count, n).astype(np.int8) for count in SEGMENTS]
    return Banner(answers, segments, rng.uniform(0.5, 2.0, n))
