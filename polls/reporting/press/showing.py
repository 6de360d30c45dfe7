"""A press text beside its check: each paragraph cut into words, numbers and marked stretches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from polls.reporting.checking.marks import CheckedText, Mark
from polls.reporting.press.document import Number, ParagraphKind, PressText


@dataclass(frozen=True)
class Shown:
    """A stretch of a paragraph: words or a bound number, with the alarm on it, if any (numbered from 1)."""

    text: str
    number: Number | None = None
    mark: Mark | None = None
    place: int = 0


@dataclass(frozen=True)
class ShownParagraph:
    """A paragraph as it is shown."""

    kind: ParagraphKind
    pieces: tuple[Shown, ...]


def shown_paragraphs(text: PressText, checked: CheckedText) -> tuple[ShownParagraph, ...]:
    """Put the alarms of a check on the text that was checked, which is ``text.text``."""
    shown, start = [], 0
    for paragraph in text.paragraphs:
        pieces: list[Shown] = []
        at = start
        for part in paragraph.parts:
            number = part if isinstance(part, Number) else None
            written = (part.text or "…") if number else part.text
            pieces += _cut(written, at, number, checked.alarms)
            at += len(written)
        shown.append(ShownParagraph(paragraph.kind, tuple(pieces)))
        start = at + len("\n\n")
    return tuple(shown)


def _cut(written: str, at: int, number: Number | None, alarms: Sequence[Mark]) -> Iterator[Shown]:
    """Cut a part at the alarms; a bound number is never cut."""
    inside = [(place, mark) for place, mark in enumerate(alarms, start=1) if mark.start < at + len(written) > 0]
    inside = [(place, mark) for place, mark in inside if mark.end > at]
    if number is not None:
        place, mark = inside[0] if inside else (0, None)
        yield Shown(written, number, mark, place)
        return
    end = 0
    for place, mark in inside:
        low, high = max(0, mark.start - at), min(len(written), mark.end - at)
        if low > end:
            yield Shown(written[end:low])
        yield Shown(written[low:high], None, mark, place)
        end = high
    if end < len(written):
        yield Shown(written[end:])
