"""Codes made from what the editor wrote, so that nobody has to think of them."""

import re
import unicodedata
from collections.abc import Collection

MAXIMUM_LENGTH = 40
FILLER = {
    "nl": {"aan", "bent", "bij", "dat", "de", "die", "een", "en", "heeft", "het", "hoe", "in", "is", "of", "om", "op"}
    | {"te", "u", "uw", "van", "voor", "wat", "welk", "welke", "zijn"},
    "en": {"a", "an", "and", "are", "do", "does", "for", "how", "i", "in", "is", "of", "or", "the", "to", "what"}
    | {"which", "with", "you", "your"},
}
"""Words that say nothing about what a question is about; a code is made without them when enough is left."""


def suggest_code(text: str, taken: Collection[str], *, prefix: str, words: int = 3) -> str:
    """Make a code of at most 40 characters from the telling words of ``text``, different from all ``taken``.

    A text that starts with a digit, or in which nothing is left, gets ``prefix`` in front.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    found = re.findall(r"[a-z0-9]+", plain)
    telling = [word for word in found if word not in FILLER["nl"] | FILLER["en"]] or found
    stem = "_".join(telling[:words])[: MAXIMUM_LENGTH - 4].strip("_")
    if not stem or not stem[0].isalpha():
        stem = f"{prefix}_{stem}".strip("_")
    return free_code(stem, taken)


def free_code(stem: str, taken: Collection[str]) -> str:
    """Give ``stem``, or ``stem_2``, ``stem_3`` … when it is taken."""
    code, number = stem, 1
    while code in taken:
        number += 1
        code = f"{stem[: MAXIMUM_LENGTH - 4]}_{number}"
    return code
