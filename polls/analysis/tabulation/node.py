"""A place in a JSON document that is being read, so that every complaint can name it."""

import difflib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

LARGEST = 1e100
"""Larger numbers would not survive being squared."""

Found = TypeVar("Found")
Other = TypeVar("Other")


class SpecError(ValueError):
    """Something in a specification cannot be used. ``path`` is where, such as ``$.tables[0].rows``."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path = path
        self.message = message


@dataclass(frozen=True)
class Node:
    """A value with its JSON path. Reading it as anything that it is not raises SpecError."""

    value: Any
    path: str = "$"

    def fail(self, message: str) -> SpecError:
        return SpecError(self.path, message)

    def mapping(self, known: Collection[str] = ()) -> Mapping[str, Any]:
        """Read an object; with ``known`` no other keys are allowed."""
        if not isinstance(self.value, dict):
            raise self.fail(f"an object {{…}} belongs here, not {_shown(self.value)}")
        for key in self.value:
            if known and key not in known:
                raise SpecError(f"{self.path}.{key}", unknown("a key", key, known))
        return self.value

    def has(self, key: str) -> bool:
        return isinstance(self.value, dict) and self.value.get(key) is not None

    def at(self, key: str) -> "Node":
        """Give the value under a key of an object. Raises SpecError where it is missing."""
        if not self.has(key):
            raise self.fail(f"{key!r} is missing")
        return Node(self.value[key], f"{self.path}.{key}")

    def entries(self) -> Iterator[tuple[str, "Node"]]:
        """Give the keys and values of an object."""
        for key, value in self.mapping().items():
            yield key, Node(value, f"{self.path}.{key}")

    def parts(self) -> list["Node"]:
        """Give the elements of a list; a text or a number stands for a list of one."""
        if isinstance(self.value, str | int | float) and not isinstance(self.value, bool):
            return [self]
        if not isinstance(self.value, list):
            raise self.fail(f"a list […] belongs here, not {_shown(self.value)}")
        return [Node(value, f"{self.path}[{index}]") for index, value in enumerate(self.value)]

    def text(self) -> str:
        """Read a text; a whole number is taken as its digits, since codes are often numbers."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, int) and not isinstance(self.value, bool):
            return str(self.value)
        raise self.fail(f"a text belongs here, not {_shown(self.value)}")

    def filled(self) -> str:
        """Read a text that is not empty."""
        text = self.text()
        if not text.strip():
            raise self.fail("a text belongs here, not an empty one")
        return text

    def texts(self) -> tuple[str, ...]:
        return tuple(part.text() for part in self.parts())

    def different(self) -> None:
        """See to it that no text of a list stands in it twice."""
        known: set[str] = set()
        for part in self.parts():
            if part.text() in known:
                raise part.fail(f"{part.text()!r} stands here twice")
            known.add(part.text())

    def one_of(self, known: Collection[str], what: str) -> str:
        """Read a text that is one of those known."""
        text = self.text()
        if text not in known:
            raise self.fail(unknown(what, text, known))
        return text

    def number(self) -> float:
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise self.fail(f"a number belongs here, not {_shown(self.value)}")
        if not abs(self.value) <= LARGEST:
            raise self.fail(f"a number up to {LARGEST:g} belongs here")
        return float(self.value)

    def whole(self, *, least: int = 0) -> int:
        if isinstance(self.value, bool) or not isinstance(self.value, int) or self.value < least:
            raise self.fail(f"a whole number of at least {least} belongs here, not {_shown(self.value)}")
        return self.value

    def flag(self) -> bool:
        if not isinstance(self.value, bool):
            raise self.fail(f"true or false belongs here, not {_shown(self.value)}")
        return self.value

    def get(self, key: str, read: Callable[["Node"], Found], default: Other) -> "Found | Other":
        """Read what stands under a key, or give the default where nothing does."""
        return read(self.at(key)) if self.has(key) else default


def unknown(what: str, text: str, known: Collection[str]) -> str:
    """Say that a name is not known, and which one was perhaps meant."""
    close = difflib.get_close_matches(text, list(known), n=1)
    hint = f"; did you mean {close[0]!r}?" if close else f"; known are {', '.join(map(repr, list(known)[:20]))}"
    return f"{text!r} is not {what} that is known{hint}"


def _shown(value: Any) -> str:
    return {dict: "an object", list: "a list", type(None): "null"}.get(type(value), repr(value))
