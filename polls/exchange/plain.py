"""From the HTML that others keep in their texts to the plain text that is kept here.

Written by hand because every step must take a time that grows with the text only: the parser of the standard library
needs half a minute for twenty thousand characters of unfinished tags.
"""

import html
import re
from collections.abc import Iterator

from polls.codebook.answers import clean_text

LONGEST = 20_000

_BLOCKS = frozenset({"p", "div", "br", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr"})
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript", "iframe", "object", "textarea"})
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s[^<>]*|/)?)>")
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def plain_text(text: str) -> str:
    """Give the text without markup, scripts and control characters; blocks become lines."""
    text = text[:LONGEST]
    return _tidy("".join(_pieces(text)) if "<" in text or "&" in text else text)


def one_line(text: str) -> str:
    """The same on one line, for labels."""
    return " ".join(plain_text(text).split())


def _pieces(text: str) -> Iterator[str]:
    """Yield what is read, and a line break for each beginning and end of a block."""
    lowered = text.lower()
    position = 0
    while (start := text.find("<", position)) >= 0:
        yield _read(text[position:start])
        if text.startswith("<!--", start):
            position = _behind(text, "-->", start)
            continue
        tag = _TAG.match(text, start)
        if tag is None:
            yield "<"
            position = start + 1
            continue
        name, position = tag[2].lower(), tag.end()
        if name in _UNSEEN and not tag[1]:
            position = _behind(lowered, f"</{name}", position)
            position = _behind(text, ">", position)
        elif name in _BLOCKS:
            yield "\n"
        elif name == "img" and (alternative := _ALT.search(tag[3])):
            yield _read(alternative[1] or alternative[2] or "")
    yield _read(text[position:])


def _behind(text: str, end: str, position: int) -> int:
    """The place behind the next ``end``, or the end of the text."""
    found = text.find(end, position)
    return len(text) if found < 0 else found + len(end)


def _read(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(text))


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in clean_text(text, is_long=True).splitlines())
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip()
