"""Placeholders in the texts that staff write: names from a closed list between braces, and nothing else.

A text is cut into literal parts and names before any value is known, and put together once. A value is never read
again, so nothing that stands in a contact's name can become a placeholder; and a name is looked up in this list only,
so no text reaches an attribute, a setting or a function.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum


class Placeholder(StrEnum):
    """What a text can leave open. The value is its English name."""

    GREETING = "greeting"
    NAME = "name"
    ORGANISATION = "organisation"
    TITLE = "title"
    INTRO = "introduction"
    MINUTES = "minutes"
    CLOSING = "closing"
    BUTTON = "button"


NAMES: Mapping[str, Placeholder] = {
    **{placeholder.value: placeholder for placeholder in Placeholder},
    "aanhef": Placeholder.GREETING,
    "naam": Placeholder.NAME,
    "organisatie": Placeholder.ORGANISATION,
    "titel": Placeholder.TITLE,
    "inleiding": Placeholder.INTRO,
    "minuten": Placeholder.MINUTES,
    "sluiting": Placeholder.CLOSING,
    "knop": Placeholder.BUTTON,
}
"""What may stand between braces, in English and in Dutch. Anything else is refused."""

SPELLINGS: Mapping[Placeholder, Mapping[str, str]] = {
    Placeholder.GREETING: {"nl": "{aanhef}", "en": "{greeting}"},
    Placeholder.NAME: {"nl": "{naam}", "en": "{name}"},
    Placeholder.ORGANISATION: {"nl": "{organisatie}", "en": "{organisation}"},
    Placeholder.TITLE: {"nl": "{titel}", "en": "{title}"},
    Placeholder.INTRO: {"nl": "{inleiding}", "en": "{introduction}"},
    Placeholder.MINUTES: {"nl": "{minuten}", "en": "{minutes}"},
    Placeholder.CLOSING: {"nl": "{sluiting}", "en": "{closing}"},
    Placeholder.BUTTON: {"nl": "{knop}", "en": "{button}"},
}
"""How each is written in a text of either language."""

_BRACES = re.compile(r"\{([^{}\n]*)\}")


class FindingKind(StrEnum):
    """What can be wrong with a text."""

    UNKNOWN = "unknown"
    STRAY_BRACE = "stray_brace"
    NOT_HERE = "not_here"
    NO_VALUE = "no_value"
    TWO_BUTTONS = "two_buttons"


@dataclass(frozen=True)
class Finding:
    """Something wrong at a place: line and column count from 1; ``excerpt`` is what stands there.

    ``suggestion`` is the placeholder that may have been meant, or empty.
    """

    kind: FindingKind
    line: int
    column: int
    excerpt: str
    suggestion: str = ""


class UnfitTextError(ValueError):
    """The text holds something that is no placeholder, or one without a value. It is never sent as it stands."""


def check(text: str, *, allowed: frozenset[Placeholder], without_value: frozenset[Placeholder]) -> list[Finding]:
    """Find what would keep the text from being sent, in the order of the text.

    ``allowed`` is what may stand in this text; ``without_value`` what is unknown for this poll, such as a closing time
    that was not set.
    """
    findings = list(_strays(text))
    buttons = 0
    for match in _BRACES.finditer(text):
        placeholder = NAMES.get(match[1].strip().lower())
        buttons += placeholder is Placeholder.BUTTON
        if placeholder is None:
            findings.append(_at(text, match.start(), FindingKind.UNKNOWN, match[0], _suggested(match[1])))
        elif placeholder not in allowed:
            findings.append(_at(text, match.start(), FindingKind.NOT_HERE, match[0]))
        elif placeholder in without_value:
            findings.append(_at(text, match.start(), FindingKind.NO_VALUE, match[0]))
        elif placeholder is Placeholder.BUTTON and buttons > 1:
            findings.append(_at(text, match.start(), FindingKind.TWO_BUTTONS, match[0]))
    return sorted(findings, key=lambda finding: (finding.line, finding.column))


def fill(text: str, values: Mapping[Placeholder, str]) -> str:
    """Put the values in the text. Raises UnfitTextError where ``check`` would find something."""
    if next(_strays(text), None):
        raise UnfitTextError("a brace that belongs to no placeholder")
    return _BRACES.sub(lambda match: _value(match[1], values), text)


def names_in(text: str) -> set[Placeholder]:
    """Give the placeholders that the text has."""
    found = (NAMES.get(match[1].strip().lower()) for match in _BRACES.finditer(text))
    return {placeholder for placeholder in found if placeholder is not None}


def _value(name: str, values: Mapping[Placeholder, str]) -> str:
    placeholder = NAMES.get(name.strip().lower())
    if placeholder is None or placeholder not in values:
        raise UnfitTextError(f"no placeholder, or none with a value here: {name[:40]!r}")
    return values[placeholder]


def _strays(text: str) -> Iterator[Finding]:
    """Yield the braces that are left when those of placeholders are taken out, blanks standing in their place."""
    rest = _BRACES.sub(lambda match: " " * len(match[0]), text)
    for match in re.finditer(r"[{}]", rest):
        yield _at(text, match.start(), FindingKind.STRAY_BRACE, text[match.start() : match.start() + 20])


def _at(text: str, place: int, kind: FindingKind, excerpt: str, suggestion: str = "") -> Finding:
    line = text.count("\n", 0, place) + 1
    column = place - (text.rfind("\n", 0, place) + 1) + 1
    return Finding(kind, line, column, excerpt.split("\n", 1)[0][:60], suggestion)


def _suggested(name: str) -> str:
    close = get_close_matches(name.strip().lower(), NAMES, n=1, cutoff=0.6)
    return f"{{{close[0]}}}" if close else ""
