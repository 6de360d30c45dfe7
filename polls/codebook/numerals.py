"""Numbers as people type them, in Dutch and in English: ``12,5``, ``12.5``, ``1.234`` and ``1,234``."""

import re

from polls.codebook.question import Question

LONGEST = 40
"""Characters of a typed number that are looked at; nobody types more in earnest."""

MOST_DIGITS = 15
"""Digits before the decimal sign. Up to here a double holds every whole number exactly."""

PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
"""A number as it is stored: digits with at most one decimal point."""

_SPACES = "[ \u00a0\u202f]"
_GROUPED = {
    "nl": re.compile(rf"(-?[1-9][0-9]{{0,2}}(?:(?:\.|{_SPACES})[0-9]{{3}})+)(?:,([0-9]+))?"),
    "en": re.compile(rf"(-?[1-9][0-9]{{0,2}}(?:(?:,|{_SPACES})[0-9]{{3}})+)(?:\.([0-9]+))?"),
}
_UNGROUPED = re.compile(r"(-?[0-9]+)(?:[.,]([0-9]+))?")


def read_number(typed: str, question: Question, language: str) -> str | None:
    """Give the number in stored form (``"12.5"``: no grouping, no idle zeros), or None when it is not a number.

    A comma and a point both serve as decimal sign. Three digits after a sign that groups thousands in ``language``
    are thousands, unless the question takes three decimals: then ``1.234`` is a little over one. The question's
    unit may be typed along (``12 %``, ``€ 12``).
    """
    if len(typed) > LONGEST:
        return None
    text = _without_unit(typed.replace("\u2212", "-").strip(), question)
    found = _match(text, question.decimals, language)
    if found is None:
        return None
    return _stored(re.sub("[^0-9-]", "", found[1]), found[2] or "")


def decimals_in(number: str) -> int:
    """Count the digits after the point of a number in stored form."""
    return len(number.partition(".")[2])


def _match(text: str, decimals: int, language: str) -> re.Match[str] | None:
    plain = _UNGROUPED.fullmatch(text)
    if plain and (decimals >= 3 or len(plain[2] or "") != 3):
        return plain
    grouped = _GROUPED.get(language, _GROUPED["en"]).fullmatch(text)
    return grouped or plain


def _without_unit(text: str, question: Question) -> str:
    for unit in {"%", "€", *question.unit.values()}:
        bare = unit.strip()
        if bare and text.lower().endswith(bare.lower()):
            text = text[: -len(bare)].rstrip()
        if bare and text.lower().startswith(bare.lower()):
            text = text[len(bare) :].lstrip()
    return text


def _stored(whole: str, decimals: str) -> str:
    sign = "-" if whole.startswith("-") else ""
    digits = whole.lstrip("-").lstrip("0") or "0"
    fraction = decimals.rstrip("0")
    number = f"{digits}.{fraction}" if fraction else digits
    return number if number == "0" else sign + number
