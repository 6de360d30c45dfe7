"""What a file of another product could not say here, and why a file cannot be read at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from polls.codebook.schema import Questionnaire, Text, in_language
from polls.exchange.messages import FILE_PROBLEMS, MESSAGES


class Weight(StrEnum):
    """Whether something did not come along at all, or came along as something else."""

    LOST = "lost"
    CHANGED = "changed"


@dataclass(frozen=True)
class Finding:
    """One thing that did not go over as it was.

    ``code`` is stable; ``place`` names the spot in the words of the file (``"Q12"``, ``"survey, row 14"``);
    ``message`` says per language what happened to it and why.
    """

    weight: Weight
    code: str
    place: str
    message: Text


@dataclass(frozen=True)
class Imported:
    """What arrived of a file, in order, with what did not."""

    questionnaire: Questionnaire
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Exported:
    """A written file, with what the format cannot say."""

    content: bytes
    findings: tuple[Finding, ...] = ()


class UnreadableError(ValueError):
    """The file as a whole cannot be used. ``code`` is a key of ``FILE_PROBLEMS``; ``message`` is per language."""

    def __init__(self, code: str, **parts: str | int) -> None:
        self.code = code
        self.parts = parts
        self.message: Text = {language: sentence.format(**parts) for language, sentence in FILE_PROBLEMS[code].items()}
        super().__init__(self.message["en"])


def finding(code: str, place: str, /, **parts: str | int | Text) -> Finding:
    """Make the finding ``code`` at the place; a part that is itself a text is filled in per language."""
    weight, sentences = MESSAGES[code]
    message = {
        language: sentence.format(**{name: _in(part, language) for name, part in parts.items()})
        for language, sentence in sentences.items()
    }
    return Finding(Weight(weight), code, place, message)


def _in(part: str | int | Text, language: str) -> str:
    return in_language(part, language) if isinstance(part, Mapping) else str(part)
