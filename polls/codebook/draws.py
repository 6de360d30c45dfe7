"""Chance within a questionnaire: in which order things stand for a respondent, and which wording they get.

All follows from one secret text per respondent, the seed: the same on every page, device and reload, and without
JavaScript. Who does not know the seed can tell nothing from it; two respondents' draws have nothing to do with each
other.
"""

import hashlib
from collections.abc import Collection, Sequence

from polls.codebook.schema import Questionnaire

SEED_BYTES = 8


def drawn(questionnaire: Questionnaire, seed: str) -> dict[str, str]:
    """Give what is drawn before the first question, by the name under which conditions and the path know it."""
    return {}


def shuffled(seed: str, name: str, codes: Sequence[str], pinned: Collection[str] = ()) -> list[str]:
    """Put the codes in the order drawn for ``name``; the pinned ones keep their places.

    Each order of the others is equally likely. Without a seed the order stays as it is.
    """
    movable = [code for code in codes if code not in pinned]
    drawn = iter(sorted(movable, key=lambda code: _digest(seed, name, code)) if seed else movable)
    return [code if code in pinned else next(drawn) for code in codes]


def chosen(seed: str, name: str, codes: Sequence[str]) -> str:
    """Choose one of the codes for ``name``, each equally likely; the first one without a seed."""
    if not seed:
        return codes[0]
    return codes[int.from_bytes(_digest(seed, name, "")) % len(codes)]


def _digest(seed: str, name: str, code: str) -> bytes:
    return hashlib.blake2b(f"{name}/{code}".encode(), key=seed.encode(), digest_size=16).digest()
