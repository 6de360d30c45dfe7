"""A press text as data: what a page, a text file or a word processor's file is written from."""

from dataclasses import dataclass
from enum import StrEnum


class ParagraphKind(StrEnum):
    """What a paragraph is to the reader."""

    HEADLINE = "headline"
    LEAD = "lead"
    HEADING = "heading"
    BODY = "body"


@dataclass(frozen=True)
class Words:
    """A stretch of text that the writer is free to change."""

    text: str


@dataclass(frozen=True)
class Number:
    """A number that is bound to a cell of a run: ``text`` is written from the cell that ``key`` names.

    ``is_known`` is False where the run has no such cell, or may not show it; then ``text`` is empty.
    ``typed`` is what stands for it in the writer's own text, ``detail`` says what the number is, in words.
    """

    text: str
    key: str
    typed: str = ""
    detail: str = ""
    is_known: bool = True

    @property
    def is_out_of_date(self) -> bool:
        """Whether the writer's text shows another number than the run has."""
        return self.is_known and self.typed != self.text


@dataclass(frozen=True)
class Paragraph:
    """One paragraph: words and numbers in reading order."""

    kind: ParagraphKind
    parts: tuple[Words | Number, ...]

    @property
    def text(self) -> str:
        """The paragraph as it is read. A number that the run does not have is an ellipsis."""
        return "".join(part.text or "…" if isinstance(part, Number) else part.text for part in self.parts)


@dataclass(frozen=True)
class PressText:
    """A press text in one language: a headline, a lead, headings and paragraphs."""

    language: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def headline(self) -> str:
        """The text of the headline, empty where there is none."""
        return next((each.text for each in self.paragraphs if each.kind is ParagraphKind.HEADLINE), "")

    @property
    def numbers(self) -> tuple[Number, ...]:
        """All bound numbers in reading order."""
        return tuple(part for each in self.paragraphs for part in each.parts if isinstance(part, Number))

    @property
    def text(self) -> str:
        """The text to paste anywhere: paragraphs with an empty line between them."""
        return "\n\n".join(each.text for each in self.paragraphs) + "\n"
