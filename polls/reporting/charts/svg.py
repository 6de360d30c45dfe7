"""Pieces of SVG as text: escaped, with presentation attributes only, so that the strictest policy lets them through."""

from collections.abc import Sequence
from html import escape

from polls.reporting.charts.lettering import LINE, SIZE
from polls.reporting.charts.palette import INK, WHITE

FONT = "Inter, system-ui, sans-serif"

Attribute = str | float | None


def element(name: str, *children: str, **attributes: Attribute) -> str:
    """Write an element. ``_`` in a name of an attribute stands for ``-``; None leaves the attribute out.

    ``children`` are elements already written; texts go through ``escape`` first.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{''.join(children)}</{name}>" if children else f"<{name}{written}/>"


def rectangle(x: float, y: float, width: float, height: float, fill: str, **attributes: Attribute) -> str:
    """Draw a filled rectangle; a negative width becomes none."""
    return element("rect", x=x, y=y, width=max(0.0, width), height=height, fill=fill, **attributes)


def line(x1: float, y1: float, x2: float, y2: float, stroke: str, *, width: float = 1.0) -> str:
    """Draw a straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, stroke_width=width)


def label(
    x: float, y: float, text: str, *, size: float = SIZE, bold: bool = False, anchor: str = "start", fill: str = INK,
    halo: bool = False,
) -> str:  # fmt: skip
    """Write one line of text with its baseline at ``y``; with a halo it stays readable over a grid line."""
    return element(
        "text",
        escape(text),
        x=x,
        y=y,
        font_size=size,
        font_weight="600" if bold else None,
        text_anchor=None if anchor == "start" else anchor,
        fill=fill,
        stroke=WHITE if halo else None,
        stroke_width=4 if halo else None,
        paint_order="stroke" if halo else None,
    )


def paragraph(
    x: float, y: float, lines: Sequence[str], *, size: float = SIZE, bold: bool = False, anchor: str = "start",
    fill: str = INK, halo: bool = False,
) -> str:  # fmt: skip
    """Write several lines; ``y`` is the baseline of the first."""
    return "".join(
        label(x, y + position * size * LINE, text, size=size, bold=bold, anchor=anchor, fill=fill, halo=halo)
        for position, text in enumerate(lines)
    )


def whisker(low: float, high: float, y: float, stroke: str, *, cap: float = 4.0, width: float = 1.4) -> str:
    """Draw a horizontal interval with caps, edged in white so that it stands out on a bar."""
    return _whisker(low, high, y, WHITE, cap + 1.2, width + 2.4) + _whisker(low, high, y, stroke, cap, width)


def _whisker(low: float, high: float, y: float, stroke: str, cap: float, width: float) -> str:
    return (
        line(low, y, high, y, stroke, width=width)
        + line(low, y - cap, low, y + cap, stroke, width=width)
        + line(high, y - cap, high, y + cap, stroke, width=width)
    )


def marker(shape: int, x: float, y: float, radius: float, fill: str) -> str:
    """Draw a marker with a white edge: circle, square, diamond, triangle, by ``shape`` modulo four."""
    edge: dict[str, Attribute] = {"fill": fill, "stroke": WHITE, "stroke_width": 1.2}
    if shape % 4 == 0:
        return element("circle", cx=x, cy=y, r=radius, **edge)
    side = radius * 0.9
    corners = {
        1: ((-side, -side), (side, -side), (side, side), (-side, side)),
        2: ((0.0, -radius * 1.3), (radius * 1.3, 0.0), (0.0, radius * 1.3), (-radius * 1.3, 0.0)),
        3: ((0.0, -radius * 1.2), (radius * 1.15, radius * 0.9), (-radius * 1.15, radius * 0.9)),
    }[shape % 4]
    points = " ".join(f"{_value(x + dx)},{_value(y + dy)}" for dx, dy in corners)
    return element("polygon", points=points, **edge)


def _value(value: Attribute) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return escape(str(value))
