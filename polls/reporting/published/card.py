"""The picture with which a publication is shown where somebody shares its address: title, first sentence, source."""

from html import escape

from polls.reporting.charts.lettering import LINE, wrapped
from polls.reporting.charts.palette import WHITE
from polls.reporting.charts.svg import FONT, element, paragraph, rectangle

WIDTH, HEIGHT = 1200, 630
"""In pixels: what Open Graph and others ask for."""

MARGIN = 80
DEEP, PALE, ACCENT = "#0a3541", "#bcd9df", "#e8743b"
_MARK = "M8 2h24a6 6 0 0 1 6 6v18a6 6 0 0 1-6 6H19l-8 7v-7H8a6 6 0 0 1-6-6V8a6 6 0 0 1 6-6z"
_BARS = ((9.5, 17, 8, "#0b5f73"), (17.5, 9, 16, "#0a3541"), (25.5, 14, 11, "#0b5f73"))

SIZES = (66.0, 56.0, 48.0, 40.0)
"""The largest in which the title takes at most three lines."""

MOST_TITLE, MOST_TEXT, TEXT = 3, 3, 30.0

SOURCE = 22.0
SOURCE_TOP = HEIGHT - 52 - SOURCE


def draw_card(title: str, text: str, organisation: str, source: str) -> str:
    """Draw the card as an SVG. What does not fit of ``text`` above the source ends in an ellipsis."""
    width = WIDTH - 2 * MARGIN
    size, lines = _fitted(title, width)
    below = 190 + len(lines) * size * LINE + 14
    most = min(MOST_TEXT, int((SOURCE_TOP - below) / (TEXT * LINE)))
    return element(
        "svg",
        element("title", escape(title)),
        rectangle(0, 0, WIDTH, HEIGHT, DEEP),
        rectangle(0, HEIGHT - 14, WIDTH, 14, ACCENT),
        _mark(),
        paragraph(MARGIN + 76, 108, [organisation], size=28, bold=True, fill=WHITE),
        paragraph(MARGIN, 190 + size * 0.8, lines, size=size, bold=True, fill=WHITE),
        paragraph(MARGIN, below + TEXT, _cut(text, width, most), size=TEXT, fill=PALE),
        paragraph(MARGIN, SOURCE_TOP + SOURCE, wrapped(source, width, size=SOURCE)[:1], size=SOURCE, fill=PALE),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width=WIDTH,
        height=HEIGHT,
        font_family=FONT,
    )


def _fitted(title: str, width: int) -> tuple[float, list[str]]:
    for size in SIZES:
        lines = wrapped(title, width, size=size, bold=True)
        if len(lines) <= MOST_TITLE:
            return size, lines
    return SIZES[-1], _ended(lines[:MOST_TITLE])


def _cut(text: str, width: int, most: int) -> list[str]:
    lines = wrapped(text, width, size=TEXT)
    return lines if len(lines) <= most else _ended(lines[:most])


def _ended(lines: list[str]) -> list[str]:
    return [*lines[:-1], f"{lines[-1].rstrip(' ,.;:')} …"]


def _mark() -> str:
    bars = (rectangle(x, y, 5, height, fill, rx=1.5) for x, y, height, fill in _BARS)
    dot = element("circle", cx=28, cy=8.6, r=2.6, fill="#f59a68")
    return element("g", element("path", d=_MARK, fill=WHITE), *bars, dot,
                   transform=f"translate({MARGIN} 64) scale(1.5)")  # fmt: skip
