"""HTML that is rendered once, with places in it that are filled per request.

A crispy form of twelve questions takes some twenty milliseconds to render; joining its pieces with a respondent's
answers takes a fraction of one. A questionnaire that was launched never changes, and so neither does its HTML.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True)
class Compiled:
    """Pieces of HTML in order. At the indexes in ``places`` stands what the place named there is filled with."""

    pieces: tuple[str, ...]
    places: tuple[tuple[int, str], ...]

    def fill(self, values: Mapping[str, str]) -> str:
        """Join the pieces with the values, which must be HTML already; a place that is not named keeps its default."""
        pieces = list(self.pieces)
        for index, name in self.places:
            value = values.get(name)
            if value is not None:
                pieces[index] = value
        return "".join(pieces)


class Places:
    """Makes the marks that show where the places are, and compiles HTML that has them.

    The marks hold a secret, so that no text of an editor can pass for one.
    """

    def __init__(self) -> None:
        self._secret = f"p{secrets.token_hex(8)}"
        self._defaults: dict[str, str] = {}

    def mark(self, name: str, default: str = "") -> SafeString:
        """Give the mark of a place for text, a value or whole attributes."""
        self._defaults[name] = default
        return mark_safe(f"{self._secret}:{name};")  # noqa: S308  # made of a secret and a name, both ours

    def attribute(self, name: str) -> dict[str, str]:
        """Give a mark that a widget can carry: the whole attribute becomes what the place is filled with."""
        return {f"data-{self._secret}": name}

    def compile(self, html: str) -> Compiled:
        secret = self._secret
        pieces = re.split(rf' data-{secret}="([^"]*)"|{secret}:([^;]*);', html)
        joined: list[str] = [pieces[0]]
        places: list[tuple[int, str]] = []
        for attribute, text, piece in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
            name = attribute if attribute is not None else text
            places.append((len(joined), name))
            joined += [self._defaults.get(name, ""), piece]
        return Compiled(tuple(joined), tuple(places))
