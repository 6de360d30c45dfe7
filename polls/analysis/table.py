"""The answers of a poll as columns of small integers that know why a value is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import IntEnum
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from polls.analysis.array_file import read_arrays, write_arrays
from polls.analysis.fingerprint import fingerprint, word_of

FORMAT = "response-table/3"
ANSWERED = 0
"""Status of a substantive answer. In a ``ChoiceColumn`` every code from 0 up is one."""

Mask = NDArray[np.bool_]
Codes = NDArray[np.int8] | NDArray[np.int16]
Statuses = NDArray[np.int8]


class Missing(IntEnum):
    """Why there is no substantive answer. Never merged in storage, tables or files."""

    DONT_KNOW = -1
    SKIPPED = -2
    NOT_ASKED = -3
    NOT_REACHED = -4


class _Arrays:
    """Shared by the kinds of column: each is a frozen dataclass of arrays with one row per respondent."""

    def arrays(self) -> dict[str, NDArray[Any]]:
        return {each.name: getattr(self, each.name) for each in fields(self)}  # type: ignore[arg-type]

    def where(self, mask: Mask) -> Self:
        return type(self)(**{name: array[mask] for name, array in self.arrays().items()})

    def hashed(self) -> dict[str, NDArray[Any]]:
        """Give what tells one respondent's value from another's, as 1-D fields."""
        return self.arrays()


@dataclass(frozen=True, eq=False)
class ChoiceColumn(_Arrays):
    """One answer per respondent. ``codes`` (n,): index into ``question.options``, or a ``Missing``."""

    codes: Codes


@dataclass(frozen=True, eq=False)
class MultipleColumn(_Arrays):
    """Any number of options per respondent.

    ``chosen`` (n, options): True where ticked. ``status`` (n,): ``ANSWERED`` or a ``Missing``.
    """

    chosen: Mask
    status: Statuses

    def hashed(self) -> dict[str, NDArray[Any]]:
        packed = np.packbits(self.chosen, axis=1)
        return {"status": self.status} | {f"chosen{index}": packed[:, index] for index in range(packed.shape[1])}


@dataclass(frozen=True, eq=False)
class RankColumn(_Arrays):
    """Options in order of preference. ``ranks`` (n, options): 1 for the first, 0 where not ranked. ``status`` (n,)."""

    ranks: NDArray[np.int8]
    status: Statuses

    def hashed(self) -> dict[str, NDArray[Any]]:
        return {"status": self.status} | {f"rank{index}": ranks for index, ranks in enumerate(self.ranks.T)}


@dataclass(frozen=True, eq=False)
class NumberColumn(_Arrays):
    """A number per respondent. ``values`` (n,) counts only where ``status`` (n,) is ``ANSWERED``.

    A date is the number of days since 1970-01-01, a month the number of months since January 1970.
    """

    values: NDArray[np.float64]
    status: Statuses

    def hashed(self) -> dict[str, NDArray[Any]]:
        return {"status": self.status, "values": np.where(self.status == ANSWERED, self.values, 0.0)}


@dataclass(frozen=True, eq=False)
class TextColumn(_Arrays):
    """Whether a text was given. ``status`` (n,): ``ANSWERED`` or a ``Missing``. The texts themselves are not loaded."""

    status: Statuses


Column = ChoiceColumn | MultipleColumn | RankColumn | NumberColumn | TextColumn
COLUMN_TYPES: Mapping[str, type[Column]] = {
    kind.__name__: kind for kind in (ChoiceColumn, MultipleColumn, RankColumn, NumberColumn, TextColumn)
}


@dataclass(frozen=True, eq=False)
class AttributeColumn:
    """An attribute from the contact list. ``codes`` (n,): index into ``values``, or -1 where it is unknown."""

    codes: Codes
    values: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class ResponseTable:
    """``n`` responses to one questionnaire: a column per variable code, and the contact attributes beside them.

    ``known_digest`` is what ``digest`` gives, where it has been computed before. ``flags`` say by name which responses
    are marked for their quality, (n,); they follow from the answers and are not part of the digest.
    """

    n: int
    columns: Mapping[str, Column]
    attributes: Mapping[str, AttributeColumn]
    known_digest: str = ""
    flags: Mapping[str, Mask] = field(default_factory=dict)

    def __post_init__(self) -> None:
        arrays = [(code, array) for code, column in self.columns.items() for array in column.arrays().values()]
        arrays += [(name, column.codes) for name, column in self.attributes.items()]
        arrays += list(self.flags.items())
        for name, array in arrays:
            if len(array) != self.n:
                raise ValueError(f"column {name} has {len(array)} rows, the table has {self.n}")

    def where(self, mask: Mask) -> "ResponseTable":
        """Give the table of the respondents for whom ``mask`` (n,) is True."""
        return ResponseTable(
            n=int(np.count_nonzero(mask)),
            columns={code: column.where(mask) for code, column in self.columns.items()},
            attributes={
                name: AttributeColumn(column.codes[mask], column.values) for name, column in self.attributes.items()
            },
            flags={name: marked[mask] for name, marked in self.flags.items()},
        )

    def digest(self) -> str:
        """Give a SHA-256 of the answers, 64 hexadecimal digits, the same whatever the order of the rows."""
        return self.known_digest or self._digest

    @cached_property
    def _digest(self) -> str:
        parts = {
            f"{code} {type(column).__name__} {name}": values
            for code, column in self.columns.items()
            for name, values in column.hashed().items()
        }
        parts |= {f"attribute {name}": _words_of(column) for name, column in self.attributes.items()}
        return fingerprint(self.n, parts)

    def save(self, path: Path) -> None:
        """Write the table to one file that ``load`` maps into memory. Replaces the file at once."""
        arrays = {
            f"{code}.{name}": array for code, column in self.columns.items() for name, array in column.arrays().items()
        }
        arrays |= {f"attribute {name}": column.codes for name, column in self.attributes.items()}
        arrays |= {f"flag {name}": marked for name, marked in self.flags.items()}
        header = {
            "format": FORMAT,
            "n": self.n,
            "digest": self.digest(),
            "columns": {code: type(column).__name__ for code, column in self.columns.items()},
            "attributes": {name: list(column.values) for name, column in self.attributes.items()},
            "flags": list(self.flags),
        }
        write_arrays(path, header, arrays)


def load(path: Path) -> ResponseTable:
    """Read back what ``ResponseTable.save`` wrote, without copying it. Raises ValueError for another format."""
    header, arrays = read_arrays(path)
    if header["format"] != FORMAT:
        raise ValueError(f"not a {FORMAT} file: {header['format']!r}")
    columns = {
        code: COLUMN_TYPES[kind](
            **{name.removeprefix(f"{code}."): array for name, array in arrays.items() if name.startswith(f"{code}.")}
        )
        for code, kind in header["columns"].items()
    }
    attributes = {
        name: AttributeColumn(arrays[f"attribute {name}"], tuple(values))
        for name, values in header["attributes"].items()
    }
    flags = {name: arrays[f"flag {name}"] for name in header["flags"]}
    return ResponseTable(header["n"], columns, attributes, header["digest"], flags)


def _words_of(column: AttributeColumn) -> NDArray[np.int64]:
    words = np.array([*map(word_of, column.values), -1], np.int64)
    return words[column.codes]
