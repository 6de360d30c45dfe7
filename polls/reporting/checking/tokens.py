"""Words of a text, crudely stemmed so that inflections of Dutch and English words are alike."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache

PARTICLES = frozenset({"uit", "af", "op", "aan", "over", "mee", "toe", "voor", "door"})
"""Parts of Dutch verbs that stand apart: "besteedt ... uit" is "uitbesteden"."""

_STOP = """
" de het een en of van voor in op aan bij met te tot om die dat dit deze er is zijn was worden wordt heeft hebben
hoe wat welke waarom wie uw u we wij ik naar als ook dan maar vooral meest meeste the a an and or of for in on at
with to by that this these which what how why who is are was were be has have your you we i it its as than but
mainly most does do did from
"""
STOP_WORDS = frozenset(_STOP.split())

NEGATIONS = frozenset({"niet", "geen", "not", "no", "never", "nooit", "zonder", "without", "don’t", "dont", "doesn’t"})

_WORD = re.compile(r"[^\W\d_]+(?:[-'’&][^\W\d_]+)*")
_APART = re.compile(r"[\d()%;:]")
_ENDINGS = ("ing", "en", "es", "er", "s", "e", "n", "d", "t")
_LEAST_STEM = 4
_LEAST_ALIKE = 5


@dataclass(frozen=True)
class Token:
    """A word of a text: where it stands, how it reads in small letters, and its stem.

    ``is_apart``: a number, a bracket or a colon stands between it and the word before.
    """

    start: int
    end: int
    word: str
    stem: str
    is_apart: bool = False


@lru_cache(maxsize=10_000)
def stem_of(word: str) -> str:
    """Give the stem of a word: no accents, hyphens and ending, double letters once, British as American spelling."""
    plain = unicodedata.normalize("NFKD", word.lower())
    plain = "".join(letter for letter in plain if letter.isalpha()).replace("iz", "is")
    plain = re.sub(r"tre(s?)$", r"ter\1", plain)
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= _LEAST_STEM:
            plain = plain.removesuffix(ending)
            break
    return re.sub(r"(.)\1", r"\1", plain)


def tokens_of(text: str, offset: int = 0, *, joined: Collection[str] = ()) -> list[Token]:
    """Give the words of a text. ``joined`` are stems of verbs whose particle may stand apart further on."""
    tokens, end = [], 0
    for found in _WORD.finditer(text):
        is_apart = _APART.search(text, end, found.start()) is not None
        tokens.append(
            Token(found.start() + offset, found.end() + offset, found[0].lower(), stem_of(found[0]), is_apart)
        )
        end = found.end()
    for position, token in enumerate(tokens):
        if token.word not in PARTICLES:
            continue
        for back in range(max(0, position - 7), position):
            verb = tokens[back]
            if token.word + verb.stem in joined:
                tokens[back] = replace(verb, stem=token.word + verb.stem)
    return tokens


@lru_cache(maxsize=100_000)
def alike(first: str, second: str) -> float:
    """Say how alike two stems are: 1 when equal, less when one continues the other, 0 when they differ."""
    if first == second:
        return 1.0
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) >= _LEAST_STEM and (longer.startswith(shorter) or longer.endswith(shorter)):
        return max(0.4, len(shorter) / len(longer))
    shared = next((at for at, letter in enumerate(shorter) if letter != longer[at]), len(shorter))
    if shared < _LEAST_ALIKE or shared < len(shorter) - 2:
        return 0.0
    return max(0.5, shared / len(longer))


def content(text: str) -> list[str]:
    """Give the stems of a label's words; its particle goes with its first word ("Besteedt al uit")."""
    tokens = tokens_of(text)
    if len(tokens) > 1 and tokens[-1].word in PARTICLES:
        first = tokens[0]
        tokens = [Token(first.start, tokens[-1].end, first.word, tokens[-1].word + first.stem), *tokens[1:-1]]
    return [token.stem for token in tokens if token.word not in STOP_WORDS]
