"""Another name for a question in a condition, the rest of it left as it was written."""

from collections.abc import Mapping

from polls.codebook.rules import RuleError, parse


def rename(source: str, names: Mapping[str, str]) -> str:
    """Write ``source`` with the names of questions replaced; what cannot be read stays as it is."""
    try:
        leaves = parse(source).leaves
    except RuleError:
        return source
    for position, name in sorted({(leaf.position, leaf.name) for leaf in leaves}, reverse=True):
        if name in names:
            source = f"{source[:position]}{names[name]}{source[position + len(name) :]}"
    return source
