"""No text in a CSV file may start a formula when a spreadsheet opens the file.

A text that begins like a formula gets an apostrophe in front, which spreadsheets take as "this is text". Spaces and
invisible characters before the sign are looked through, and full-width signs count as signs. Numbers stay numbers.
"""

import re

import polars as pl

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


def guarded_texts(texts: pl.Series) -> pl.Series:
    """Make a column of texts harmless, and its carriage returns ordinary line ends."""
    tidy = texts.str.replace_all("\r\n", "\n", literal=True).str.replace_all("\r", "\n", literal=True)
    return _with_apostrophes(tidy, tidy.str.contains(FORMULA))


def guarded_answers(answers: pl.Series) -> pl.Series:
    """Make a column of codes, labels or numbers harmless; what is a number stays one.

    Such a column has few different values, so it is enough to look at those.
    """
    values = answers.unique()
    dangerous = values.filter(values.str.contains(FORMULA) & ~values.str.contains(NUMBER))
    return answers if dangerous.is_empty() else _with_apostrophes(answers, answers.is_in(dangerous))


def _with_apostrophes(texts: pl.Series, where: pl.Series) -> pl.Series:
    return pl.select(pl.when(where).then("'" + texts).otherwise(texts).alias(texts.name)).to_series()
