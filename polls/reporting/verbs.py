"""How a sentence says that an answer was given: one names a reason, but answers "yes", and chooses a picture."""

from collections.abc import Mapping

from polls.codebook.schema import Question, QuestionKind
from polls.reporting.document import Row
from polls.reporting.phrases import say

YES_NO: Mapping[str, frozenset[str]] = {
    "nl": frozenset({"ja", "nee", "weet", "geen", "misschien", "soms", "altijd", "nooit"}),
    "en": frozenset({"yes", "no", "don’t", "don't", "none", "maybe", "sometimes", "always", "never"}),
}
"""First words of answers that one gives rather than names."""

NAMING_KINDS = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.DROPDOWN, QuestionKind.RANKING})
"""Kinds of which an answer is named, unless it reads like a yes or a no."""


def stem_of(question: Question, row: Row, language: str) -> str:
    """Give the verb of an answer: ``agree``, ``choose``, ``name``, or ``answer`` (yes, positive, 7).

    The rows of a matrix, whose codes have two parts, are answered: their answers are mostly points of a scale.
    """
    if question.kind is QuestionKind.CONSENT:
        return "agree"
    if question.kind is QuestionKind.IMAGE_CHOICE:
        return "choose"
    if question.kind not in NAMING_KINDS or "." in question.code:
        return "answer"
    first = row.label.lower().replace(",", " ").split()[:1]
    return "answer" if first and first[0] in YES_NO[language] else "name"


def verb(question: Question, row: Row, language: str, *, is_plural: bool) -> str:
    """Give the verb for "54% of respondents ..." (singular in Dutch) or "all 52 respondents ..." (plural)."""
    stem = stem_of(question, row, language)
    return say(language, stem if is_plural else f"{stem}s")


def share_that(question: Question, row: Row, language: str) -> str:
    """Name the share itself: ``het aandeel dat ‘kwaliteit’ noemt``."""
    if question.kind is QuestionKind.RANKING:
        return say(language, "share_first", answer=row.answer)
    stem = stem_of(question, row, language)
    if stem == "agree":
        return say(language, "share_agrees")
    return say(language, "share_that", answer=row.answer, verb=say(language, f"that_{stem}s"))


def the_mean(question: Question, language: str) -> str:
    """Name the mean itself: ``het gemiddelde``, ``de Net Promoter Score``."""
    return say(language, "the_nps" if question.kind is QuestionKind.NPS else "the_mean")
