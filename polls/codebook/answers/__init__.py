"""Answers as they are stored, and how a posted form becomes them.

An answers document is a JSON object by the codes of ``Question.variables``. A single, dropdown, scale, rating, stars
or image choice holds the code of the choice (``"quality"``, ``"7"``), a consent ``"yes"``; a multiple the list of codes
in the order of the choices, a ranking in the order of preference; a number or slider a string with a decimal
point (``"12.5"``), a date ``"2026-05-31"``, a month ``"2026-05"``, a text itself, a file the id of the upload. A matrix
has one key per row (``"question.row"``), an allocation one per choice (``"question.choice"``). Don't know is ``"_dk"``
(in a list: ``["_dk"]``), shown but unanswered ``""`` (a list: ``[]``), and what was not asked is absent. The text of an
"other, namely" choice stands under ``"question.choice"``, only while that choice is chosen.
"""

from polls.codebook.answers.base import (
    DONT_KNOW,
    Answers,
    Attributes,
    Cleaned,
    Value,
    hidden_values,
    is_answered,
    is_dont_know,
    is_skipped,
    keys_with_texts,
    other_key,
    skipped,
)
from polls.codebook.answers.cleaning import clean
from polls.codebook.answers.limits import counted, unfinished
from polls.codebook.answers.texts import LONG_LENGTH, OTHER_LENGTH, SHORT_LENGTH, clean_text

__all__ = [
    "DONT_KNOW",
    "LONG_LENGTH",
    "OTHER_LENGTH",
    "SHORT_LENGTH",
    "Answers",
    "Attributes",
    "Cleaned",
    "Value",
    "clean",
    "clean_text",
    "counted",
    "hidden_values",
    "is_answered",
    "is_dont_know",
    "is_skipped",
    "keys_with_texts",
    "other_key",
    "skipped",
    "unfinished",
]
