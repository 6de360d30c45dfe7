"""Answers that are typed."""

import re
from collections.abc import Callable, Mapping

from polls.codebook.answers.base import Cleaned, Raw, refused, texts_in
from polls.codebook.composed import composed
from polls.codebook.question import Question, TextFormat

SHORT_LENGTH = 200
LONG_LENGTH = 5000
OTHER_LENGTH = SHORT_LENGTH

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
_NEW_LINE = re.compile("\r\n|[\r\u2028\u2029]")
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\".]+(\.[^@\s,;<>\".]+)+")
_PHONE = re.compile(r"\+?[0-9 ()./-]+")
_POSTCODE = re.compile(r"([1-9][0-9]{3}) ?([A-Z]{2})")
_NO_POSTCODE = frozenset({"SA", "SD", "SS"})
_PHONE_DIGITS = range(8, 16)


def clean_short_text(question: Question, raw: Raw, _language: str) -> Cleaned:
    cleaned = _clean_some_text(question, raw, SHORT_LENGTH, is_long=False)
    text = cleaned.values[question.code]
    if cleaned.finding is not None or not isinstance(text, str) or not text:
        return cleaned
    written = _READERS[question.format](text)
    return refused(question, f"not_{question.format.value}") if written is None else Cleaned({question.code: written})


def clean_long_text(question: Question, raw: Raw, _language: str) -> Cleaned:
    return _clean_some_text(question, raw, LONG_LENGTH, is_long=True)


def clean_text(text: str, *, is_long: bool) -> str:
    """Trim the text, drop what cannot be stored or shown, and keep new lines in a long text only."""
    lines = composed(_CONTROL.sub("", _NEW_LINE.sub("\n", text)))
    return lines.strip() if is_long else " ".join(lines.split())


def _clean_some_text(question: Question, raw: Raw, limit: int, *, is_long: bool) -> Cleaned:
    texts = texts_in(raw, question.code)
    if len(texts) > 1:
        return refused(question, "several")
    text = clean_text(texts[0], is_long=is_long) if texts else ""
    if len(text) > limit:
        return refused(question, "too_long", length=len(text), limit=limit)
    return Cleaned({question.code: text})


def _email(text: str) -> str | None:
    return text if _EMAIL.fullmatch(text) else None


def _phone(text: str) -> str | None:
    """Take a number as people write it; it is kept as typed, since the groups help whoever dials it."""
    digits = sum(character.isdigit() for character in text)
    return text if _PHONE.fullmatch(text) and digits in _PHONE_DIGITS else None


def _postcode(text: str) -> str | None:
    """Take a Dutch postcode and write it as the post does: ``1234 AB``."""
    found = _POSTCODE.fullmatch(text.upper())
    return f"{found[1]} {found[2]}" if found and found[2] not in _NO_POSTCODE else None


_READERS: Mapping[TextFormat, Callable[[str], str | None]] = {
    TextFormat.FREE: str,
    TextFormat.EMAIL: _email,
    TextFormat.PHONE: _phone,
    TextFormat.POSTCODE: _postcode,
}
