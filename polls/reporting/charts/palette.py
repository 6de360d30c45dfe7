"""Colours of the charts, chosen on a white ground: at least 3:1 against it, and told apart by colour-blind readers."""

from collections.abc import Sequence

SERIES: tuple[str, ...] = ("#0b5f73", "#de6b2f", "#3e93c8", "#8a2846", "#8a92a4")
"""Segments, in this order; more segments than that start again with another shape of marker."""

INK = "#0f2a33"
SOFT_INK = "#47606a"
DEEP_INK = "#00141a"
"""Text on a colour: with white it gives 4.5:1 on any colour whatever."""

GRID = "#dbe4e5"
AXIS = "#9fb2b7"
MUTED = "#8fb3bd"
"""A bar that is not the highest."""

FAINT = "#c3ced1"
"""A bar on a small base."""

LETTER = "#b4530a"
"""Letters of the groups that a share significantly exceeds."""

WHITE = "#ffffff"

_NEGATIVE = ("#b4530a", "#e9a66b")
_MIDDLE = "#c6d0d3"
_POSITIVE = ("#6fb0c0", "#0b5f73")


def ramp(points: int) -> list[str]:
    """Give the colours of a scale with this many points, from the negative to the positive end."""
    half = points // 2
    negative = [_between(_NEGATIVE, step, half) for step in range(half)]
    positive = [_between(_POSITIVE, step, half) for step in range(half)]
    return [*negative, *([_MIDDLE] if points % 2 else []), *positive]


def text_on(colour: str) -> str:
    """Give the colour of text that reads best on this ground."""
    return max(DEEP_INK, WHITE, key=lambda text: contrast(text, colour))


def contrast(first: str, second: str) -> float:
    """Give the contrast ratio of two colours (WCAG 2: 1 to 21)."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def _between(ends: Sequence[str], step: int, steps: int) -> str:
    share = step / (steps - 1) if steps > 1 else (1.0 if ends is _POSITIVE else 0.0)
    mixed = (round(a + (b - a) * share) for a, b in zip(_channels(ends[0]), _channels(ends[1]), strict=True))
    return "#" + "".join(f"{value:02x}" for value in mixed)


def _channels(colour: str) -> list[int]:
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]


def _luminance(colour: str) -> float:
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
