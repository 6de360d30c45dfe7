"""The first of the frames, looked at before or while all of them are written."""

from collections.abc import Iterable, Iterator

import polars as pl


class Frames:
    """Frames that pass by once; ``first`` is kept of them, an empty one when there are none."""

    def __init__(self, frames: Iterable[pl.DataFrame]) -> None:
        self._frames = frames
        self.first = pl.DataFrame()

    def __iter__(self) -> Iterator[pl.DataFrame]:
        for position, frame in enumerate(self._frames):
            if position == 0:
                self.first = frame.head(1)
            yield frame
