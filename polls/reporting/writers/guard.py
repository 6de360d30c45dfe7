"""No text in a CSV file may start a formula when a spreadsheet opens the file.

A text that begins like a formula gets an apostrophe in front, which spreadsheets take as "this is text". Spaces and
invisible characters before the sign are looked through, and full-width signs count as signs. Numbers stay numbers.
"""

import re

_BLANK = (
    "\\s\u00a0\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3000"
    "\ufe00-\ufe0f\ufeff"
)
_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b\u2212"

FORMULA = f"^(?:[\t\r\n]|[\x00-\x1f{_BLANK}]*[{_SIGNS}])"
"""The beginning of a dangerous text, in the common syntax of Python's and Rust's regular expressions."""

NUMBER = "^-?[0-9]{1,15}(?:[.,][0-9]+)?$"

_FORMULA = re.compile(FORMULA)
_NUMBER = re.compile(NUMBER)


def guarded(text: str) -> str:
    """Make one text harmless."""
    return f"'{text}" if _FORMULA.search(text) and not _NUMBER.search(text) else text
