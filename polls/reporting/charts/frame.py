"""What every chart has: a name and a description for who cannot see it, its base underneath, and a legend."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from polls.reporting.charts.lettering import LINE, SIZE, SMALL, width_of, wrapped
from polls.reporting.charts.palette import SOFT_INK
from polls.reporting.charts.svg import FONT, element, label, paragraph

WIDE = 720
NARROW = 360

GAP = 14.0


@dataclass(frozen=True)
class Body:
    """The drawn part of a chart: its elements, from y = 0 down, and how high they are."""

    elements: Sequence[str]
    height: float


@dataclass(frozen=True)
class Caption:
    """The texts around a chart. ``key`` makes its ids unique on a page; ``notes`` stand under it, one a paragraph."""

    kind: str
    key: str
    title: str
    description: str
    notes: Sequence[str]


@dataclass(frozen=True)
class LegendItem:
    """One entry of a legend: the drawing of its mark around (0, 0), and its text."""

    mark: str
    text: str


def framed(body: Body, caption: Caption, width: int) -> str:
    """Put the body into a complete SVG of this width, with the notes under it."""
    notes, height = _notes(caption.notes, width, body.height)
    identity = f"chart-{caption.key}-{width}"
    return element(
        "svg",
        element("title", escape(caption.title), id=f"{identity}-title"),
        element("desc", escape(caption.description), id=f"{identity}-desc"),
        *body.elements,
        notes,
        xmlns="http://www.w3.org/2000/svg",
        class_=f"chart chart-{caption.kind} chart-{'wide' if width > NARROW else 'narrow'}",
        viewBox=f"0 0 {width} {round(height)}",
        width="100%",
        role="img",
        aria_labelledby=f"{identity}-title {identity}-desc",
        font_family=FONT,
    )


def _notes(notes: Sequence[str], width: int, top: float) -> tuple[str, float]:
    """Write the notes under a chart that ends at ``top``; give them and where they end."""
    lines = [line for note in notes if note for line in wrapped(note, width - 4, size=SMALL)]
    first = top + GAP + SMALL
    return paragraph(0, first, lines, size=SMALL, fill=SOFT_INK), first + len(lines) * SMALL * LINE - SMALL * 0.6


def label_column(labels: Sequence[str], width: int, *, bold: bool = False) -> float:
    """Give the x at which the bars start: after the longest label, within bounds; 2 where labels stand above bars."""
    if width <= NARROW:
        return 2.0
    longest = max((width_of(text, bold=bold) for text in labels), default=0.0)
    return min(262.0, max(110.0, longest + 16))


def legend(items: Sequence[LegendItem], width: float, *, x: float = 0.0, y: float = 0.0) -> Body:
    """Lay the entries of a legend out in as many lines as they need."""
    elements, left, top = [], x, y + 14.0
    for item in items:
        lines = wrapped(item.text, width - 26)
        needed = max(width_of(line) for line in lines) + 22
        if left > x and left + needed > x + width:
            left, top = x, top + SIZE * 1.6
        elements.append(element("g", item.mark, transform=f"translate({left + 6:.1f} {top - 4.5:.1f})"))
        elements.append("".join(label(left + 17, top + n * SIZE * LINE, text) for n, text in enumerate(lines)))
        left, top = left + needed + 16, top + (len(lines) - 1) * SIZE * LINE
    return Body(elements, top + 10.0 - y)
