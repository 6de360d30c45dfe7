"""The kinds of question as the builder offers them, in groups."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from polls.questionnaire.models import Question

_GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("Choose"), ("single", "multiple", "dropdown", "image_choice", "ranking")),
    (_("Scales and marks"), ("scale", "rating", "nps", "stars", "slider")),
    (_("Matrix"), ("matrix_single", "matrix_multiple", "matrix_number")),
    (_("Numbers and dates"), ("number", "allocation", "date", "month")),
    (_("Open"), ("short_text", "long_text", "file")),
    (_("Without a question"), ("information", "consent", "hidden", "calculated")),
)

_LABELS = dict(Question.Kind.choices)

PALETTE: list[tuple[Any, list[tuple[str, Any]]]] = [
    (title, [(kind, _LABELS[kind]) for kind in kinds if kind in _LABELS])
    for title, kinds in _GROUPS
    if any(kind in _LABELS for kind in kinds)
]
"""Groups with their kinds: value and name."""
