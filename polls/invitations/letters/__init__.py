"""The texts of mails: what staff may write, how it is checked, and how it becomes text and HTML. Plain Python."""

from polls.invitations.letters.markup import BUTTON, Paragraph, paragraphs, to_text, without_marks
from polls.invitations.letters.placeholders import (
    SPELLINGS,
    Finding,
    FindingKind,
    Placeholder,
    UnfitTextError,
    check,
    fill,
    names_in,
)
from polls.invitations.letters.standard import STANDARD, LetterKind, Wording

__all__ = [
    "BUTTON",
    "SPELLINGS",
    "STANDARD",
    "Finding",
    "FindingKind",
    "LetterKind",
    "Paragraph",
    "Placeholder",
    "UnfitTextError",
    "Wording",
    "check",
    "fill",
    "names_in",
    "paragraphs",
    "to_text",
    "without_marks",
]
