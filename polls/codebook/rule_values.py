"""Values in expressions, and the arithmetic that server and browser do alike.

A value is nothing (None: skipped, not asked, unknown, impossible), a truth, a number (an IEEE double), a text, or a
list of texts. Numbers round a half away from zero; a number counts as a half when a double cannot tell it from one.
As a text a number has at most six decimals and fifteen digits before the point; what does not fit is nothing.
"""

import math
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from polls.codebook.numerals import PLAIN

Scalar = None | bool | float | str | list[str]

Values = Mapping[str, str | list[str]]
"""Answers and contact attributes by name, in one namespace."""

TODAY = "_today"
"""The name under which the day of answering stands among the values, as ``YYYY-MM-DD``."""

DONT_KNOW = "_dk"

MOST_DECIMALS = 6
_LARGEST = 1e15
_EXACT = 2.0**52
_NUDGE = 1.0 + 2.0**-52

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")


def as_number(text: str) -> float | None:
    """Read digits with at most one decimal point; anything else is no number (None)."""
    return float(text) if PLAIN.fullmatch(text) else None


def texts_of(value: str | list[str] | None) -> list[str]:
    """List what was answered; a skipped question and one that was not asked give nothing."""
    if isinstance(value, str):
        return [value] if value else []
    return [text for text in value or () if text]


def given(values: Values, name: str) -> Scalar:
    """Give the answer as a value: nothing, a text, or a list of at least one text."""
    value = values.get(name)
    return (value or None) if isinstance(value, str) else (texts_of(value) or None)


def number_of(value: Scalar) -> float | None:
    """Read the value as a number, if it is one or a single text that reads as one."""
    if isinstance(value, float):
        return value
    text = text_of(value) if not isinstance(value, bool) else None
    return None if text is None else as_number(text)


def text_of(value: Scalar) -> str | None:
    """Read the value as one text; several texts, and a truth, are none."""
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, list):
        return value[0] if len(value) == 1 else None
    return value if isinstance(value, str) else None


def listed(value: Scalar) -> list[str]:
    """Read the value as a list of texts."""
    if isinstance(value, list):
        return value
    text = text_of(value)
    return [text] if text else []


def date_of(value: Scalar) -> date | None:
    """Read the value as a day of the calendar, written ``YYYY-MM-DD``."""
    text = text_of(value)
    if text is None or not DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def finite(number: float) -> float | None:
    """Give the number unless it went beyond what a double holds."""
    return number if math.isfinite(number) else None


def rounded(number: float, decimals: int) -> float:
    """Round to so many decimals (0 to 6), a half away from zero."""
    scale = 10.0**decimals
    size = abs(number) * scale
    if size >= _EXACT:
        return number
    return math.copysign(math.floor(size * _NUDGE + 0.5) / scale, number)


def number_text(number: float) -> str | None:
    """Write the number as it is stored: digits, a point and at most six decimals (``"12.5"``)."""
    near = rounded(number, MOST_DECIMALS)
    if near == 0:
        return "0"
    if not abs(near) < _LARGEST:
        return None
    text = format(Decimal(repr(near)), "f")
    return text[:-2] if text.endswith(".0") else text


def is_equal(left: Scalar, right: Scalar) -> bool:
    """Tell whether two values that are something are equal: as numbers if either is one, else as sets of texts."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, float) or isinstance(right, float):
        one, other = number_of(left), number_of(right)
        return one is not None and one == other
    return set(listed(left)) == set(listed(right))


def order_of(left: Scalar, right: Scalar) -> int | None:
    """Compare two numbers, two days or two months: -1, 0 or 1, and None for anything else."""
    one, other = number_of(left), number_of(right)
    if one is not None and other is not None:
        return (one > other) - (one < other)
    first, second = text_of(left), text_of(right)
    if first is None or second is None:
        return None
    is_alike = any(form.fullmatch(first) and form.fullmatch(second) for form in (DATE, MONTH))
    return (first > second) - (first < second) if is_alike else None
