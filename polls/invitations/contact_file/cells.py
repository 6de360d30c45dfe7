"""From the bytes of an uploaded file to rows of text: CSV in every encoding that Excel writes, and XLSX."""

import csv
import io

from polls.exchange.guarded import RefusedError, first_sheet

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 50
LONGEST_CELL = 10_000
DELIMITERS = ";,\t"
ZIP_START = b"PK\x03\x04"
OLD_EXCEL_START = b"\xd0\xcf\x11\xe0"

Row = tuple[int, list[str]]
"""The number of the row in the file, counted from 1, and its cells."""


class UnreadableFileError(ValueError):
    """The file as a whole cannot be used. ``code`` is a key of ``findings.FILE_PROBLEMS``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_cells(content: bytes) -> list[Row]:
    """Give the rows of the file that hold anything, with the header first. Raises UnreadableFileError.

    What a file is follows from its content, not from its name: Excel users rename.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableFileError("too_large")
    if content.startswith(OLD_EXCEL_START):
        raise UnreadableFileError("old_excel")
    rows = _from_workbook(content) if content.startswith(ZIP_START) else _from_text(_decode(content))
    if not rows:
        raise UnreadableFileError("empty")
    if len(rows) > MOST_ROWS + 1:
        raise UnreadableFileError("too_many_rows")
    return [(number, _trimmed(cells)) for number, cells in rows]


def _trimmed(cells: list[str]) -> list[str]:
    width = max((position for position, cell in enumerate(cells, start=1) if cell.strip()), default=0)
    if width > MOST_COLUMNS:
        raise UnreadableFileError("too_many_columns")
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise UnreadableFileError("cell_too_long")
    return cells[:width]


def _from_workbook(content: bytes) -> list[Row]:
    try:
        return first_sheet(content)
    except RefusedError as refused:
        raise UnreadableFileError(refused.code) from refused


def _decode(content: bytes) -> str:
    """Decode by the byte order mark, else as UTF-8, else as what Dutch Excel saves."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in content:
        raise UnreadableFileError("not_a_table")
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise UnreadableFileError("not_a_table")


def _from_text(text: str) -> list[Row]:
    text, delimiter = _without_hint(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or _delimiter(text))
    rows: list[Row] = []
    next_line = 1
    try:
        for cells in reader:
            number, next_line = next_line, reader.line_num + 1
            if any(cell.strip() for cell in cells):
                rows.append((number, cells))
            if len(rows) > MOST_ROWS + 1:
                break
    except csv.Error as error:
        raise UnreadableFileError("damaged") from error
    return rows


def _without_hint(text: str) -> tuple[str, str]:
    """Take off the line ``sep=;`` that some write for Excel, and give the delimiter it names."""
    first, _, rest = text.partition("\n")
    hint = first.strip().lower()
    if len(hint) == 5 and hint.startswith("sep=") and hint[4] in DELIMITERS:
        return rest, hint[4]
    return text, ""


def _delimiter(text: str) -> str:
    """Find the delimiter that splits the header most often, outside quotes."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    outside_quotes = "".join(header.split('"')[::2])
    return max(DELIMITERS, key=outside_quotes.count)
