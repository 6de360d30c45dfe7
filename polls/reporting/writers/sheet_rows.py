"""Many rows of a sheet at once: each column is made into cells as a whole, not cell by cell.

The format is ECMA-376, part 1: 18.3.1 for sheets, 22.9.2.19 (ST_Xstring) for characters that XML cannot carry.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

STEP = 4_000
"""Rows that are in memory as a text."""

LONGEST_TEXT = 32_767
"""UTF-16 units that a cell holds."""

_DAY_ZERO = date(1899, 12, 30)
_FIRST_DAY = date(1900, 3, 1)
"""Before it, spreadsheets count a day that never was; earlier days stay texts."""

_RARE = "[\\x00-\\x08\\x0b-\\x1f\ufffe\uffff]|_x[0-9a-fA-F]{4}_"
_ESCAPED = re.compile("_(?=x[0-9a-fA-F]{4}_)")
_UNWRITABLE = re.compile("[\\x00-\\x08\\x0b-\\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Cells:
    """A column of cells: of each row a number, else a day, else a text, else nothing. All of the same height."""

    texts: pl.Series
    numbers: pl.Series | None = None
    days: pl.Series | None = None


def write_rows(sheet: Worksheet, top: int, columns: Sequence[Cells], look_of_days: Format) -> None:
    """Write rows under all that a sheet of a large workbook has so far; ``top`` is the first of them, from 0."""
    height = columns[0].texts.len() if columns else 0
    if not height:
        return
    sheet._write_single_row(top)  # what is waiting goes before
    style = look_of_days._get_xf_index()
    for start in range(0, height, STEP):
        numbers = pl.int_range(top + start + 1, top + min(start + STEP, height) + 1, eager=True).cast(pl.String)
        cells = list(_cells(columns, start, numbers, style))
        rows = pl.select(pl.concat_str(pl.lit('<row r="'), numbers, pl.lit('">'), *cells, pl.lit("</row>")).str.join())
        sheet.row_data_fh.write(rows.item())
    sheet._check_dimensions(top + height - 1, len(columns) - 1)
    sheet.previous_row = top + height - 1


def _cells(columns: Sequence[Cells], start: int, numbers: pl.Series, style: int) -> Iterator[pl.Series]:
    for position, column in enumerate(columns):
        place = f'<c r="{xl_col_to_name(position)}' + numbers
        texts = _text_cells(column.texts.slice(start, STEP), place)
        if column.numbers is not None:
            found = column.numbers.slice(start, STEP)
            texts = _where(found, place + '"><v>' + _plain(found) + "</v></c>", texts)
        if column.days is not None:
            days = column.days.slice(start, STEP)
            days = _kept(days, days >= _FIRST_DAY)
            since = (days - _DAY_ZERO).dt.total_days().cast(pl.String)
            texts = _where(days, place + f'" s="{style}"><v>' + since + "</v></c>", texts)
        yield texts.fill_null("")


def _plain(numbers: pl.Series) -> pl.Series:
    return numbers.cast(pl.String).str.strip_suffix(".0")


def _kept(values: pl.Series, where: pl.Series) -> pl.Series:
    return pl.select(pl.when(where).then(values).otherwise(None)).to_series()


def _where(known: pl.Series, cells: pl.Series, others: pl.Series) -> pl.Series:
    return pl.select(pl.when(known.is_not_null()).then(cells).otherwise(others)).to_series()


def _text_cells(texts: pl.Series, place: pl.Series) -> pl.Series:
    is_rare = texts.str.contains(_RARE) | (texts.str.len_chars() > LONGEST_TEXT // 2)
    if is_rare.any():
        texts = pl.Series([_storable(text) if rare else text for text, rare in zip(texts, is_rare, strict=True)])
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        texts = texts.str.replace_all(sign, name, literal=True)
    return place + '" t="inlineStr"><is><t xml:space="preserve">' + texts + "</t></is></c>"


def _storable(text: str) -> str:
    """Cut a text to what a cell holds, and write out what XML cannot carry."""
    cut = text.encode("utf-16-le")[: 2 * LONGEST_TEXT].decode("utf-16-le", errors="ignore")
    return _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", _ESCAPED.sub("_x005F_", cut))
