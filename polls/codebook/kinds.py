"""The kinds of question, and what each of them uses."""

from collections.abc import Mapping
from enum import StrEnum


class QuestionKind(StrEnum):
    """How a question is asked. Each table keyed by this enum must be complete; a test holds that."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    DROPDOWN = "dropdown"
    SCALE = "scale"
    RATING = "rating"
    NPS = "nps"
    STARS = "stars"
    MATRIX_SINGLE = "matrix_single"
    MATRIX_MULTIPLE = "matrix_multiple"
    MATRIX_NUMBER = "matrix_number"
    RANKING = "ranking"
    ALLOCATION = "allocation"
    SLIDER = "slider"
    NUMBER = "number"
    DATE = "date"
    MONTH = "month"
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    IMAGE_CHOICE = "image_choice"
    FILE = "file"
    INFORMATION = "information"
    HIDDEN = "hidden"
    CALCULATED = "calculated"
    CONSENT = "consent"


class BaseRule(StrEnum):
    """Who counts in the denominator of a share."""

    ASKED = "asked"
    ANSWERED = "answered"
    VALID = "valid"


_CHOICES = frozenset({"requirement", "choices", "dont_know"})
_AMOUNT = frozenset({"requirement", "dont_know", "minimum", "maximum", "decimals", "unit"})
_ENDS = frozenset({"low_label", "high_label"})

KIND_FIELDS: Mapping[QuestionKind, frozenset[str]] = {
    QuestionKind.SINGLE: _CHOICES,
    QuestionKind.MULTIPLE: _CHOICES | {"min_choices", "max_choices"},
    QuestionKind.DROPDOWN: _CHOICES,
    QuestionKind.SCALE: _CHOICES,
    QuestionKind.RATING: frozenset({"requirement", "dont_know", "minimum", "maximum"}) | _ENDS,
    QuestionKind.NPS: frozenset({"requirement", "dont_know"}) | _ENDS,
    QuestionKind.STARS: frozenset({"requirement", "dont_know", "maximum"}) | _ENDS,
    QuestionKind.MATRIX_SINGLE: _CHOICES | {"rows"},
    QuestionKind.MATRIX_MULTIPLE: _CHOICES | {"rows", "min_choices", "max_choices"},
    QuestionKind.MATRIX_NUMBER: _AMOUNT | {"rows"},
    QuestionKind.RANKING: _CHOICES | {"min_choices", "max_choices"},
    QuestionKind.ALLOCATION: _CHOICES | {"total", "decimals", "unit"},
    QuestionKind.SLIDER: frozenset({"requirement", "dont_know", "minimum", "maximum", "step", "unit"}) | _ENDS,
    QuestionKind.NUMBER: _AMOUNT,
    QuestionKind.DATE: frozenset({"requirement", "dont_know", "earliest", "latest"}),
    QuestionKind.MONTH: frozenset({"requirement", "dont_know", "earliest", "latest"}),
    QuestionKind.SHORT_TEXT: frozenset({"requirement", "format"}),
    QuestionKind.LONG_TEXT: frozenset({"requirement"}),
    QuestionKind.IMAGE_CHOICE: _CHOICES,
    QuestionKind.FILE: frozenset({"requirement", "file_types", "max_megabytes"}),
    QuestionKind.INFORMATION: frozenset(),
    QuestionKind.HIDDEN: frozenset({"choices", "taken_from", "source"}),
    QuestionKind.CALCULATED: frozenset({"expression", "holds", "decimals", "unit"}),
    QuestionKind.CONSENT: frozenset({"requirement", "statement"}),
}
"""The fields of a question that its kind uses, beside those of every question: code, text, help and show_if."""

CHOICE_FIELDS: Mapping[QuestionKind, frozenset[str]] = {kind: frozenset() for kind in QuestionKind} | {
    QuestionKind.SINGLE: frozenset({"is_other"}),
    QuestionKind.MULTIPLE: frozenset({"is_other", "is_exclusive"}),
    QuestionKind.DROPDOWN: frozenset({"is_other"}),
    QuestionKind.MATRIX_MULTIPLE: frozenset({"is_exclusive"}),
    QuestionKind.IMAGE_CHOICE: frozenset({"image", "image_alt"}),
}
"""The fields of a choice that its question's kind uses, beside code and label."""

CHOICE_KINDS = frozenset(kind for kind, names in KIND_FIELDS.items() if "choices" in names)
"""Kinds for which the editor writes choices; a rating's options follow from its bounds."""

MATRIX_KINDS = frozenset(kind for kind, names in KIND_FIELDS.items() if "rows" in names)
"""Kinds that put one question to several rows."""

POINT_KINDS = frozenset({QuestionKind.RATING, QuestionKind.NPS, QuestionKind.STARS})
"""Kinds whose options are whole numbers that follow from bounds."""

TEXT_KINDS = frozenset({QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT})

LIST_KINDS = frozenset({QuestionKind.MULTIPLE, QuestionKind.RANKING})
"""Kinds of which a stored answer is a list of codes. A matrix of several answers has rows of such a kind."""

SILENT_KINDS = frozenset({QuestionKind.HIDDEN, QuestionKind.CALCULATED})
"""Kinds that hold an answer and are never shown."""

ROW_KINDS: Mapping[QuestionKind, QuestionKind] = {
    QuestionKind.MATRIX_SINGLE: QuestionKind.SINGLE,
    QuestionKind.MATRIX_MULTIPLE: QuestionKind.MULTIPLE,
    QuestionKind.MATRIX_NUMBER: QuestionKind.NUMBER,
}
"""What each row of a matrix is by itself."""

BASE_RULES: Mapping[QuestionKind, BaseRule] = {
    QuestionKind.SINGLE: BaseRule.ANSWERED,
    QuestionKind.MULTIPLE: BaseRule.ANSWERED,
    QuestionKind.DROPDOWN: BaseRule.ANSWERED,
    QuestionKind.SCALE: BaseRule.VALID,
    QuestionKind.RATING: BaseRule.VALID,
    QuestionKind.NPS: BaseRule.VALID,
    QuestionKind.STARS: BaseRule.VALID,
    QuestionKind.MATRIX_SINGLE: BaseRule.ANSWERED,
    QuestionKind.MATRIX_MULTIPLE: BaseRule.ANSWERED,
    QuestionKind.MATRIX_NUMBER: BaseRule.VALID,
    QuestionKind.RANKING: BaseRule.ANSWERED,
    QuestionKind.ALLOCATION: BaseRule.VALID,
    QuestionKind.SLIDER: BaseRule.VALID,
    QuestionKind.NUMBER: BaseRule.VALID,
    QuestionKind.DATE: BaseRule.VALID,
    QuestionKind.MONTH: BaseRule.VALID,
    QuestionKind.SHORT_TEXT: BaseRule.ANSWERED,
    QuestionKind.LONG_TEXT: BaseRule.ANSWERED,
    QuestionKind.IMAGE_CHOICE: BaseRule.ANSWERED,
    QuestionKind.FILE: BaseRule.ANSWERED,
    QuestionKind.INFORMATION: BaseRule.ASKED,
    QuestionKind.HIDDEN: BaseRule.ANSWERED,
    QuestionKind.CALCULATED: BaseRule.VALID,
    QuestionKind.CONSENT: BaseRule.ASKED,
}
"""Default rule per kind: don't-know counts as an answer to a nominal question, not to a scale or a number.

A consent is counted among all who saw it: a box that was left empty is a no.
"""
