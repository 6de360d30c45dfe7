"""The texts of mails: what staff may write, how it is checked, and how it becomes text and HTML. Plain Python."""

from polls.invitations.letters.markup import Paragraph, paragraphs, to_html, to_text
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
    "to_html",
    "to_text",
]
