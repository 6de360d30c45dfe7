"""Columns of texts of a plain file, each different text kept once: a million rows of codes take little memory."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int32]

_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


class Texts(Sequence[str]):
    """A column of a file. ``distinct`` are its different texts in order of appearance, ``places`` (n,) point there.

    ``lines`` (n,) say on which line of the file each respondent ends, counted from 1.
    """

    def __init__(self, distinct: Sequence[str], places: Places, lines: Places) -> None:
        self.distinct = distinct
        self.places = places
        self.lines = lines

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, row: int) -> str: ...
    @overload
    def __getitem__(self, row: slice) -> list[str]: ...
    def __getitem__(self, row: int | slice) -> str | list[str]:
        if isinstance(row, slice):
            return [self.distinct[place] for place in self.places[row].tolist()]
        return self.distinct[int(self.places[row])]

    def __iter__(self) -> Iterator[str]:
        return map(self.distinct.__getitem__, self.places.tolist())

    def array(self) -> NDArray[np.str_]:
        """Give all texts as an array: (n,)."""
        return np.array(self.distinct, np.str_)[self.places]

    def line_of(self, place: int) -> int:
        """Give the first line with the text at this place among the different ones."""
        return int(self.lines[np.argmax(self.places == place)])


def number_in(text: str) -> float | None:
    """Read digits with a decimal point, perhaps an exponent; anything else is no number (None)."""
    stripped = text.strip()
    return float(stripped) if _NUMBER.fullmatch(stripped) else None


class _Places(dict[str, int]):
    """Numbers texts as they appear."""

    def __missing__(self, text: str) -> int:
        place = self[text] = len(self)
        return place


class TextsBuilder:
    """Takes in a column piece by piece."""

    def __init__(self) -> None:
        self._places = _Places()
        self._parts: list[Places] = []

    def add(self, texts: Iterable[str]) -> None:
        self._parts.append(np.fromiter(map(self._places.__getitem__, texts), np.int32))

    def texts(self, lines: Places) -> Texts:
        return Texts(list(self._places), np.concatenate(self._parts), lines)
