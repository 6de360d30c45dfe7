"""HTML that is rendered once, with places in it that are filled per request.

A crispy form of twelve questions takes some twenty milliseconds to render; joining its pieces with a respondent's
answers takes a fraction of one. A questionnaire that was launched never changes, and so neither does its HTML.
"""

import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.safestring import SafeString, mark_safe

NO_ORDERS: Mapping[str, Sequence[str]] = {}

_THING = re.compile(r"thing:(.+)/(.*)")


@dataclass(frozen=True)
class Compiled:
    """Pieces of HTML in order. At the indexes in ``places`` stands what the place named there is filled with."""

    pieces: tuple[str, ...]
    places: tuple[tuple[int, str], ...]
    groups: tuple[tuple[str, Mapping[str, slice]], ...] = ()
    """Groups of things whose order may differ, the inner ones first: the pieces of each thing, by its key."""

    def fill(self, values: Mapping[str, str], orders: Mapping[str, Sequence[str]] = NO_ORDERS) -> str:
        """Join the pieces with the values, which must be HTML already; a place that is not named keeps its default.

        ``orders`` holds the keys of a group in the order in which its things are to stand.
        """
        pieces = list(self.pieces)
        for index, name in self.places:
            value = values.get(name)
            if value is not None:
                pieces[index] = value
        for group, things in self.groups if orders else ():
            if group in orders:
                _arrange(pieces, things, orders[group])
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

    def thing(self, group: str, key: str) -> SafeString:
        """Give the mark before a thing of a group whose order may differ. ``key`` "" marks where the group ends."""
        return self.mark(f"thing:{group}/{key}")

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
        return Compiled(tuple(joined), tuple(places), _groups(places))


def _groups(places: Sequence[tuple[int, str]]) -> tuple[tuple[str, dict[str, slice]], ...]:
    """Find the groups: a thing reaches from its mark to the next mark of its group."""
    marks: dict[str, list[tuple[int, str]]] = {}
    for index, name in places:
        if found := _THING.fullmatch(name):
            marks.setdefault(found[1], []).append((index, found[2]))
    groups = {
        group: {key: slice(start, end) for (start, key), (end, _) in pairwise(found)} for group, found in marks.items()
    }
    return tuple(sorted(groups.items(), key=lambda item: sum(part.stop - part.start for part in item[1].values())))


def _arrange(pieces: list[str], things: Mapping[str, slice], order: Sequence[str]) -> None:
    """Put the things in the order, each in the room of one of them; what the order lacks comes last."""
    joined = {key: "".join(pieces[part]) for key, part in things.items()}
    keys = [key for key in dict.fromkeys([*order, *things]) if key in things]
    for part, key in zip(things.values(), keys, strict=True):
        pieces[part] = [joined[key], *[""] * (part.stop - part.start - 1)]
