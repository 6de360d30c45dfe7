"""Which format a file has, by its content and never by its name, and the reader of it."""

from polls.exchange.findings import Imported, UnreadableError
from polls.exchange.json_file import read_json
from polls.exchange.limesurvey.reading import read_limesurvey

ZIP_START = b"PK\x03\x04"
MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def read_any(content: bytes) -> Imported:
    """Read a questionnaire as JSON, XLSForm workbook or LimeSurvey structure. Raises UnreadableError."""
    if not content.strip():
        raise UnreadableError("empty")
    if content.startswith(ZIP_START):
        raise UnreadableError("archive")
    start = _start_of(content)
    if start.startswith("{"):
        return read_json(content)
    if start.startswith("<"):
        return read_limesurvey(content)
    raise UnreadableError("unknown_format")


def _start_of(content: bytes) -> str:
    """The first characters, whatever Unicode encoding the file is in."""
    encoding = "utf-16" if content.startswith(MARKS[1:]) else "utf-8-sig"
    return content[:200].decode(encoding, errors="ignore").lstrip()
