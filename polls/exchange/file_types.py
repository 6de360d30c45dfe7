"""The types of files that are taken, by the endings that others name them with."""

from collections.abc import Iterable

from polls.codebook.uploads import FILE_TYPES

TYPE_BY_ENDING = {ending: name for name, kind in FILE_TYPES.items() for ending in kind.content_types}


def types_named(endings: Iterable[str]) -> tuple[tuple[str, ...], list[str]]:
    """Give our types for the endings (``.pdf``, ``jpg``), and the endings that are of none."""
    bare = [ending.strip().lower().lstrip(".") for ending in endings if ending.strip()]
    known = dict.fromkeys(TYPE_BY_ENDING[ending] for ending in bare if ending in TYPE_BY_ENDING)
    return tuple(known), [ending for ending in bare if ending not in TYPE_BY_ENDING]
