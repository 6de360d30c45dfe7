"""The first of the frames, looked at before all of them are written."""

from collections.abc import Iterable, Iterator
from itertools import islice

import polars as pl


class Frames:
    """Frames that pass by once; ``first`` is the head of the first of them, an empty one when there are none."""

    def __init__(self, frames: Iterable[pl.DataFrame]) -> None:
        self._rest = iter(frames)
        self._opening = list(islice(self._rest, 1))
        self.first = self._opening[0].head(1) if self._opening else pl.DataFrame()

    def __iter__(self) -> Iterator[pl.DataFrame]:
        while self._opening:
            yield self._opening.pop()  # not kept: memory holds one frame
        yield from self._rest
