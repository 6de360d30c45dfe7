"""How a sentence says that an answer was given: one names a reason, but answers "yes"."""

from collections.abc import Mapping

from polls.codebook.schema import Question, QuestionKind
from polls.reporting.document import Row
from polls.reporting.phrases import say

YES_NO: Mapping[str, frozenset[str]] = {
    "nl": frozenset({"ja", "nee", "weet", "geen", "misschien", "soms", "altijd", "nooit"}),
    "en": frozenset({"yes", "no", "don’t", "don't", "none", "maybe", "sometimes", "always", "never"}),
}
"""First words of answers that one gives rather than names."""


def is_answered_with(question: Question, row: Row, language: str) -> bool:
    """Tell whether the row is something that one answers (yes, positive, 7), not something that one names."""
    if question.kind not in (QuestionKind.SINGLE, QuestionKind.MULTIPLE):
        return True
    first = row.label.lower().replace(",", " ").split()[:1]
    return bool(first) and first[0] in YES_NO[language]


def verb(question: Question, row: Row, language: str, *, is_plural: bool) -> str:
    """Give the verb for "54% of respondents ..." (singular in Dutch) or "all 52 respondents ..." (plural)."""
    stem = "answer" if is_answered_with(question, row, language) else "name"
    return say(language, stem if is_plural else f"{stem}s")


def share_that(question: Question, row: Row, language: str) -> str:
    """Name the share itself: ``het aandeel dat ‘kwaliteit’ noemt``."""
    stem = "answers" if is_answered_with(question, row, language) else "names"
    return say(language, "share_that", answer=row.answer, verb=say(language, f"that_{stem}"))
