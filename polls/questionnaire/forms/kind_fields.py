"""Which model fields a form shows for a kind of question."""

from collections.abc import Mapping

from polls.codebook.kinds import CHOICE_FIELDS, KIND_FIELDS, QuestionKind

MODEL_FIELDS: Mapping[str, tuple[str, ...]] = {
    "dont_know": ("offers_dont_know", "dont_know_label"),
    "choices": ("choices", "has_random_choices", "carries", "carries_chosen"),
    "rows": ("rows", "has_random_rows"),
}
"""Fields of the questionnaire that stand for other or for more fields of the design."""

KINDS_OWN = frozenset(name for names in KIND_FIELDS.values() for name in names)
CHOICES_OWN = frozenset(name for names in CHOICE_FIELDS.values() for name in names)


def hidden_fields(kind: QuestionKind) -> frozenset[str]:
    """The model fields of a question that its kind has no use for."""
    return frozenset(field for name in KINDS_OWN - KIND_FIELDS[kind] for field in MODEL_FIELDS.get(name, (name,)))


def hidden_choice_fields(kind: QuestionKind) -> frozenset[str]:
    """The model fields of a choice that the kind of its question has no use for."""
    return CHOICES_OWN - CHOICE_FIELDS[kind]
