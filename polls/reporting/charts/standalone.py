"""A chart that goes out by itself: with its question above, and under it where it comes from."""

import re
from html import escape, unescape

from polls.reporting.charts.frame import NARROW
from polls.reporting.charts.lettering import LINE, SMALL, wrapped
from polls.reporting.charts.palette import INK, SOFT_INK, WHITE
from polls.reporting.charts.svg import FONT, element, paragraph, rectangle

MARGIN = 24
HEAD = 19.0
HEAD_NARROW = 16.0
"""Size of the title."""

_BOX = re.compile(r'viewBox="0 0 (\d+) (\d+)"')
_DESCRIPTION = re.compile(r"<desc[^>]*>(.*?)</desc>", re.DOTALL)


def size_of(svg: str) -> tuple[int, int]:
    """Give the width and height of a chart. Raises ValueError for what is none."""
    found = _BOX.search(svg)
    if found is None:
        raise ValueError("not a chart: it has no viewBox")
    return int(found[1]), int(found[2])


def description_of(svg: str) -> str:
    """Give what a chart says, in words."""
    found = _DESCRIPTION.search(svg)
    return unescape(found[1]) if found else ""


def standalone(svg: str, title: str, source: str) -> str:
    """Put title and source around a chart, on white with a margin."""
    width, height = size_of(svg)
    size = HEAD if width > NARROW else HEAD_NARROW
    head = wrapped(title, width, size=size, bold=True)
    top = MARGIN + len(head) * size * LINE + 10
    foot = wrapped(source, width, size=SMALL)
    total = top + height + 10 + len(foot) * SMALL * LINE + MARGIN
    placed = svg.replace("<svg ", f'<svg x="{MARGIN}" y="{top:.1f}" height="{height}" ', 1)
    placed = placed.replace('width="100%"', f'width="{width}"', 1)
    return element(
        "svg",
        element("title", escape(title)),
        rectangle(0, 0, width + 2 * MARGIN, total, WHITE),
        paragraph(MARGIN, MARGIN + size, head, size=size, bold=True, fill=INK),
        placed,
        paragraph(MARGIN, top + height + 10 + SMALL, foot, size=SMALL, fill=SOFT_INK),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width + 2 * MARGIN} {round(total)}",
        width=width + 2 * MARGIN,
        height=round(total),
        role="img",
        font_family=FONT,
    )
