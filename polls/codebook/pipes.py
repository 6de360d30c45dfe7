"""Places in texts for earlier answers: ``You chose {goal|something else}.``

``{name}`` stands for the answer to an earlier question or for a contact attribute. What follows ``|`` is shown where
there is no answer, or only don't know. Braces around anything else are left as they are.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from polls.codebook.texts import Text

_PIPE = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*)(?:\|([^{}]*))?\}")


@dataclass(frozen=True, slots=True)
class Pipe:
    """A place in a text for an answer: whose, and what is shown where there is none."""

    name: str
    fallback: str = ""


def pipes_in(text: str) -> Iterator[Pipe]:
    """List the places in the text, in order."""
    return (Pipe(found[1], found[2] or "") for found in _PIPE.finditer(text))


def replaced(text: str, words: Callable[[Pipe], str]) -> str:
    """Give the text with each place replaced by what ``words`` gives for it."""
    if "{" not in text:
        return text
    return _PIPE.sub(lambda found: words(Pipe(found[1], found[2] or "")), text)


def replaced_in_all(text: Text, words: Callable[[Pipe], str]) -> Text:
    """Give the text with its places replaced in every language; the text itself where it has none."""
    if not any("{" in part for part in text.values()):
        return text
    return {language: replaced(part, words) for language, part in text.items()}


def without_answers(text: Text) -> Text:
    """Give the text as it reads apart from any respondent: in each place the fallback, or else "…"."""
    return replaced_in_all(text, lambda pipe: pipe.fallback or "…")
