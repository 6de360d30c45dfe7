"""Everything that differs between two questionnaires, for people to read side by side.

``compare`` says what may not change in the field; this says what did change, whatever it is, word by word.
"""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from polls.codebook.schema import Questionnaire

LONGEST = 4_000
"""Words of a text that are held against each other one by one; a longer text is shown as a whole."""


class Change(StrEnum):
    """What happened to a part."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True)
class Piece:
    """A run of words: in both, only before, or only after."""

    text: str
    is_before: bool
    is_after: bool


@dataclass(frozen=True)
class Difference:
    """One thing that differs.

    ``path`` leads to it by codes (``("start", "goal", "costs")``; empty: the questionnaire itself). ``field`` is as in
    ``schema`` and empty for a part that was added, removed or moved. ``language`` is empty unless it is a text.
    ``pieces`` are the words of both.
    """

    path: tuple[str, ...]
    change: Change
    field: str = ""
    language: str = ""
    pieces: tuple[Piece, ...] = ()

    @property
    def before(self) -> str:
        return "".join(piece.text for piece in self.pieces if piece.is_before)

    @property
    def after(self) -> str:
        return "".join(piece.text for piece in self.pieces if piece.is_after)


def differences(old: Questionnaire, new: Questionnaire) -> list[Difference]:
    """List all that differs, in the order of ``new``; what was removed stands before what follows it there."""
    return list(_of_part(old, new, ()))


def word_pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Hold two texts against each other, word by word."""
    old, new = _words(before), _words(after)
    if len(old) > LONGEST or len(new) > LONGEST:
        return tuple(piece for piece in (Piece(before, True, False), Piece(after, False, True)) if piece.text)
    pieces: list[Piece] = []
    for tag, start, end, other_start, other_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("".join(old[start:end]), is_before=True, is_after=True))
            continue
        if end > start:
            pieces.append(Piece("".join(old[start:end]), is_before=True, is_after=False))
        if other_end > other_start:
            pieces.append(Piece("".join(new[other_start:other_end]), is_before=False, is_after=True))
    return tuple(pieces)


def _of_part(old: Any, new: Any, path: tuple[str, ...]) -> Iterator[Difference]:
    """Compare two parts of the same class, field by field, and their own parts by code."""
    for each in dataclasses.fields(old):
        before, after = getattr(old, each.name), getattr(new, each.name)
        if before == after:
            continue
        if _is_coded(before) or _is_coded(after):
            yield from _of_parts(before, after, path)
        elif isinstance(before, Mapping) or isinstance(after, Mapping):
            yield from _of_text(before or {}, after or {}, path, each.name)
        elif not (dataclasses.is_dataclass(before) or each.name == "code"):
            pieces = word_pieces(_shown(before), _shown(after))
            yield Difference(path, Change.CHANGED, each.name, pieces=pieces)


def _of_text(
    before: Mapping[str, str], after: Mapping[str, str], path: tuple[str, ...], name: str
) -> Iterator[Difference]:
    for language in dict.fromkeys([*before, *after]):
        old, new = before.get(language, ""), after.get(language, "")
        if old != new:
            yield Difference(path, Change.CHANGED, name, language, word_pieces(old, new))


def _of_parts(before: Sequence[Any], after: Sequence[Any], path: tuple[str, ...]) -> Iterator[Difference]:
    former = {part.code: part for part in before}
    latter = {part.code: part for part in after}
    for code in former:
        if code not in latter:
            yield Difference((*path, code), Change.REMOVED, pieces=(Piece(_named(former[code]), True, False),))
    kept_before = [code for code in former if code in latter]
    kept_after = [code for code in latter if code in former]
    stayed = _stayed(kept_before, kept_after)
    for code, part in latter.items():
        if code not in former:
            yield Difference((*path, code), Change.ADDED, pieces=(Piece(_named(part), False, True),))
            continue
        if code not in stayed:
            yield Difference((*path, code), Change.MOVED, pieces=(Piece(_named(part), True, True),))
        yield from _of_part(former[code], part, (*path, code))


def _stayed(before: list[str], after: list[str]) -> set[str]:
    """The codes that keep their order among each other; the fewest others have moved."""
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return {code for block in blocks for code in before[block.a : block.a + block.size]}


def _is_coded(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and hasattr(value[0], "code")


def _named(part: Any) -> str:
    """What a part is called: its own text in the first language that has one, else its code."""
    for name in ("text", "label", "title"):
        text = getattr(part, name, None)
        if isinstance(text, Mapping) and text:
            return str(next(iter(text.values())))
    return str(part.code)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(value, tuple):
        return ", ".join(_shown(item) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return str(getattr(value, "condition", value))
    return "" if value is None else str(value)


def _words(text: str) -> list[str]:
    """The words with the space behind each, so that joining them gives the text."""
    words: list[str] = []
    word = ""
    for character in text:
        if word and word[-1].isspace() and not character.isspace():
            words.append(word)
            word = ""
        word += character
    return [*words, word] if word else words
