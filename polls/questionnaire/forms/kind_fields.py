"""Which model fields a form shows for a kind of question."""

from collections.abc import Mapping

from polls.codebook.schema import QuestionKind

_CHOICES = frozenset({"requirement", "choices", "dont_know"})
KIND_FIELDS: Mapping[QuestionKind, frozenset[str]] = {
    QuestionKind.SINGLE: _CHOICES,
    QuestionKind.MULTIPLE: _CHOICES,
    QuestionKind.SCALE: _CHOICES,
    QuestionKind.RATING: frozenset({"requirement", "dont_know", "minimum", "maximum", "low_label", "high_label"}),
    QuestionKind.NUMBER: frozenset({"requirement", "dont_know", "minimum", "maximum", "decimals", "unit"}),
    QuestionKind.SHORT_TEXT: frozenset({"requirement"}),
    QuestionKind.LONG_TEXT: frozenset({"requirement"}),
}
CHOICE_FIELDS: Mapping[QuestionKind, frozenset[str]] = {kind: frozenset() for kind in QuestionKind} | {
    QuestionKind.SINGLE: frozenset({"is_other"}),
    QuestionKind.MULTIPLE: frozenset({"is_other", "is_exclusive"}),
}

MODEL_FIELDS: Mapping[str, tuple[str, ...]] = {"dont_know": ("offers_dont_know", "dont_know_label")}
"""Fields of the questionnaire that the design stores in other fields."""

KINDS_OWN = frozenset(name for names in KIND_FIELDS.values() for name in names)
CHOICES_OWN = frozenset(name for names in CHOICE_FIELDS.values() for name in names)


def hidden_fields(kind: QuestionKind) -> frozenset[str]:
    """The model fields of a question that its kind has no use for."""
    return frozenset(field for name in KINDS_OWN - KIND_FIELDS[kind] for field in MODEL_FIELDS.get(name, (name,)))


def hidden_choice_fields(kind: QuestionKind) -> frozenset[str]:
    """The model fields of a choice that the kind of its question has no use for."""
    return CHOICES_OWN - CHOICE_FIELDS[kind]
