"""The sheets of an XLSForm on their way in: rows by column and language, whoever wrote them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from polls.codebook.answers import clean_text
from polls.codebook.schema import LANGUAGES, Text
from polls.exchange.findings import UnreadableError
from polls.exchange.workbook import Refused, read_sheets

MOST_BYTES = 5 * 1024 * 1024

LANGUAGE_NAMES = {
    "nl": "nl", "nederlands": "nl", "dutch": "nl", "nederlands (nl)": "nl", "dutch (nl)": "nl",
    "en": "en", "english": "en", "engels": "en", "english (en)": "en",
}  # fmt: skip

COLUMN_NAMES = {
    "caption": "label", "list name": "list_name", "value": "name", "calculate": "calculation", "relevance": "relevant",
    "required_message": "required_message", "constraint message": "constraint_message", "media::image": "image",
    "read_only": "readonly", "accept": "body::accept", "skip logic": "relevant",
}  # fmt: skip

TRANSLATED = frozenset(
    {"label", "hint", "image", "audio", "video", "constraint_message", "required_message", "guidance_hint"}
)

_CODE = re.compile(r"\(\s*([a-zA-Z]{2,3})(?:[-_][\w-]+)?\s*\)\s*$")


@dataclass(frozen=True)
class Line:
    """One row: plain columns by name, and texts by name and language (our own codes; ``""`` without a language)."""

    sheet: str
    number: int
    cells: Mapping[str, str]
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def get(self, name: str) -> str:
        return self.cells.get(name, "")

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        name = self.get("name")
        return f"{self.sheet} {self.number}: {name}" if name else f"{self.sheet} {self.number}"


@dataclass(frozen=True)
class Workbook:
    """The three sheets. ``languages`` are ours that occur; ``others`` are named by columns that were not taken."""

    survey: Sequence[Line]
    choices: Sequence[Line]
    settings: Mapping[str, str]
    languages: tuple[str, ...]
    others: tuple[str, ...]
    default: str

    def text(self, line: Line, name: str) -> Text:
        """The text in our languages; one without a language stands for the default one."""
        texts = line.texts.get(name, {})
        read = {language: clean_text(texts.get(language, ""), is_long=True) for language in LANGUAGES}
        if texts.get("") and not read[self.default]:
            read[self.default] = clean_text(texts[""], is_long=True)
        return {language: text for language, text in read.items() if text}


def read_workbook(content: bytes) -> Workbook:
    """Read the sheets. Raises UnreadableError when this is no XLSForm."""
    if len(content) > MOST_BYTES:
        raise UnreadableError("too_large", most=MOST_BYTES // 1024 // 1024)
    try:
        sheets = {name.strip().lower(): rows for name, rows in read_sheets(content)}
    except Refused as refused:
        raise UnreadableError(refused.code if refused.code in ("bomb", "too_many_rows") else "damaged") from refused
    if not sheets.get("survey"):
        raise UnreadableError("not_xlsform")
    others: dict[str, None] = {}
    survey = list(_lines("survey", sheets["survey"], others))
    choices = list(_lines("choices", sheets.get("choices", []), others))
    settings = next((line.cells for line in _lines("settings", sheets.get("settings", []), others)), {})
    if not any("type" in line.cells for line in survey):
        raise UnreadableError("not_xlsform")
    used = {language for line in (*survey, *choices) for texts in line.texts.values() for language in texts}
    default = language_of(settings.get("default_language", "")) or _only(used) or LANGUAGES[0]
    languages = tuple(language for language in LANGUAGES if language in used or (language == default and "" in used))
    return Workbook(survey, choices, settings, languages or (default,), tuple(others), default)


def language_of(name: str) -> str:
    """Our code of a language as a column names it, or nothing."""
    code = _CODE.search(name)
    return LANGUAGE_NAMES.get(code[1].lower() if code else name.strip().lower(), "")


def _only(used: set[str]) -> str:
    named = [language for language in LANGUAGES if language in used]
    return named[0] if named else ""


def _lines(sheet: str, rows: list[tuple[int, list[str]]], others: dict[str, None]) -> Iterator[Line]:
    if not rows:
        return
    (_, titles), *body = rows
    columns = [_column(title) for title in titles]
    for number, cells in body:
        plain: dict[str, str] = {}
        texts: dict[str, dict[str, str]] = {}
        for (name, language), cell in zip(columns, cells, strict=False):
            if not cell.strip():
                continue
            if name not in TRANSLATED:
                plain[name] = cell.strip()
            elif not language:
                texts.setdefault(name, {})[""] = cell
            elif ours := language_of(language):
                texts.setdefault(name, {})[ours] = cell
            else:
                others[language] = None
        if plain or texts:
            yield Line(sheet, number, plain, texts)


def _column(title: str) -> tuple[str, str]:
    """The name of the column and its language: ``label::English (en)``, ``media::image::nl``, ``label:English``."""
    bare = " ".join(title.strip().split())
    name, _, language = bare.rpartition("::") if "::" in bare else bare.rpartition(":")
    if not name:
        name, language = language, ""
    whole = COLUMN_NAMES.get(bare.lower(), bare.lower())
    short = COLUMN_NAMES.get(name.lower(), name.lower())
    if whole in TRANSLATED or short not in TRANSLATED:
        return whole, ""
    return short, language
