"""Which format a file has, by its content and never by its name, and the reader of it."""

import io
import zipfile

from polls.exchange.findings import Imported, UnreadableError
from polls.exchange.json_file import read_json
from polls.exchange.limesurvey.reading import read_limesurvey
from polls.exchange.xlsform.reading import read_xlsform

ZIP_START = b"PK\x03\x04"
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def read_any(content: bytes) -> Imported:
    """Read a questionnaire as JSON, XLSForm workbook or LimeSurvey structure. Raises UnreadableError."""
    if not content.strip():
        raise UnreadableError("empty")
    if content.startswith(ZIP_START):
        if not _is_workbook(content):
            raise UnreadableError("archive")
        return read_xlsform(content)
    start = _start_of(content)
    if start.startswith("{"):
        return read_json(content)
    if start.startswith("<"):
        return read_limesurvey(content)
    raise UnreadableError("unknown_format")


def _is_workbook(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False


def _start_of(content: bytes) -> str:
    """The first characters, whatever Unicode encoding the file is in."""
    encoding = "utf-16" if content.startswith(MARKS[1:]) else "utf-8-sig"
    return content[:200].decode(encoding, errors="ignore").lstrip()
