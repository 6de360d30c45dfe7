"""A label that a text names, and which of several at one place counts."""

from dataclasses import dataclass
from typing import TypeVar


@dataclass(frozen=True)
class Named:
    """A label that a text names: from ``start`` to ``end``; ``strength`` is the part of its weight that is named."""

    start: int
    end: int
    strength: float


AnyNamed = TypeVar("AnyNamed", bound=Named)


def strongest(named: list[AnyNamed]) -> list[AnyNamed]:
    """Leave out names that overlap with stronger or longer ones."""
    kept: list[AnyNamed] = []
    for each in sorted(named, key=lambda one: (-one.strength, one.start - one.end)):
        if not any(each.start < other.end and other.start < each.end for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda one: one.start)
