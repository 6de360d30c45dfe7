"""Numbers as they are written for people: rounded once, half away from zero, in Dutch and in English.

A number comes in with its full precision; text goes out. Shares are 0-1 and written as percentages. A ``Fraction`` of
a count and a base is exact, so that 54.5 becomes 55 and 54.4999 becomes 54.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import floor

FINE_BASE = 500
"""From this base on, percentages get one decimal."""

MINUS = "\u2212"
DASH = "\u2013"
TO = {"nl": "tot", "en": "to"}

_DECIMAL_SIGN = {"nl": ",", "en": "."}
_GROUP_SIGN = {"nl": ".", "en": ","}

Interval = tuple[float, float]
"""Low and high bound."""

Ratio = tuple[int, int]
"""Numerator and denominator."""


def rounded(value: Fraction | float, decimals: int = 0) -> Fraction:
    """Round half away from zero on the exact value."""
    factor = 10**decimals
    return Fraction(_steps(value.as_integer_ratio(), factor), factor)


def number(value: Fraction | float, language: str, *, decimals: int = 0) -> str:
    """Write the number with that many decimals and its thousands grouped: ``1.234,5`` or ``1,234.5``."""
    return _written(_steps(value.as_integer_ratio(), 10**decimals), language, decimals)


def decimals_for(base: int) -> int:
    """Give how many decimals a percentage on this base deserves."""
    return 1 if base >= FINE_BASE else 0


def percent(count: int, base: int, language: str) -> str:
    """Write count/base as ``54%``, from a base of 500 on as ``54,3%``. Raises ZeroDivisionError on an empty base."""
    return _percent((count, base), decimals_for(base), language) + "%"


def share_percent(share: float, base: int, language: str) -> str:
    """Write a share that is no count over a base (the bound of an interval), as precisely as the base deserves."""
    return _percent(share.as_integer_ratio(), decimals_for(base), language) + "%"


def percent_range(interval: Interval, base: int, language: str) -> str:
    """Write an interval of shares: ``44–64%``."""
    low, high = (share_percent(bound, base, language) for bound in interval)
    return high if low == high else f"{low[:-1]}{DASH}{high}"


def points(difference: Fraction | float, language: str, *, decimals: int = 0) -> str:
    """Write a difference of two shares in percentage points, without the words: ``8`` or ``−12``."""
    return _percent(difference.as_integer_ratio(), decimals, language)


def points_range(interval: Interval, language: str, *, decimals: int = 0) -> str:
    """Write an interval of a difference: ``−12 tot 27``. "To" keeps the dash and the minus apart."""
    low, high = (points(bound, language, decimals=decimals) for bound in interval)
    return f"{low} {TO[language]} {high}"


def number_range(interval: Interval, language: str, *, decimals: int = 1) -> str:
    """Write an interval of a mean: ``6,9 tot 7,5``."""
    low, high = (number(bound, language, decimals=decimals) for bound in interval)
    return f"{low} {TO[language]} {high}"


def p_value(value: float, language: str) -> str:
    """Write a p-value: ``p = 0,03``, ``p < 0,001``, ``p > 0,99``. Never rounded onto 0.05 from either side."""
    if value < 0.001:
        return f"p < {number(0.001, language, decimals=3)}"
    if value > 0.99:
        return f"p > {number(0.99, language, decimals=2)}"
    decimals = 2 if value >= 0.0095 else 3
    while decimals < 4 and rounded(value, decimals) == Fraction(5, 100) and value != 0.05:
        decimals += 1
    return f"p = {number(value, language, decimals=decimals)}"


def sums_to_whole(counts: Sequence[int], base: int) -> bool:
    """Tell whether the rounded percentages of these counts add up to exactly 100."""
    decimals = decimals_for(base)
    return sum(rounded(Fraction(count, base) * 100, decimals) for count in counts) == 100


def largest_remainder(counts: Sequence[int], *, decimals: int = 0) -> list[Fraction]:
    """Give percentages that add up to exactly 100: rounded down, the rest to the largest remainders (Hamilton).

    For pie-like displays only, and to be named there. Ties go to the larger count, then to the earlier one. Raises
    ZeroDivisionError when all counts are zero.
    """
    factor = 10**decimals
    exact = [Fraction(count * 100 * factor, sum(counts)) for count in counts]
    steps = [floor(value) for value in exact]
    by_claim = sorted(range(len(counts)), key=lambda i: (steps[i] - exact[i], -counts[i], i))
    for index in by_claim[: 100 * factor - sum(steps)]:
        steps[index] += 1
    return [Fraction(step, factor) for step in steps]


def _percent(ratio: Ratio, decimals: int, language: str) -> str:
    return _written(_steps(ratio, 100 * 10**decimals), language, decimals)


def _steps(ratio: Ratio, factor: int) -> int:
    """Give factor x ratio rounded to a whole number, half away from zero, in whole numbers only."""
    numerator, denominator = ratio
    steps = (2 * abs(numerator) * factor + denominator) // (2 * denominator)
    return -steps if numerator < 0 else steps


def _written(steps: int, language: str, decimals: int) -> str:
    """Write a number given in steps of its last decimal."""
    whole, fraction = divmod(abs(steps), 10**decimals)
    text = f"{whole:,}".replace(",", _GROUP_SIGN[language])
    if decimals:
        text += f"{_DECIMAL_SIGN[language]}{fraction:0{decimals}d}"
    return f"{MINUS}{text}" if steps < 0 else text


def unbroken(text: str) -> str:
    """Keep the parts of ``n = 52`` and ``p = 0,04`` on one line, for files that break lines themselves."""
    return text.replace(" = ", "\u00a0=\u00a0")
