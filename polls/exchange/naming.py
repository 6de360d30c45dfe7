"""Codes after the names that others gave: as near to them as a code can be."""

import re

LONGEST = 36


def code_after(name: str, *, prefix: str = "q") -> str:
    """Give the name as a code: small letters, digits and underscores; ``prefix`` in front where it starts otherwise."""
    bare = re.sub("[^a-z0-9]+", "_", name.lower()).strip("_")[:LONGEST].strip("_")
    return bare if bare[:1].isalpha() else f"{prefix}_{bare}".rstrip("_")
