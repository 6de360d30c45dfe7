"""From a filled text to its parts: paragraphs, line breaks, lists and addresses. Nothing in a text is markup."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

BUTTON = "\ue000"
"""Stands for the button in a filled text: a private character, which is taken out of all else (``without_marks``)."""

_ADDRESS = re.compile(r"https://[^\s<>\"'\\]+[^\s<>\"'\\.,;:!?)\]]")
_ITEM = "- "


@dataclass(frozen=True)
class Span:
    """A piece of a line: plain text, or an address that becomes a link and shows where it leads."""

    text: str
    is_link: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A block of the letter: lines of a paragraph or items of a list, or the button."""

    lines: tuple[str, ...] = ()
    is_list: bool = False
    is_button: bool = False

    @property
    def spans(self) -> list[list[Span]]:
        """Cut each line at its addresses."""
        return [list(_spans(line)) for line in self.lines]


def without_marks(text: str) -> str:
    """Leave out the character that stands for the button."""
    return text.replace(BUTTON, "")


def paragraphs(text: str) -> list[Paragraph]:
    """Cut a filled text at its empty lines; the button is a block of its own, also in the middle of a line."""
    found = []
    spaced = text.replace("\r\n", "\n").replace("\r", "\n").replace(BUTTON, f"\n\n{BUTTON}\n\n")
    for block in re.split(r"\n[ \t]*\n", spaced):
        lines = tuple(line.strip() for line in block.split("\n") if line.strip())
        if lines == (BUTTON,):
            found.append(Paragraph(is_button=True))
        elif lines:
            found.append(_paragraph(lines))
    return found


def to_text(blocks: Iterable[Paragraph], *, button: str) -> str:
    """Write the blocks as plain text with an empty line between them."""
    return "\n\n".join(button if block.is_button else _text(block) for block in blocks)


def _paragraph(lines: tuple[str, ...]) -> Paragraph:
    if all(line.startswith(_ITEM) for line in lines):
        return Paragraph(tuple(line.removeprefix(_ITEM).strip() for line in lines), is_list=True)
    return Paragraph(lines)


def _text(block: Paragraph) -> str:
    return "\n".join(f"{_ITEM}{line}" if block.is_list else line for line in block.lines)


def _spans(line: str) -> Iterator[Span]:
    end = 0
    for match in _ADDRESS.finditer(line):
        if match.start() > end:
            yield Span(line[end : match.start()])
        yield Span(match[0], is_link=True)
        end = match.end()
    if end < len(line):
        yield Span(line[end:])
