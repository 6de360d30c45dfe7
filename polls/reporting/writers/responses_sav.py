"""Responses as an SPSS system file: variables with labels, value labels, user-missing codes and multiple-response sets.

The file is written in two passes, because a text variable must be as wide as its longest text: the coded responses
wait on disk meanwhile. Memory holds one chunk.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import IO, BinaryIO

import numpy as np
import polars as pl

from polls.codebook.numerals import MOST_DIGITS
from polls.codebook.schema import Questionnaire, in_language
from polls.reporting.writers.first_frame import Frames
from polls.reporting.writers.response_columns import layout_for
from polls.reporting.writers.responses import ATTRIBUTE, Holds, Reason, ResponseColumn
from polls.reporting.writers.sav_cases import CaseWriter, Numbers
from polls.reporting.writers.sav_records import (
    DATE_FORMAT,
    LONGEST_NAME,
    MONTH_FORMAT,
    NUMBER_FORMAT,
    MultipleSet,
    SavDictionary,
    SavVariable,
)

CODES: Mapping[Reason, int] = {
    Reason.DONT_KNOW: -1,
    Reason.SKIPPED: -2,
    Reason.NOT_ASKED: -3,
    Reason.NOT_RANKED: -5,
}
"""The user-missing number of each reason. -4 is kept for "not reached"."""

LOWEST_CODE = -5

EPOCH = 141_428
"""Days from 14 October 1582, where SPSS begins to count seconds, to 1 January 1970."""

DISPLAYS: Mapping[Holds, tuple[int, int, int]] = {
    Holds.DAY: (DATE_FORMAT, 10, 0),
    Holds.MONTH: (MONTH_FORMAT, 8, 0),
}

OUT_OF_REACH = -(10.0**MOST_DIGITS)
"""Where a question takes negative numbers, the codes lie below every number that can be answered."""

NARROWEST = 9
"""Every text has its user-missing value in the same kind of record, which is that of texts of over 8 bytes."""

RESERVED = frozenset({"ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"})

_NOTES = {
    "nl": (
        "-1 weet niet, -2 niet beantwoord, -3 niet gesteld, -4 niet bereikt, -5 niet gerangschikt.",
        "Kan een vraag negatief beantwoord worden, dan staan deze codes onder -10**15.",
        "In tekst: _na niet gesteld, leeg niet beantwoord.",
    ),
    "en": (
        "-1 don't know, -2 not answered, -3 not asked, -4 not reached, -5 not ranked.",
        "Where an answer can be negative, these codes lie below -10**15.",
        "In texts: _na not asked, empty not answered.",
    ),
}


@dataclass
class _Spool:
    """Coded responses on disk, chunk by chunk, with the width of the longest text of each column."""

    file: IO[bytes]
    sizes: list[int] = field(default_factory=list)
    rows: int = 0
    widths: dict[str, int] = field(default_factory=dict)

    def add(self, frame: pl.DataFrame, texts: Sequence[str]) -> None:
        start = self.file.tell()
        frame.write_ipc(self.file)
        self.sizes.append(self.file.tell() - start)
        self.rows += frame.height
        for name in texts:
            longest = frame[name].str.len_bytes().max()
            self.widths[name] = max(self.widths.get(name, 0), longest if isinstance(longest, int) else 0)

    def frames(self) -> Iterator[pl.DataFrame]:
        self.file.seek(0)
        for size in self.sizes:
            yield pl.read_ipc(io.BytesIO(self.file.read(size)))


def write(
    questionnaire: Questionnaire,
    frames: Iterable[pl.DataFrame],
    stream: BinaryIO,
    *,
    language: str,
    labels: bool = False,
) -> None:
    """Write the responses of ``frames``. ``labels`` makes no difference: the file has both codes and words."""
    with TemporaryFile() as file:
        spool, seen = _Spool(file), Frames(frames)
        columns = layout_for(questionnaire, seen.first, language=language, labels=False).columns
        for frame in seen:
            spool.add(_coded(columns, frame), [each.name for each in columns if _is_text(each)])
        dictionary = _dictionary(questionnaire, columns, spool.widths, language)
        for record in dictionary.records(spool.rows):
            stream.write(record)
        cases = CaseWriter(stream, dictionary.variables)
        for frame in spool.frames():
            cases.write([_values(column, frame) for column in columns])
        cases.finish()


def _coded(columns: Sequence[ResponseColumn], frame: pl.DataFrame) -> pl.DataFrame:
    """Give for each column its values, and beside it why one is missing."""
    return frame.select(
        *(column.values.alias(column.name) for column in columns),
        *(column.reason.cast(pl.String).alias(f"{column.name}?") for column in columns),
    )


def _is_text(column: ResponseColumn) -> bool:
    return column.holds is Holds.TEXT or (column.holds is Holds.CODE and not column.labels)


def _values(column: ResponseColumn, frame: pl.DataFrame) -> Numbers | Sequence[str]:
    values, reason = frame[column.name], frame[f"{column.name}?"]
    if _is_text(column):
        told: list[str] = pl.select(pl.coalesce(values, reason).fill_null("")).to_series().to_list()
        return told
    if column.holds is Holds.CODE:
        values = values.replace_strict({code: str(number) for code, number in numbers_of(column).items()}, default=None)
    if column.holds in DISPLAYS:
        values = _seconds(values)
    codes = {reason.value: _code(column, reason) for reason in CODES}
    missing = reason.replace_strict(codes, default=None, return_dtype=pl.Float64)
    numbers: Numbers = pl.select(pl.coalesce(values.cast(pl.Float64), missing)).to_series().fill_null(np.nan).to_numpy()
    return numbers


def _seconds(days: pl.Series) -> pl.Series:
    """Turn dates, and months by their first day, into the seconds that SPSS counts."""
    whole = pl.select(pl.when(days.str.len_bytes() == 7).then(days + "-01").otherwise(days)).to_series()
    return (whole.str.to_date("%Y-%m-%d").to_physical().cast(pl.Float64) + EPOCH) * 86_400


def spss_type(column: ResponseColumn) -> str:
    """Say in short what kind of variable a column becomes: ``nominal F8.0 with labels``, ``EDATE10``, ``text``."""
    if _is_text(column):
        return "text"
    if column.holds in DISPLAYS:
        code, width, _decimals = DISPLAYS[column.holds]
        return f"{'EDATE' if code == DATE_FORMAT else 'MOYR'}{width}"
    kind = f"{column.measure.value} F{8 + column.decimals}.{column.decimals}"
    return f"{kind} with labels" if column.labels else kind


def numbers_of(column: ResponseColumn) -> dict[str, int]:
    """Give the number that stands for each code: the code itself where all are numbers, else its place from 1."""
    codes = list(column.labels)
    if all(code.isdecimal() and str(int(code)) == code for code in codes):
        return {code: int(code) for code in codes}
    return {code: place for place, code in enumerate(codes, start=1)}


def _dictionary(
    questionnaire: Questionnaire, columns: Sequence[ResponseColumn], widths: Mapping[str, int], language: str
) -> SavDictionary:
    names = spss_names([column.name for column in columns])
    variables = tuple(_variable(column, names[column.name], widths.get(column.name, 0)) for column in columns)
    return SavDictionary(
        in_language(questionnaire.title, language),
        variables,
        tuple(_sets(questionnaire, columns, names, language)),
        _NOTES[language],
    )


def _variable(column: ResponseColumn, name: str, longest: int) -> SavVariable:
    if _is_text(column):
        told = Reason.NOT_ASKED.value if Reason.NOT_ASKED.value in column.reasons else ""
        return SavVariable(name, column.heading, max(NARROWEST, longest), missing_text=told)
    codes: dict[float, str] = {float(_code(column, Reason(code))): word for code, word in column.reasons.items()}
    numbers = numbers_of(column) if column.holds is Holds.CODE else {code: int(code) for code in column.labels}
    labels = {float(number): column.labels[code] for code, number in numbers.items()}
    shift = _shift(column)
    return SavVariable(
        name,
        column.heading,
        display=DISPLAYS.get(column.holds, (NUMBER_FORMAT, 8 + column.decimals, column.decimals)),
        measure=column.measure.value,
        labels=labels | codes,
        missing=(shift + LOWEST_CODE, shift - 1.0),
    )


def _code(column: ResponseColumn, reason: Reason) -> float:
    return _shift(column) + CODES[reason]


def _shift(column: ResponseColumn) -> float:
    can_be_negative = column.holds is Holds.NUMBER and (column.lowest is None or column.lowest < 0)
    return OUT_OF_REACH if can_be_negative else 0.0


def _sets(
    questionnaire: Questionnaire, columns: Sequence[ResponseColumn], names: Mapping[str, str], language: str
) -> Iterator[MultipleSet]:
    """Join the options of each multiple choice in a multiple-response set."""
    for variable in questionnaire.variables:
        own = [names[each.name] for each in columns if each.source == variable.code and each.holds is Holds.TICK]
        if len(own) > 1:
            yield MultipleSet(clipped_name(variable.code), in_language(variable.text, language), tuple(own))


def spss_names(wanted: Iterable[str]) -> dict[str, str]:
    """Give each column a name that SPSS takes: at most 64 bytes, no word of its language, and nobody else's."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for name in wanted:
        plain = re.sub(r"[^A-Za-z0-9._]", "_", name.removeprefix(ATTRIBUTE)).strip(".") or "_"
        plain = plain if plain[0].isalpha() else f"v{plain}"
        plain = f"{plain}_" if plain.upper() in RESERVED else plain
        unique, number = clipped_name(plain), 2
        while unique.upper() in taken:
            unique, number = clipped_name(plain, f"_{number}"), number + 1
        taken.add(unique.upper())
        names[name] = unique
    return names


def clipped_name(name: str, ending: str = "") -> str:
    """Cut a name to the length that SPSS takes, and put the ending behind it."""
    return name[: LONGEST_NAME - len(ending)].rstrip(".") + ending
