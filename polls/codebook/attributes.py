"""What is known of people before they answer: attributes, each with a kind and, where there is one, a list of values.

A value is stored as text: the code of a choice, ``yes`` or ``no``, a decimal number with a point, a date as
``2026-05-31``, or the text itself. Polls divide by ``group_of``: the band of a number, else the value.
"""

import datetime
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from itertools import pairwise

from polls.codebook.texts import Text, in_language

LONGEST_TEXT = 200
YES, NO = "yes", "no"

_YES = frozenset({"yes", "y", "ja", "j", "true", "waar", "1", "x"})
_NO = frozenset({"no", "n", "nee", "false", "onwaar", "0"})
_NUMBER = re.compile(r"-?\d{1,12}(?:[.,]\d{1,6})?\Z")
_THOUSANDS = re.compile(r"-?\d{1,3}(?:\.\d{3})+\Z")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\Z")
_NOT_LETTER_OR_DIGIT = re.compile(r"[^a-z0-9]+")


class AttributeKind(StrEnum):
    """What sort of values an attribute has."""

    CHOICE = "choice"
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"
    YES_NO = "yes_no"


@dataclass(frozen=True)
class AttributeValue:
    """A choice, with other ways in which files write it, or a band of numbers: from ``start``, below ``below``."""

    code: str
    label: Text
    also: tuple[str, ...] = ()
    start: Decimal | None = None
    below: Decimal | None = None

    def holds(self, number: Decimal) -> bool:
        return (self.start is None or self.start <= number) and (self.below is None or number < self.below)


@dataclass(frozen=True)
class Attribute:
    """One attribute of people or of the organisations they work for."""

    code: str
    label: Text
    kind: AttributeKind
    values: tuple[AttributeValue, ...] = ()

    @property
    def has_list(self) -> bool:
        """Whether polls can divide by it: a finite number of groups."""
        return self.kind in (AttributeKind.CHOICE, AttributeKind.YES_NO) or bool(self.values)


def plain(text: str) -> str:
    """Give a text as it is compared: small letters and digits without accents, with ``_`` between the words."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _NOT_LETTER_OR_DIGIT.sub("_", letters).strip("_")


def read_value(attribute: Attribute, text: str) -> str | None:
    """Read what somebody wrote as a value of the attribute: the text to store, or None when it is none.

    A choice is recognised by its code, its label in any language, and the other ways in which it is written.
    """
    text = text.strip()
    if attribute.kind is AttributeKind.CHOICE:
        return _codes_by_text(attribute).get(plain(text)) if plain(text) else None
    if attribute.kind is AttributeKind.YES_NO:
        return YES if plain(text) in _YES else NO if plain(text) in _NO else None
    if attribute.kind is AttributeKind.NUMBER:
        return _number(text)
    if attribute.kind is AttributeKind.DATE:
        return _date(text)
    return text if len(text) <= LONGEST_TEXT else None


def group_of(attribute: Attribute, value: str) -> str:
    """Give the code by which polls divide: the band that holds a number, else the value. No band: nothing."""
    if attribute.kind is not AttributeKind.NUMBER or not attribute.values:
        return value
    try:
        number = Decimal(value)
    except InvalidOperation:
        return ""
    return next((band.code for band in attribute.values if band.holds(number)), "")


def value_label(attribute: Attribute, value: str, language: str) -> str:
    """Write a value as people read it; one that is not in the list as it is stored."""
    if attribute.kind is AttributeKind.YES_NO and value in (YES, NO):
        return _YES_NO_LABELS[value].get(language, value)
    labels = {each.code: in_language(each.label, language) for each in attribute.values}
    return labels.get(value) or value


def inherited(own: Mapping[str, str], of_organisation: Mapping[str, str]) -> dict[str, str]:
    """Give what holds for a person: their own values, and for what they have none of their organisation's."""
    return {**of_organisation, **{name: value for name, value in own.items() if value}}


def overlapping(bands: Sequence[AttributeValue]) -> list[tuple[str, str]]:
    """Give the pairs of bands, by code, that hold the same numbers."""
    ordered = sorted(bands, key=lambda band: (band.start is not None, band.start or Decimal(0)))
    return [
        (first.code, second.code)
        for first, second in pairwise(ordered)
        if first.below is None or second.start is None or second.start < first.below
    ]


_YES_NO_LABELS = {YES: {"nl": "Ja", "en": "Yes"}, NO: {"nl": "Nee", "en": "No"}}


def _codes_by_text(attribute: Attribute) -> dict[str, str]:
    known: dict[str, str] = {}
    for value in attribute.values:
        for text in (value.code, *value.label.values(), *value.also):
            known.setdefault(plain(text), value.code)
    return known


def _number(text: str) -> str | None:
    """Read ``1.250``, ``1250,5`` and ``1250.5``; three digits after a point are thousands, as the Dutch write them."""
    bare = text.replace(" ", "").replace("\u00a0", "")
    if _THOUSANDS.match(bare):
        bare = bare.replace(".", "")
    if not _NUMBER.match(bare):
        return None
    number = Decimal(bare.replace(",", "."))
    whole = number.to_integral_value()
    return str(int(whole)) if number == whole else format(number.normalize(), "f")


def _date(text: str) -> str | None:
    found = _DAY_FIRST.match(text)
    written = f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}" if found else text[:10]
    try:
        return datetime.date.fromisoformat(written).isoformat()
    except ValueError:
        return None
