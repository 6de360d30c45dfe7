"""ExpressionScript, the language of LimeSurvey's relevance equations, in pieces."""

import re
from collections.abc import Callable, Mapping

from polls.exchange.formulas import LONGEST, SUFFIX, Node, Token, Untranslatable, parse_tokens

_TOKEN = re.compile(
    r"""(?P<space>\s+)
    | (?P<string>"(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*')
    | (?P<name>[A-Za-z_][\w]*(?::\w+)*(?:\.\w+)* | [0-9]+X[0-9]+X[0-9]+\w*(?:\.\w+)*)
    | (?P<number>[0-9]+(?:\.[0-9]+)? | \.[0-9]+)
    | (?P<operator>&&|\|\||==|!=|<>|<=|>=|[=<>!+*/%(),-])""",
    re.VERBOSE,
)
_ALIASES = {
    "&&": "and", "||": "or", "==": "=", "<>": "!=", "eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">",
    "ge": ">=", "!": "not",
}  # fmt: skip
_WORDS = frozenset({"and", "or", "not", "eq", "ne", "lt", "le", "gt", "ge"})
SUFFIXES = frozenset({"NAOK", "code", "value", "valueNAOK", "shown"})


def parse_equation(source: str) -> Node:
    """Read the equation. Raises Untranslatable where it cannot be read."""
    source = source.strip()
    if source.startswith("{") and source.endswith("}"):
        source = source[1:-1]
    if len(source) > LONGEST:
        raise Untranslatable(source[:40] + "…")
    return parse_tokens(_tokens(source))


def _tokens(source: str) -> list[Token]:
    tokens = []
    position = 0
    while position < len(source):
        match = _TOKEN.match(source, position)
        if match is None:
            raise Untranslatable(source[position : position + 20])
        kind, text = match.lastgroup or "", match[0]
        if kind == "name" and text.lower() in _WORDS:
            kind, text = "operator", text.lower()
        if kind != "space":
            tokens.append((kind, _READ[kind](text)))
        position = match.end()
    return [*tokens, ("end", "")]


def _read_string(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1])


def _read_name(text: str) -> str:
    """The name without its suffix (``Q1.NAOK``), which is kept apart from it."""
    bare, _, suffix = text.partition(".")
    if suffix and suffix not in SUFFIXES:
        raise Untranslatable(text)
    return f"{bare}{SUFFIX}{suffix}" if suffix else bare


def _read_operator(text: str) -> str:
    return _ALIASES.get(text, text)


_READ: Mapping[str, Callable[[str], str]] = {
    "string": _read_string,
    "number": str,
    "name": _read_name,
    "operator": _read_operator,
}
