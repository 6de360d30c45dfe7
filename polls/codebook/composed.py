"""Characters in their composed form, in a time that grows with the text only.

Unicode puts the marks on a letter in order, which takes Python time with the square of their number: a post of 300 kB
that is one letter under marks would hold the whole process for a minute. No language puts more than a few on a letter.
"""

import re
import unicodedata

MOST_MARKS = 30
"""Marks on one letter that are kept, as in Unicode's Stream-Safe Text Format (UAX 15)."""

_MARKS_IN_DISGUISE = "\u0f73\u0f75\u0f81"
"""Tibetan vowels that count as letters until they are taken apart into marks."""

_LONG_RUN = re.compile(rf"[^\x00-\u02ff]{{{MOST_MARKS + 1},}}")


def composed(text: str) -> str:
    """Give the text in normal form C, without the marks on a letter beyond the thirtieth."""
    return unicodedata.normalize("NFC", _LONG_RUN.sub(_without_piles, text))


def _without_piles(run: re.Match[str]) -> str:
    """Thin out a run of characters that might be marks."""
    kept: list[str] = []
    marks = 0
    for character in run[0]:
        is_mark = unicodedata.combining(character) or character in _MARKS_IN_DISGUISE
        marks = marks + 1 if is_mark else 0
        if marks <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)
