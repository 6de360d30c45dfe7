"""A table of very many responses, read in parts by several workers and joined on disk."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from polls.analysis import table as tables
from polls.analysis.table import AttributeColumn, Column, ResponseTable
from polls.codebook.schema import Questionnaire
from polls.questionnaire.models import Poll
from polls.results.dataset.bulk import KeyRange
from polls.results.dataset.columns import cache_path, keep, kept, read_part
from polls.results.dataset.state import DataMovedError, DataState, read_state, state_of


def is_kept(poll: Poll, questionnaire: Questionnaire, key: str) -> bool:
    """Whether the columns of all responses of the state that ``key`` names are on disk, whole."""
    return kept(cache_path(poll, questionnaire, key), questionnaire, state_of(key)) is not None


def part_path(poll: Poll, questionnaire: Questionnaire, key: str, part: KeyRange) -> Path:
    """Say where the columns of one part are kept: beside those of the whole."""
    whole = cache_path(poll, questionnaire, key)
    return whole.with_name(f"{whole.stem}-{part.number}-of-{part.of}.columns")


def keep_part(poll: Poll, questionnaire: Questionnaire, key: str, part: KeyRange) -> int:
    """Read one part of the responses and keep its columns; give how many responses it has.

    Raises ``DataMovedError`` when the responses of that state are not to be had any more.
    """
    state = state_of(key)
    table = read_part(poll, questionnaire, state, part)
    _check_is_present(poll, state)
    path = part_path(poll, questionnaire, key, part)
    path.parent.mkdir(parents=True, exist_ok=True)
    table.save(path)
    return table.n


def missing_parts(poll: Poll, questionnaire: Questionnaire, key: str, of: int) -> list[int]:
    """Give the numbers of the parts whose columns are not on disk."""
    return [number for number in range(of) if not part_path(poll, questionnaire, key, KeyRange(number, of)).exists()]


def join_parts(poll: Poll, questionnaire: Questionnaire, key: str, of: int) -> None:
    """Make the columns of all responses from those of the parts, which then go.

    Raises ``DataMovedError`` when they do not add up to the state, ``OSError`` when a part is gone.
    """
    paths = [part_path(poll, questionnaire, key, KeyRange(number, of)) for number in range(of)]
    table, state = joined([tables.load(path) for path in paths]), state_of(key)
    if table.n != state.count:
        raise DataMovedError(f"the parts have {table.n} responses where the state has {state.count}")
    keep(table, cache_path(poll, questionnaire, key))
    remove_parts(poll, questionnaire, key, of)


def remove_parts(poll: Poll, questionnaire: Questionnaire, key: str, of: int) -> None:
    """Remove the columns of the parts."""
    for number in range(of):
        part_path(poll, questionnaire, key, KeyRange(number, of)).unlink(missing_ok=True)


def joined(parts: Sequence[ResponseTable]) -> ResponseTable:
    """Put tables of the same questionnaire below each other."""
    columns = {
        code: type(column)(**_joined([part.columns[code].arrays() for part in parts]))
        for code, column in parts[0].columns.items()
    }
    attributes = {name: _joined_attribute([part.attributes[name] for part in parts]) for name in parts[0].attributes}
    flags = {name: np.concatenate([part.flags[name] for part in parts]) for name in parts[0].flags}
    n = sum(part.n for part in parts)
    return ResponseTable(n, cast(Mapping[str, Column], columns), attributes, flags=flags)


def rows_between(table: ResponseTable, first: int, end: int) -> ResponseTable:
    """Give the responses from place ``first`` to before ``end``, without copying them."""
    columns = {
        code: type(column)(**{name: array[first:end] for name, array in column.arrays().items()})
        for code, column in table.columns.items()
    }
    attributes = {
        name: AttributeColumn(column.codes[first:end], column.values) for name, column in table.attributes.items()
    }
    flags = {name: marked[first:end] for name, marked in table.flags.items()}
    return ResponseTable(end - first, cast(Mapping[str, Column], columns), attributes, table.digest(), flags)


def _joined(parts: Sequence[Mapping[str, NDArray[Any]]]) -> dict[str, NDArray[Any]]:
    return {name: _stacked([part[name] for part in parts]) for name in parts[0]}


def _stacked(arrays: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Join arrays below each other, those of two dimensions column after column, as they are counted."""
    shape = (sum(map(len, arrays)), *arrays[0].shape[1:])
    found: NDArray[Any] = np.empty(shape, np.result_type(*arrays), order="F")
    return np.concatenate(arrays, out=found)


def _joined_attribute(parts: Sequence[AttributeColumn]) -> AttributeColumn:
    """Join codes of an attribute, of which each part knows only the values that occur in it."""
    values = sorted({value for part in parts for value in part.values})
    place = {value: number for number, value in enumerate(values)}
    codes = [np.array([*(place[value] for value in part.values), -1], np.int16)[part.codes] for part in parts]
    return AttributeColumn(np.concatenate(codes), tuple(values))


def _check_is_present(poll: Poll, state: DataState) -> None:
    """See that no response was erased or came out of the urn while the part was read, or since others were."""
    present = read_state(poll)
    if present.revision != state.revision or (state.latest_at is None and present.count != state.count):
        raise DataMovedError(f"the responses are those of {present.key}, not of {state.key}")
