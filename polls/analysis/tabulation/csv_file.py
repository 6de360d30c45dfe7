"""Reads a plain CSV file of coded answers by a specification, without a database."""

import csv
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polls.analysis.table import ANSWERED, ChoiceColumn, Column, Missing, MultipleColumn, NumberColumn
from polls.analysis.tabulation.data import Answers, Raw
from polls.analysis.tabulation.node import unknown
from polls.analysis.tabulation.read_variables import MISSING
from polls.analysis.tabulation.spec import Source, Spec
from polls.analysis.tabulation.variables import ONE_CODE, Kind, Variable


class DataError(ValueError):
    """A field of the file cannot be read. ``line`` counts from 1, the heading included."""

    def __init__(self, line: int, column: str, message: str) -> None:
        super().__init__(f"line {line}, column {column}: {message}" if column else f"line {line}: {message}")
        self.line = line
        self.column = column


class _File:
    """The columns of the file as texts, and on which line each row ends."""

    def __init__(self, path: Path) -> None:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.reader(file, strict=True)
            try:
                self.names = [name.strip() for name in next(reader, [])]
                rows, self.lines = self._rows(reader)
            except csv.Error as error:
                raise DataError(reader.line_num, "", f"this is not CSV: {error}") from error
            except UnicodeDecodeError as error:
                raise DataError(reader.line_num + 1, "", "this is not text in UTF-8") from error
        columns: Iterable[Raw] = zip(*rows, strict=True) if rows else [()] * len(self.names)
        self.columns: dict[str, Raw] = dict(zip(self.names, columns, strict=True))

    def _rows(self, reader: Any) -> tuple[list[list[str]], list[int]]:
        rows: list[list[str]] = []
        lines: list[int] = []
        if not self.names:
            raise DataError(1, "", "the file is empty; its first line names the columns")
        for row in reader:
            if len(row) != len(self.names):
                if not row:
                    continue
                raise DataError(
                    reader.line_num, "", f"{len(row)} fields where the heading has {len(self.names)} columns"
                )
            rows.append(row)
            lines.append(reader.line_num)
        return rows, lines

    def column(self, name: str, wanted_by: str) -> Raw:
        if name not in self.columns:
            raise DataError(1, name, f"{wanted_by} needs this column; {unknown('a column', name, self.names)}")
        return self.columns[name]

    def fail(self, row: int, name: str, message: str) -> DataError:
        return DataError(self.lines[row], name, message)


def read_csv(path: Path, spec: Spec) -> Answers:
    """Read the answers of a file. Raises DataError for the first field that cannot be read, OSError for no file."""
    file = _File(path)
    columns: dict[str, Column] = {}
    for code, variable in spec.variables.items():
        columns |= READERS[variable.kind](file, variable, spec.sources[code])
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Answers(len(file.lines), spec.variables, columns, file.columns, path.name, digest)


def raw_numbers(answers: Answers, name: str, *, least: float | None = None) -> NDArray[np.float64]:
    """Read a column of the file as numbers, every one of them known. Raises DataError."""
    values = np.empty(answers.n)
    for row, text in enumerate(answers.raw[name]):
        try:
            values[row] = float(text)
        except ValueError:
            raise DataError(row + 2, name, f"a number belongs here, not {text!r}") from None
    wrong = np.flatnonzero(~np.isfinite(values) | (values < (-np.inf if least is None else least)))
    if len(wrong):
        raise DataError(int(wrong[0]) + 2, name, f"{answers.raw[name][wrong[0]]!r} is not allowed here")
    return values


def _coded(file: _File, name: str, variable: Variable, source: Source, codes: Mapping[str, int]) -> NDArray[np.int16]:
    """Give codes or kinds of missing: (n,). A number equals a code however it is written: 1, 01, 1.0."""
    known = {**{value: int(MISSING[reason]) for value, reason in source.missing.items()}, **codes}
    known |= dict.fromkeys(source.dont_know, int(Missing.DONT_KNOW))
    numbers = {number: code for text, code in known.items() if (number := _number(text)) is not None}
    known.setdefault("", int(MISSING[source.empty]))
    texts = file.column(name, f"variable {variable.code}")
    for text in set(texts).difference(known):
        number = _number(text)
        if not text.strip():
            known[text] = known[""]
        elif text.strip() in known:
            known[text] = known[text.strip()]
        elif number is not None and number in numbers:
            known[text] = numbers[number]
        else:
            listed = ", ".join([*list(codes)[:20], *source.dont_know])
            raise file.fail(list(texts).index(text), name, f"{text!r} is no code of {variable.code} ({listed})")
    return np.fromiter(map(known.__getitem__, texts), np.int16, len(texts))


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _choice(file: _File, variable: Variable, source: Source) -> dict[str, Column]:
    codes = _coded(file, source.columns[0], variable, source, variable.positions)
    return {variable.code: ChoiceColumn(_small(codes, len(variable.options)))}


def _multiple(file: _File, variable: Variable, source: Source) -> dict[str, Column]:
    """Several columns of ticks. Who has none of them filled was not asked (or what ``empty`` says)."""
    codes = dict.fromkeys(source.ticked, 1)
    codes |= {"0": 0} if "0" not in codes else {}
    names = [*source.columns, *([source.none] if source.none else [])]
    parts = np.column_stack([_coded(file, name, variable, source, codes) for name in names])
    chosen = parts == 1
    own = parts[:, : len(source.columns)]
    status = np.where(chosen.any(axis=1), ANSWERED, np.int16(Missing.SKIPPED))
    status[(own == Missing.DONT_KNOW).any(axis=1)] = Missing.DONT_KNOW
    is_missing = (own < Missing.DONT_KNOW).all(axis=1)
    status[is_missing] = own[is_missing, 0]
    chosen[status != ANSWERED] = False
    return {variable.code: MultipleColumn(np.asfortranarray(chosen), status.astype(np.int8))}


def _ranking(file: _File, variable: Variable, source: Source) -> dict[str, Column]:
    """A column for each thing with the rank that it got, 1 the best."""
    ranks = {str(rank): rank - 1 for rank in range(1, len(variable.options) + 1)}
    return {
        variable.part(code): ChoiceColumn(_small(_coded(file, name, variable, source, ranks), len(ranks)))
        for code, name in zip(source.codes, source.columns, strict=True)
    }


def _numbers(file: _File, variable: Variable, source: Source, name: str) -> NumberColumn:
    texts = file.column(name, f"variable {variable.code}")
    known = {value: int(MISSING[reason]) for value, reason in source.missing.items()}
    known |= dict.fromkeys(source.dont_know, int(Missing.DONT_KNOW)) | {"": int(MISSING[source.empty])}
    status = np.fromiter((known.get(text.strip(), ANSWERED) for text in texts), np.int8, len(texts))
    values = np.full(len(texts), np.nan)
    for row in np.flatnonzero(status == ANSWERED).tolist():
        number = _number(texts[row])
        if number is None or not np.isfinite(number):
            raise file.fail(row, name, f"a number belongs here, not {texts[row]!r}")
        values[row] = number
    return NumberColumn(values, status)


def _number_column(file: _File, variable: Variable, source: Source) -> dict[str, Column]:
    return {variable.code: _numbers(file, variable, source, source.columns[0])}


def _allocation(file: _File, variable: Variable, source: Source) -> dict[str, Column]:
    return {
        variable.part(code): _numbers(file, variable, source, name)
        for code, name in zip(source.codes, source.columns, strict=True)
    }


def _small(codes: NDArray[np.int16], options: int) -> NDArray[np.int8] | NDArray[np.int16]:
    return codes.astype(np.int8) if options < 128 else codes


Reader = Callable[[_File, Variable, Source], dict[str, Column]]
READERS: Mapping[Kind, Reader] = dict.fromkeys(ONE_CODE, _choice) | {
    Kind.MULTIPLE: _multiple,
    Kind.RANKING: _ranking,
    Kind.NUMBER: _number_column,
    Kind.ALLOCATION: _allocation,
}


def places(rows: Sequence[int]) -> str:
    """List lines of the file for a message, the first few of them."""
    shown = ", ".join(str(row + 2) for row in rows[:5])
    return f"lines {shown}{' …' if len(rows) > 5 else ''}"
