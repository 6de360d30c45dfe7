"""The rows of a LimeSurvey structure file (.lss), read as a stream that refuses whatever a hostile file tries.

The file is XML: sections (``questions``, ``answers`` …) of rows of named fields. It is never held as a tree, so its
size in memory follows from the text that is in it; a document type, an entity or deep nesting ends the reading.
"""

import io
import re
from collections.abc import Iterator
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.common import DefusedXmlException
from defusedxml.sax import make_parser

from polls.exchange.findings import UnreadableError

MOST_BYTES = 5 * 1024 * 1024
MOST_ELEMENTS = 500_000
DEEPEST = 12
LONGEST_FIELD = 100_000

Row = dict[str, str]

_DECLARATION = re.compile(rb"^\s*<\?xml[^>]*\?>")


class Sections:
    """The rows by section, in the order of the file, and the texts of lists such as the languages."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = {}
        self.document_type = ""
        self.version = ""
        self.languages: list[str] = []
        self.is_recoded = False

    def of(self, section: str) -> list[Row]:
        return self.rows.get(section, [])

    def by(self, section: str, field: str) -> dict[str, list[Row]]:
        """The rows of the section, gathered by the value of one field."""
        gathered: dict[str, list[Row]] = {}
        for row in self.of(section):
            gathered.setdefault(row.get(field, ""), []).append(row)
        return gathered


def read_sections(content: bytes) -> Sections:
    """Read the file. Raises UnreadableError.

    Bytes that are not what the file says of itself are taken for what Windows writes; ``is_recoded`` then says so.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableError("too_large", most=MOST_BYTES // 1024 // 1024)
    try:
        return _parsed(content)
    except SAXException:
        sections = _parsed_as_windows(content)
        sections.is_recoded = True
        return sections


def _parsed_as_windows(content: bytes) -> Sections:
    text = _DECLARATION.sub(b"", content).decode("cp1252", errors="replace")
    try:
        return _parsed(text.encode())
    except SAXException as error:
        raise UnreadableError("not_xml") from error


def _parsed(content: bytes) -> Sections:
    handler = _Handler()
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(handler)
    try:
        parser.parse(io.BytesIO(content))
    except DefusedXmlException as error:
        raise UnreadableError("entities") from error
    except (LookupError, ValueError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise SAXException(str(error)) from error
    return handler.sections


class _Handler(ContentHandler):
    """Gathers ``document/section/rows/row/field`` and the few texts that stand elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.sections = Sections()
        self.path: list[str] = []
        self.text: list[str] = []
        self.row: Row | None = None
        self.count = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802  # the name that SAX calls
        self.count += 1
        self.path.append(name)
        if self.count > MOST_ELEMENTS or len(self.path) > DEEPEST:
            raise UnreadableError("bomb")
        self.text = []
        if name == "row" and len(self.path) == 4:
            self.row = {}

    def characters(self, content: str) -> None:
        self.text.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802  # the name that SAX calls
        text = "".join(self.text)[:LONGEST_FIELD]
        self.text = []
        match self.path:
            case [_, section, "rows", "row", field] if self.row is not None:
                self.row[field] = text
            case [_, section, "rows", "row"] if self.row is not None:
                self.sections.rows.setdefault(section, []).append(self.row)
                self.row = None
            case [_, "LimeSurveyDocType"]:
                self.sections.document_type = text.strip()
            case [_, "DBVersion"]:
                self.sections.version = text.strip()
            case [_, "languages", "language"]:
                self.sections.languages.append(text.strip())
        self.path.pop()


def ordered(rows: list[Row], field: str) -> Iterator[Row]:
    """The rows by the number in ``field``; what is no number comes last, in the order of the file."""
    return iter(sorted(rows, key=lambda row: _number(row.get(field, ""))))


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text.strip()) else 10**9
