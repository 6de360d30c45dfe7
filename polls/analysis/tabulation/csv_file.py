"""Reads a plain CSV file of coded answers by a specification, without a database."""

import csv
import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

import numpy as np
from numpy.typing import NDArray

from polls.analysis.table import ANSWERED, ChoiceColumn, Column, Missing, MultipleColumn, NumberColumn
from polls.analysis.tabulation.data import Answers
from polls.analysis.tabulation.node import LARGEST, unknown
from polls.analysis.tabulation.read_variables import MISSING
from polls.analysis.tabulation.spec import Source, Spec
from polls.analysis.tabulation.texts import Texts, TextsBuilder, number_in
from polls.analysis.tabulation.variables import ONE_CODE, Kind, Variable

ROWS_AT_ONCE = 1 << 12

_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]*,[0-9]+")


class DataError(ValueError):
    """A field of the file cannot be read. ``line`` counts from 1, the heading included."""

    def __init__(self, line: int, column: str, message: str) -> None:
        super().__init__(f"line {line}, column {column}: {message}" if column else f"line {line}: {message}")
        self.line = line
        self.column = column


class _File:
    """The columns of the file as texts."""

    def __init__(self, path: Path) -> None:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.reader(file, strict=True, delimiter=_delimiter(file))
            try:
                self.names = _heading(reader)
                self.columns = _columns(reader, self.names)
            except csv.Error as error:
                raise DataError(reader.line_num, "", f"this is not CSV: {error}") from error
            except UnicodeDecodeError as error:
                message = "this is not text in UTF-8; save the file in that encoding"
                raise DataError(reader.line_num + 1, "", message) from error

    def column(self, name: str, wanted_by: str) -> Texts:
        if name not in self.columns:
            raise DataError(1, name, f"{wanted_by} needs this column; {unknown('a column', name, self.names)}")
        return self.columns[name]


def _delimiter(file: TextIO) -> str:
    """Give what stands between the names of the heading: a comma, else a semicolon or a tab."""
    try:
        heading = file.readline()
    except UnicodeDecodeError:
        heading = ""  # the reader comes to the same place, and says so
    file.seek(0)
    return max(",;\t", key=heading.count)


def _heading(reader: Any) -> list[str]:
    names = [name.strip() for name in next(reader, [])]
    if not names:
        raise DataError(1, "", "the file is empty; its first line names the columns")
    for name in names:
        if name and names.count(name) > 1:
            raise DataError(1, name, "the heading has more than one column of this name")
    return names


def _columns(reader: Any, names: Sequence[str]) -> dict[str, Texts]:
    """Read all rows, a piece at a time: every row must have as many fields as the heading."""
    builders = [TextsBuilder() for _name in names]
    lines: list[int] = []
    rows: list[list[str]] = []
    for row in reader:
        if len(row) != len(names):
            if not row:
                continue
            raise DataError(reader.line_num, "", f"{len(row)} fields where the heading has {len(names)} columns")
        rows.append(row)
        lines.append(reader.line_num)
        if len(rows) == ROWS_AT_ONCE:
            _take(builders, rows)
    _take(builders, rows)
    if not lines:
        raise DataError(2, "", "there are no respondents below the heading")
    ends = np.array(lines, np.int32)
    return {name: builder.texts(ends) for name, builder in zip(names, builders, strict=True)}


def _take(builders: Sequence[TextsBuilder], rows: list[list[str]]) -> None:
    for builder, texts in zip(builders, zip(*rows, strict=True), strict=False):
        builder.add(texts)
    rows.clear()


def read_csv(path: Path, spec: Spec) -> Answers:
    """Read the answers of a file. Raises DataError for the first field that cannot be read, OSError for no file."""
    file = _File(path)
    columns: dict[str, Column] = {}
    for code, variable in spec.variables.items():
        columns |= READERS[variable.kind](file, variable, spec.sources[code])
    with path.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    n = len(next(iter(file.columns.values())))
    return Answers(n, spec.variables, columns, file.columns, source=path.name, digest=digest)


def raw_numbers(answers: Answers, name: str, *, least: float | None = None) -> NDArray[np.float64]:
    """Read a column of the file as numbers, every one of them known. Raises DataError."""
    texts = answers.raw[name]
    values = [_number_at(texts, place, name) for place in range(len(texts.distinct))]
    for place, value in enumerate(values):
        if least is not None and value < least:
            raise DataError(
                texts.line_of(place), name, f"a number from {least:g} belongs here, not {texts.distinct[place]!r}"
            )
    return np.array(values, np.float64)[texts.places]


def _number_at(texts: Texts, place: int, name: str) -> float:
    """Read one of the different texts of a column as a number."""
    text = texts.distinct[place]
    number = number_in(text)
    if number is None or not abs(number) <= LARGEST:
        what = "a number" if number is None else f"a number up to {LARGEST:g}"
        raise DataError(texts.line_of(place), name, f"{what} belongs here, not {text!r}{_fix(text)}")
    return number


def _fix(text: str) -> str:
    """Say what helps with a text that is no number."""
    if not text.strip():
        return "; everyone needs one"
    return "; write a decimal point" if _DECIMAL_COMMA.fullmatch(text.strip()) else ""


def _coded(file: _File, name: str, variable: Variable, source: Source, codes: Mapping[str, int]) -> NDArray[np.int16]:
    """Give codes or kinds of missing: (n,). A number equals a code however it is written: 1, 01, 1.0."""
    known = _Known({**_missing(source), **codes})
    texts = file.column(name, f"variable {variable.code}")
    found = []
    for place, text in enumerate(texts.distinct):
        code = known.get(text)
        if code is None:
            listed = ", ".join([*list(codes)[:20], *(["…"] if len(codes) > 20 else []), *source.dont_know])
            others = "'unticked', 'dont_know'" if variable.kind is Kind.MULTIPLE else "'dont_know'"
            message = f"{text!r} is no code of {variable.code} ({listed}), nor one of its {others} or 'missing'"
            raise DataError(texts.line_of(place), name, message)
        found.append(code)
    return np.array(found, np.int16)[texts.places]


def _missing(source: Source) -> dict[str, int]:
    """Give what stands for no answer in the file, with the kind of missing that it is."""
    known = {"": int(MISSING[source.empty])}
    known |= {value: int(MISSING[reason]) for value, reason in source.missing.items()}
    return known | dict.fromkeys(source.dont_know, int(Missing.DONT_KNOW))


class _Known:
    """What texts of the file stand for: as they are written, without spaces around, or as the number that they are."""

    def __init__(self, codes: Mapping[str, int]) -> None:
        self.texts = {unicodedata.normalize("NFC", text): code for text, code in codes.items()}
        self.numbers = {number: code for text, code in codes.items() if (number := number_in(text)) is not None}

    def get(self, text: str) -> int | None:
        text = unicodedata.normalize("NFC", text)
        code = self.texts.get(text, self.texts.get(text.strip()))
        if code is not None:
            return code
        number = number_in(text)
        return None if number is None else self.numbers.get(number)


def _choice(file: _File, variable: Variable, source: Source) -> dict[str, Column]:
    codes = _coded(file, source.columns[0], variable, source, variable.positions)
    return {variable.code: ChoiceColumn(_small(codes, len(variable.options)))}


def _multiple(file: _File, variable: Variable, source: Source) -> dict[str, Column]:
    """Several columns of ticks. Who has none of them filled was not asked (or what ``empty`` says)."""
    codes = dict.fromkeys(source.unticked, 0) | dict.fromkeys(source.ticked, 1)
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
    parts = [_coded(file, name, variable, source, ranks) for name in source.columns]
    _check_ranks(file, variable, source, parts)
    return {
        variable.part(code): ChoiceColumn(_small(part, len(ranks)))
        for code, part in zip(source.codes, parts, strict=True)
    }


def _check_ranks(file: _File, variable: Variable, source: Source, parts: Sequence[NDArray[np.int16]]) -> None:
    """See to it that nobody gave one rank to two things. Raises DataError."""
    taken = np.zeros((len(parts[0]), len(parts)), np.bool_)
    for name, part in zip(source.columns, parts, strict=True):
        ranked = np.flatnonzero(part >= 0)
        twice = ranked[taken[ranked, part[ranked]]]
        if len(twice):
            line = int(file.columns[name].lines[twice[0]])
            raise DataError(line, name, f"rank {part[twice[0]] + 1} of {variable.code} stands here for a second time")
        taken[ranked, part[ranked]] = True


def _numbers(file: _File, variable: Variable, source: Source, name: str) -> NumberColumn:
    texts = file.column(name, f"variable {variable.code}")
    known = _Known(_missing(source))
    kinds = [known.get(text) for text in texts.distinct]
    status = np.array([ANSWERED if kind is None else kind for kind in kinds], np.int8)
    values = np.full(len(status), np.nan)
    for place in np.flatnonzero(status == ANSWERED).tolist():
        values[place] = _number_at(texts, place, name)
    return NumberColumn(values[texts.places], status[texts.places])


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
