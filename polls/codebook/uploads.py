"""Which files a respondent may send, told by their content and not by their name."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from polls.codebook.texts import Text

HEAD = 4096
"""How many bytes of a file's beginning are looked at."""


@dataclass(frozen=True)
class FileType:
    """A type of file as people speak of it: its endings with their content type, and how its content begins."""

    label: Text
    content_types: Mapping[str, str]
    begins: Callable[[bytes], bool]


def _is_image(head: bytes) -> bool:
    return (
        head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"))
        or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")
        or (head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"msf1"))
    )


def _is_pdf(head: bytes) -> bool:
    return head.startswith(b"%PDF-")


def _is_office(head: bytes) -> bool:
    """A zip of the new formats or the compound file of the old ones."""
    return head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))


def _is_text(head: bytes) -> bool:
    """No control characters but those of lines and columns; bytes above 127 may be any encoding."""
    return not any(byte < 32 and byte not in b"\t\n\r\x0c" for byte in head)


FILE_TYPES: Mapping[str, FileType] = {
    "pdf": FileType({"nl": "pdf", "en": "PDF"}, {"pdf": "application/pdf"}, _is_pdf),
    "image": FileType(
        {"nl": "foto of afbeelding (jpg, png, webp, heic)", "en": "photo or picture (JPG, PNG, WebP, HEIC)"},
        {
            "jpg": "image/jpeg",
            "jpeg": "image/jpeg",
            "png": "image/png",
            "webp": "image/webp",
            "heic": "image/heic",
        },
        _is_image,
    ),
    "document": FileType(
        {"nl": "document (docx, doc, odt)", "en": "document (DOCX, DOC, ODT)"},
        {
            "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "doc": "application/msword",
            "odt": "application/vnd.oasis.opendocument.text",
        },
        _is_office,
    ),
    "spreadsheet": FileType(
        {"nl": "rekenblad (xlsx, xls, ods)", "en": "spreadsheet (XLSX, XLS, ODS)"},
        {
            "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xls": "application/vnd.ms-excel",
            "ods": "application/vnd.oasis.opendocument.spreadsheet",
        },
        _is_office,
    ),
    "text": FileType(
        {"nl": "tekst (txt, csv)", "en": "text (TXT, CSV)"}, {"txt": "text/plain", "csv": "text/csv"}, _is_text
    ),
}


def types_of(names: Iterable[str]) -> Mapping[str, FileType]:
    """Give the types of these names; when there are none of them, all types."""
    chosen = {name: FILE_TYPES[name] for name in names if name in FILE_TYPES}
    return chosen or FILE_TYPES


def accepted(names: Iterable[str]) -> str:
    """Write the endings for the file chooser of a browser: ``.pdf,.jpg``."""
    return ",".join(f".{ending}" for kind in types_of(names).values() for ending in kind.content_types)


def content_type_of(file_name: str, head: bytes, names: Iterable[str]) -> str | None:
    """Give the content type when ending and content agree on one of the types; else None."""
    ending = file_name.rpartition(".")[2].lower()
    for kind in types_of(names).values():
        if ending in kind.content_types and kind.begins(head):
            return kind.content_types[ending]
    return None


def in_words(names: Iterable[str]) -> Text:
    """Name the types that are taken, per language."""
    chosen = types_of(names).values()
    return {language: ", ".join(kind.label[language] for kind in chosen) for language in ("nl", "en")}
