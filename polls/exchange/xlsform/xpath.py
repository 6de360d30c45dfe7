"""The XPath of XLSForm in pieces: ``${name}``, the answer itself (``.``), texts, numbers and functions."""

import re

from polls.exchange.formulas import LONGEST, Node, Token, Untranslatable, parse_tokens

_TOKEN = re.compile(
    r"""(?P<space>\s+)
    | (?P<reference>\$\{\s*[\w.:#-]+\s*\})
    | (?P<string>"[^"]*" | '[^']*' | “[^”]*” | ‘[^’]*’)
    | (?P<number>[0-9]+(?:\.[0-9]+)?)
    | (?P<name>[A-Za-z_][\w-]*(?::[\w-]+)*)
    | (?P<self>\.(?![0-9./]))
    | (?P<operator><=|>=|!=|[=<>+*(),-])""",
    re.VERBOSE,
)
_OPERATORS = {"div": "/", "mod": "%", "and": "and", "or": "or"}


def parse_xpath(source: str) -> Node:
    """Read the formula. Raises Untranslatable where it cannot be read."""
    if len(source) > LONGEST:
        raise Untranslatable(source[:40] + "…")
    tokens: list[Token] = []
    position = 0
    while position < len(source):
        match = _TOKEN.match(source, position)
        if match is None:
            raise Untranslatable(source[position : position + 20])
        if match.lastgroup != "space":
            tokens.append(_token(match.lastgroup or "", match[0], source[match.end() :]))
        position = match.end()
    return parse_tokens([*tokens, ("end", "")])


def _token(kind: str, text: str, rest: str) -> Token:
    if kind == "reference":
        return ("name", text[2:-1].strip())
    if kind == "string":
        return ("string", text[1:-1])
    if kind == "name" and text.lower() in _OPERATORS:
        return ("operator", _OPERATORS[text.lower()])
    if kind == "name" and text == "not" and rest.lstrip().startswith("("):
        return ("operator", "not")
    return ("name", text) if kind == "self" else (kind, text)
