"""What the makers of a publication chose: which questions, in which order, with which titles and texts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Texts = Mapping[str, str]
"""A text by language, in the mark-up of press texts: numbers are keys of cells (``reporting.press.markup``)."""


@dataclass(frozen=True)
class Entry:
    """One question by one division (``variable`` None: everyone together), with a title and a text of its makers."""

    question: str
    variable: str | None
    title: Texts
    text: Texts
    has_chart: bool = True
    has_table: bool = True

    @property
    def key(self) -> str:
        """Name the entry within the publication, as in addresses: ``criterion``, ``criterion-role``."""
        return self.question if self.variable is None else f"{self.question}-{self.variable}"


@dataclass(frozen=True)
class Composition:
    """A publication before it is frozen. The first language is that of its address."""

    languages: tuple[str, ...]
    title: Texts
    lead: Texts
    entries: tuple[Entry, ...]

    @property
    def questions(self) -> tuple[str, ...]:
        """The chosen questions, each once."""
        return tuple(dict.fromkeys(entry.question for entry in self.entries))


def to_document(composition: Composition) -> dict[str, Any]:
    """Write a composition as JSON."""
    return {
        "languages": list(composition.languages),
        "title": dict(composition.title),
        "lead": dict(composition.lead),
        "entries": [
            {
                "question": each.question,
                "variable": each.variable,
                "title": dict(each.title),
                "text": dict(each.text),
                "has_chart": each.has_chart,
                "has_table": each.has_table,
            }
            for each in composition.entries
        ],
    }


def from_document(document: Mapping[str, Any]) -> Composition:
    """Read ``to_document`` back."""
    return Composition(
        tuple(document["languages"]),
        document["title"],
        document["lead"],
        tuple(Entry(**each) for each in document["entries"]),
    )
