"""Reads an Excel workbook of anybody, as a process of its own with little memory and little time.

Run by ``guarded`` with the workbook on standard input and ``first`` or ``all`` as its argument: the sheets wanted.
Answers with one JSON document on standard output: either ``{"sheets": [[name, [[number, [cell, …]], …]], …]}`` with
the rows that hold anything, or ``{"problem": code}``. A workbook of a kilobyte can ask for gigabytes, so nothing here
runs in a web or worker process.
"""

import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

MEMORY_BYTES = 512 * 1024 * 1024
PROCESSOR_SECONDS = 10
MOST_MEMBERS = 200
MOST_UNPACKED_BYTES = 50 * 1024 * 1024
HIGHEST_RATIO = 200
MOST_ROWS = 20_001
MOST_COLUMNS = 51
LAST_ROW_OF_EXCEL = 1_048_576
LONGEST_CELL = 10_000
MOST_CHARACTERS = 10_000_000
CHUNK = 1024 * 1024

MOST_SHEETS = 20

Row = tuple[int, list[str]]
Sheet = tuple[str, list[Row]]


class Refused(Exception):  # noqa: N818
    """The workbook is not read; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_sheets(content: bytes, *, first_only: bool = False) -> list[Sheet]:
    """Give per sheet the rows that hold anything, numbered as Excel does. Raises Refused."""
    import openpyxl  # the one door to it: this process only

    _check_archive(content)
    workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    if not workbook.worksheets:
        raise Refused("damaged")
    wanted = workbook.worksheets[: 1 if first_only else MOST_SHEETS]
    return [(str(sheet.title), _rows_of(sheet)) for sheet in wanted]


def _rows_of(sheet: Any) -> list[Row]:
    sheet.reset_dimensions()
    return _within_limits(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True))


def _check_archive(content: bytes) -> None:
    """Look at what the archive says of itself, then unpack it piece by piece in search of a document type."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = archive.infolist()
        unpacked = sum(member.file_size for member in members)
        if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED_BYTES:
            raise Refused("bomb")
        if any(member.file_size > HIGHEST_RATIO * max(member.compress_size, 1) for member in members):
            raise Refused("bomb")
        for member in members:
            _check_member(archive, member)


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    size, tail = 0, b""
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > MOST_UNPACKED_BYTES:
                raise Refused("bomb")
            if b"<!DOCTYPE" in tail + chunk or b"<!ENTITY" in tail + chunk:
                raise Refused("damaged")
            tail = chunk[-16:]


def _within_limits(rows: Iterator[tuple[Any, ...]]) -> list[Row]:
    kept: list[Row] = []
    characters = 0
    for number, values in enumerate(rows, start=1):
        if number > LAST_ROW_OF_EXCEL:
            raise Refused("too_many_rows")
        if not any(value is not None for value in values):
            continue
        cells = [_text(value) for value in values]
        characters += sum(map(len, cells))
        kept.append((number, cells))
        if len(kept) > MOST_ROWS:
            raise Refused("too_many_rows")
        if characters > MOST_CHARACTERS:
            raise Refused("too_large")
    return kept


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    text = str(value)
    if len(text) > LONGEST_CELL:
        raise Refused("cell_too_long")
    return text


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    answer: dict[str, object]
    try:
        answer = {"sheets": read_sheets(sys.stdin.buffer.read(), first_only=sys.argv[1:] == ["first"])}
    except Refused as refused:
        answer = {"problem": refused.code}
    except MemoryError:
        answer = {"problem": "bomb"}
    except Exception:  # a hostile file may break the reader anywhere; whatever broke, the file is not read
        answer = {"problem": "damaged"}
    json.dump(answer, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
