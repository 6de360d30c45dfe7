"""How wide a text is, without a browser: the approximate widths of Inter's letters, and lines that fit."""

SIZE = 13.0
"""Size of the text in a chart, in units of its viewBox."""

SMALL = 11.5

LINE = 1.3
"""Distance of lines, in sizes."""

_BOLD = 1.05
_OTHER = 0.62
_WIDTHS: dict[str, float] = {
    letter: width
    for width, letters in {
        0.2: "’‘'",
        0.25: "ijlIï",
        0.28: " !,.:;·|",
        0.37: "()/[\\]ft{}r“”",
        0.46: '-1^_*"²',
        0.52: "sz?–`",
        0.56: "Jkxcvyaá çL7",
        0.6: "Fenuéëüè25EghopqöÉχ",
        0.64: "0689Zbd#$&34PRSTX",
        0.68: "+<=>BKY~€−≥≤AV",
        0.74: "CDGHU",
        0.78: "NOQ",
        0.85: "%w…mM",
        0.95: "@W",
    }.items()
    for letter in letters
    if letter != " " or width == 0.28
}


def width_of(text: str, *, size: float = SIZE, bold: bool = False) -> float:
    """Give the approximate width of one line, in the units of ``size``; a few percent on the safe side."""
    return sum(_WIDTHS.get(letter, _OTHER) for letter in text) * size * (_BOLD if bold else 1.0) * 1.02


def wrapped(text: str, width: float, *, size: float = SIZE, bold: bool = False) -> list[str]:
    """Break the text at its spaces into lines that fit; a word too long for a line is broken too. One line at least."""
    lines = [""]
    for word in (part for each in text.split(" ") if each for part in _broken(each, width, size, bold)):
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer, size=size, bold=bold) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _broken(word: str, width: float, size: float, bold: bool) -> list[str]:
    """Break a word that is wider than a line, with a hyphen at each break."""
    parts = []
    while width_of(word, size=size, bold=bold) > width and len(word) > 2:
        fitting = max(
            (n for n in range(1, len(word)) if width_of(word[:n] + "-", size=size, bold=bold) <= width), default=1
        )
        parts.append(word[:fitting] + "-")
        word = word[fitting:]
    return [*parts, word]
