"""Another name for a question in an expression or a text, the rest of it left as it was written."""

import re
from collections.abc import Iterator, Mapping

from polls.codebook.rule_terms import Leaf
from polls.codebook.rules import RuleError, parse, parse_formula
from polls.codebook.texts import Text

_PIPE_NAME = re.compile(r"(?<=\{)[a-z][a-z0-9_]*(?=[.|}])")


def rename(source: str, names: Mapping[str, str]) -> str:
    """Write the expression with the names of questions replaced; what cannot be read stays as it is.

    ``matrix.row`` follows ``matrix``.
    """
    for position, name in sorted({(leaf.position, leaf.name) for leaf in _leaves(source)}, reverse=True):
        head = name.partition(".")[0]
        if head in names:
            source = f"{source[:position]}{names[head]}{source[position + len(head) :]}"
    return source


def rename_in_text(text: Text, names: Mapping[str, str]) -> dict[str, str]:
    """Write the text with the names replaced in its places for answers, such as ``{goal|something}``."""
    return {
        language: _PIPE_NAME.sub(lambda found: names.get(found[0], found[0]), part) for language, part in text.items()
    }


def _leaves(source: str) -> Iterator[Leaf]:
    try:
        yield from parse(source).leaves
    except RuleError:
        try:
            yield from parse_formula(source).root.leaves()
        except RuleError:
            return
