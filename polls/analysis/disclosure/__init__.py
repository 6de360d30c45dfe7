"""Small groups stay hidden: in one table, and in all that was ever told of a poll."""

from polls.analysis.disclosure.small_groups import (
    SMALL_BASE,
    SMALLEST_TEXT_BASE,
    Bases,
    Flags,
    conceal,
    hidden_groups,
    hidden_in_filter,
    smallest_base,
)

__all__ = [
    "SMALLEST_TEXT_BASE",
    "SMALL_BASE",
    "Bases",
    "Flags",
    "conceal",
    "hidden_groups",
    "hidden_in_filter",
    "smallest_base",
]
