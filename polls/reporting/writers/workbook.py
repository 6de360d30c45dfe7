"""What all workbooks share: how they are opened, how texts get in without turning into anything else, and the look."""

from collections.abc import Mapping
from datetime import datetime
from math import ceil
from typing import Any, BinaryIO, Self

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from polls.reporting.charts.palette import GRID, INK, SERIES, SOFT_INK

FONT = "Calibri"
HEAD = SERIES[0]
SHADE = "#eaf0f0"

LONGEST_SHEET_NAME = 31

LINE_HEIGHT = 15.0
"""In points."""

ROOM_PER_LETTER = 0.86
"""In units of column width, broken lines included."""

_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))

_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "text": {"text_wrap": True, "valign": "top"},
    "date": {"num_format": "yyyy-mm-dd", "align": "left"},
    "title": {"bold": True, "font_size": 18, "font_color": HEAD},
    "heading": {"bold": True, "font_size": 13, "font_color": HEAD},
    "soft": {"font_color": SOFT_INK},
    "line": {"bottom": 1, "bottom_color": GRID},
    "test": {"font_color": SOFT_INK, "valign": "top", "bottom": 1, "bottom_color": GRID},
    "verdict": {
        "font_color": SOFT_INK, "text_wrap": True, "valign": "top", "bottom": 1, "bottom_color": GRID, "indent": 1,
    },
    "note": {"font_color": SOFT_INK, "italic": True},
    "head": {"bold": True, "font_color": "#ffffff", "bg_color": HEAD, "text_wrap": True, "valign": "vcenter"},
    "head_centre": {
        "bold": True, "font_color": "#ffffff", "bg_color": HEAD, "text_wrap": True, "align": "center",
        "valign": "vcenter", "border": 1, "border_color": "#ffffff",
    },
    "subhead": {"font_color": SOFT_INK, "bg_color": SHADE, "align": "right", "bottom": 1, "bottom_color": GRID},
    "subhead_left": {"font_color": SOFT_INK, "bg_color": SHADE, "bottom": 1, "bottom_color": GRID},
    "link": {"font_color": HEAD, "underline": 1, "text_wrap": True, "valign": "top"},
    "letters": {"bold": True, "font_color": "#a3450f", "bottom": 1, "bottom_color": GRID},
    "label": {"bottom": 1, "bottom_color": GRID, "text_wrap": True, "valign": "bottom"},
    "compared": {"bottom": 1, "bottom_color": GRID, "text_wrap": True, "valign": "top"},
    "net": {"bold": True, "bottom": 1, "bottom_color": GRID, "text_wrap": True, "bg_color": SHADE},
    "count": {"num_format": "#,##0", "bottom": 1, "bottom_color": GRID, "font_color": SOFT_INK},
    "percent": {"num_format": "0%", "bottom": 1, "bottom_color": GRID},
    "percent_bold": {"num_format": "0%", "bottom": 1, "bottom_color": GRID, "bold": True},
    "percent_fine": {"num_format": "0.0%", "bottom": 1, "bottom_color": GRID},
    "percent_fine_bold": {"num_format": "0.0%", "bottom": 1, "bottom_color": GRID, "bold": True},
    "bound": {"num_format": "0%", "bottom": 1, "bottom_color": GRID, "font_color": SOFT_INK},
    "bound_fine": {"num_format": "0.0%", "bottom": 1, "bottom_color": GRID, "font_color": SOFT_INK},
    "small": {"num_format": "0%", "bottom": 1, "bottom_color": GRID, "font_color": SOFT_INK, "italic": True},
    "mean": {"num_format": "0.0", "bottom": 1, "bottom_color": GRID},
    "empty": {"bottom": 1, "bottom_color": GRID, "font_color": SOFT_INK, "align": "right"},
    "p": {"num_format": "0.000", "valign": "top", "bottom": 1, "bottom_color": GRID},
    "statistic": {"num_format": "0.00", "valign": "top", "bottom": 1, "bottom_color": GRID},
}  # fmt: skip


class Book:
    """A workbook that is being written to a stream. Used with ``with``, whose end finishes the file.

    It is closed after an error too, because xlsxwriter keeps temporary files open until then.
    """

    def __init__(self, stream: BinaryIO, *, is_large: bool = False) -> None:
        """``is_large``: keep no rows in memory; rows must then be written from top to bottom."""
        options = {"constant_memory": is_large, "strings_to_formulas": False, "strings_to_urls": False}
        self.workbook = xlsxwriter.Workbook(stream, {**options, "strings_to_numbers": False})
        self.workbook.formats[0].set_font_name(FONT)
        self._formats: dict[str, Format] = {}
        self._names: set[str] = set()

    def describe(self, *, title: str, author: str) -> None:
        """Say in the properties of the file what it is. It has no time of making: the same content, the same bytes."""
        made = datetime(2000, 1, 1)  # noqa: DTZ001 - the format knows no zones
        self.workbook.set_properties({"title": title, "author": author, "company": author, "created": made})

    def look(self, name: str) -> Format:
        """Give the format of this name, made once."""
        if name not in self._formats:
            shared = {"font_name": FONT, "font_size": 11, "font_color": INK}
            self._formats[name] = self.workbook.add_format({**shared, **_LOOKS[name]})
        return self._formats[name]

    def add_sheet(self, name: str) -> Worksheet:
        """Add a sheet, its name cut and changed to one that is allowed and not taken."""
        plain = " ".join(name.translate(_FORBIDDEN).split())[:LONGEST_SHEET_NAME] or "-"
        unique, number = plain, 2
        while unique.lower() in self._names:
            ending = f" {number}"
            unique, number = plain[: LONGEST_SHEET_NAME - len(ending)] + ending, number + 1
        self._names.add(unique.lower())
        return self.workbook.add_worksheet(unique)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.workbook.close()


def write_text(sheet: Worksheet, row: int, column: int, text: str, look: Format | None = None) -> None:
    """Write a text as exactly that text.

    xlsxwriter takes a string from ``<r>`` to ``</r>`` for finished XML and puts it in the file as it is; in
    pieces it is an ordinary text again.
    """
    if text.startswith("<r>") and text.endswith("</r>"):
        sheet.write_rich_string(row, column, text[:1], text[1:2], text[2:], *([look] if look else []))
    else:
        sheet.write_string(row, column, text, look)


def fit_height(sheet: Worksheet, row: int, text: str, width: int) -> float:
    """Make a row as high as a text that is broken into lines in a column of this width; not every program does.

    Gives the height in points.
    """
    lines = ceil(len(text) * ROOM_PER_LETTER / width)
    if lines > 1:
        sheet.set_row(row, LINE_HEIGHT * lines)
    return LINE_HEIGHT * max(1, lines)
