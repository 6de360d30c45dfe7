"""From a filled text to plain text and to HTML that say the same: paragraphs, line breaks, lists and addresses."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

BUTTON = "\ue000"
"""Stands for the button in a filled text: a private character, which is taken out of all else (``without_marks``)."""

_ADDRESS = re.compile(r"https://[^\s<>\"'\\]+[^\s<>\"'\\.,;:!?)\]]")
_ITEM = "- "


@dataclass(frozen=True)
class Paragraph:
    """A block of the letter: lines of a paragraph or items of a list, or the button."""

    lines: tuple[str, ...]
    is_list: bool = False
    is_button: bool = False


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
            found.append(Paragraph((), is_button=True))
        elif lines:
            found.append(_paragraph(lines))
    return found


def to_html(blocks: Iterable[Paragraph], *, button: str) -> str:
    """Write the blocks as HTML, everything escaped; ``button`` is the HTML of the button."""
    return "\n".join(button if block.is_button else _html(block) for block in blocks)


def to_text(blocks: Iterable[Paragraph], *, button: str) -> str:
    """Write the blocks as plain text with an empty line between them."""
    return "\n\n".join(button if block.is_button else _text(block) for block in blocks)


def _paragraph(lines: tuple[str, ...]) -> Paragraph:
    if all(line.startswith(_ITEM) for line in lines):
        return Paragraph(tuple(line.removeprefix(_ITEM).strip() for line in lines), is_list=True)
    return Paragraph(lines)


def _html(block: Paragraph) -> str:
    lines = [_linked(line) for line in block.lines]
    if block.is_list:
        return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"
    return f"<p>{'<br>'.join(lines)}</p>"


def _text(block: Paragraph) -> str:
    return "\n".join(f"{_ITEM}{line}" if block.is_list else line for line in block.lines)


def _linked(line: str) -> str:
    """Escape a line, and make links of the addresses in it, which show where they lead."""
    parts, end = [], 0
    for match in _ADDRESS.finditer(line):
        address = escape(match[0])
        parts += [escape(line[end : match.start()]), f'<a href="{address}">{address}</a>']
        end = match.end()
    return "".join([*parts, escape(line[end:])])
