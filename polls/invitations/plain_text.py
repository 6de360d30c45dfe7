"""Text from strangers, made fit to show and to put in a mail's headers."""

import re
import unicodedata

from polls.codebook.composed import composed

# Control characters, soft and zero-width characters, and those that turn the direction of writing.
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_SPACES = re.compile(r"\s+")


def clean_text(text: str) -> str:
    """Leave out what cannot be seen, and make every run of white space (a line break too) one space."""
    spaced = _SPACES.sub(" ", composed(text))
    return _SPACES.sub(" ", _INVISIBLE.sub("", spaced)).strip()


def folded(text: str) -> str:
    """Give a text as it is searched: small letters, without accents and without what cannot be seen."""
    apart = unicodedata.normalize("NFKD", clean_text(text).casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
