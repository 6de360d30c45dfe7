"""From the text of a condition to its parts: a tokenizer and a recursive-descent parser.

    condition  = conjunction { "or" conjunction }
    conjunction = negation { "and" negation }
    negation   = "not" negation | "(" condition ")" | "answered" "(" name ")" | comparison
    comparison = name ( "=" | "!=" | "<" | "<=" | ">" | ">=" | "includes" ) value
               | name [ "not" ] "in" "(" value { "," value } ")"

Length and depth are limited, so that hostile input gives an error and never exhausts the stack.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from polls.codebook.rule_nodes import ORDERED, SEVERAL, And, Answered, Comparison, Literal, Node, Not, Or
from polls.codebook.schema import Text

LONGEST = 2000
DEEPEST = 30
MOST_DIGITS = 15

RESERVED = frozenset({"and", "or", "not", "in", "includes", "answered"})
"""Words of the language itself; no question, page or attribute can be named so."""

_TOKEN = re.compile(
    r"""(?P<space>\s+)
    | (?P<number>-?[0-9]+(?:\.[0-9]+)?(?![\w.]))
    | (?P<word>\w+)
    | (?P<quoted>"[^"]*" | '[^']*' | “[^”]*” | ‘[^’]*’)
    | (?P<operator><=|>=|!=|<>|==|[=<>≤≥≠(),])""",
    re.VERBOSE,
)
_ALIASES = {"==": "=", "<>": "!=", "≠": "!=", "≤": "<=", "≥": ">="}
_QUOTES = "\"'“‘"

MESSAGES: Mapping[str, Text] = {
    "empty": {"nl": "De voorwaarde is leeg.", "en": "The condition is empty."},
    "too_long": {
        "nl": f"De voorwaarde is langer dan {LONGEST} tekens.",
        "en": f"The condition is longer than {LONGEST} characters.",
    },
    "too_deep": {
        "nl": f"Er staan meer dan {DEEPEST} haakjes of ‘not’ in elkaar.",
        "en": f"More than {DEEPEST} parentheses or ‘not’ are nested.",
    },
    "character": {
        "nl": "Het teken {found} hoort hier niet. Zet een waarde met bijzondere tekens tussen aanhalingstekens.",
        "en": "The character {found} does not belong here. Put a value with special characters in quotes.",
    },
    "quote": {
        "nl": "Het aanhalingsteken wordt niet gesloten.",
        "en": "The quotation mark is not closed.",
    },
    "digits": {
        "nl": f"Een getal heeft hoogstens {MOST_DIGITS} cijfers.",
        "en": f"A number has at most {MOST_DIGITS} digits.",
    },
    "name": {
        "nl": "Hier hoort de code van een vraag of een kenmerk te staan, niet {found}.",
        "en": "The code of a question or an attribute belongs here, not {found}.",
    },
    "comparison": {
        "nl": "Na ‘{name}’ hoort een vergelijking te staan, zoals = of in (…), niet {found}.",
        "en": "A comparison such as = or in (…) belongs after ‘{name}’, not {found}.",
    },
    "value": {
        "nl": "Hier hoort een waarde te staan, niet {found}.",
        "en": "A value belongs here, not {found}.",
    },
    "nothing": {
        "nl": "Een lege waarde komt niet voor. Met ‘not answered({name})’ vraagt u of iets leeg is gelaten.",
        "en": "An empty value never occurs. Use ‘not answered({name})’ to ask whether something was left empty.",
    },
    "number": {
        "nl": "Na ‘{operator}’ hoort een getal te staan, niet {found}.",
        "en": "A number belongs after ‘{operator}’, not {found}.",
    },
    "open": {
        "nl": "Na ‘{word}’ hoort een haakje openen te staan, niet {found}.",
        "en": "An opening parenthesis belongs after ‘{word}’, not {found}.",
    },
    "close": {
        "nl": "Hier hoort een haakje sluiten te staan, niet {found}.",
        "en": "A closing parenthesis belongs here, not {found}.",
    },
    "more": {
        "nl": "Hier hoort ‘and’, ‘or’ of het einde van de voorwaarde te staan, niet {found}.",
        "en": "‘and’, ‘or’ or the end of the condition belongs here, not {found}.",
    },
}
_END: Text = {"nl": "het einde", "en": "the end"}


class RuleError(ValueError):
    """A condition that cannot be read. ``position`` counts characters from 0 and may be the length of the source."""

    def __init__(self, message: Text, position: int) -> None:
        super().__init__(f"{message['en']} (character {position + 1})")
        self.message = message
        self.position = position


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the source: its kind (number, word, quoted, operator, keyword, end), its text and its place."""

    kind: str
    text: str
    position: int


def parse_source(source: str) -> Node:
    """Read the condition. Raises RuleError, pointing at the character where reading stopped."""
    if len(source) > LONGEST:
        raise _error("too_long", Token("end", "", LONGEST))
    tokens = _tokenize(source)
    if tokens[0].kind == "end":
        raise _error("empty", tokens[0])
    return _Parser(tokens).parse()


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.index = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def parse(self) -> Node:
        node = self.condition()
        if self.token.kind != "end":
            raise _error("more", self.token)
        return node

    def condition(self) -> Node:
        parts = self.joined("or", self.conjunction)
        return parts[0] if len(parts) == 1 else Or(parts)

    def conjunction(self) -> Node:
        parts = self.joined("and", self.negation)
        return parts[0] if len(parts) == 1 else And(parts)

    def joined(self, word: str, part: Callable[[], Node]) -> tuple[Node, ...]:
        parts = [part()]
        while self.skip(word):
            parts.append(part())
        return tuple(parts)

    def negation(self) -> Node:
        token = self.token
        if self.skip("not"):
            return Not(self.nested(self.negation, token))
        if self.skip("("):
            node = self.nested(self.condition, token)
            self.expect(")", "close")
            return node
        return self.answered() if self.skip("answered") else self.comparison()

    def nested(self, part: Callable[[], Node], at: Token) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise _error("too_deep", at)
        node = part()
        self.depth -= 1
        return node

    def answered(self) -> Node:
        self.expect("(", "open", word="answered")
        name = self.name()
        self.expect(")", "close")
        return Answered(name.text, name.position)

    def comparison(self) -> Node:
        name = self.name()
        operator = self.operator(name)
        if operator in ORDERED and self.token.kind != "number":
            raise _error("number", self.token, operator=operator)
        literals = self.values(operator) if operator in SEVERAL else (self.value(),)
        for literal in literals:
            if not literal.text:
                raise _error("nothing", Token("quoted", "", literal.position), name=name.text)
        return Comparison(name.text, operator, literals, name.position)

    def operator(self, name: Token) -> str:
        token = self.token
        if self.skip("not"):
            self.expect("in", "comparison", name=name.text)
            return "not in"
        if token.text in ("in", "includes") and token.kind == "keyword":
            return self.take().text
        if token.kind == "operator" and token.text not in ("(", ")", ","):
            return self.take().text
        raise _error("comparison", token, name=name.text)

    def name(self) -> Token:
        if self.token.kind != "word":
            raise _error("name", self.token)
        return self.take()

    def values(self, word: str) -> tuple[Literal, ...]:
        self.expect("(", "open", word=word)
        literals = [self.value()]
        while self.skip(","):
            literals.append(self.value())
        self.expect(")", "close")
        return tuple(literals)

    def value(self) -> Literal:
        token = self.token
        if token.kind not in ("word", "quoted", "number"):
            raise _error("value", token)
        self.take()
        if token.kind == "number":
            return Literal(token.text, float(token.text), token.position)
        return Literal(token.text[1:-1] if token.kind == "quoted" else token.text, None, token.position)

    def take(self) -> Token:
        token = self.token
        self.index += 1
        return token

    def skip(self, text: str) -> bool:
        """Step over the keyword or sign if it stands here."""
        if self.token.text == text and self.token.kind in ("keyword", "operator"):
            self.index += 1
            return True
        return False

    def expect(self, text: str, error: str, **parts: str) -> None:
        if not self.skip(text):
            raise _error(error, self.token, **parts)


def _tokenize(source: str) -> list[Token]:
    tokens = []
    position = 0
    while position < len(source):
        match = _TOKEN.match(source, position)
        if match is None:
            error = "quote" if source[position] in _QUOTES else "character"
            raise _error(error, Token("character", source[position], position))
        if match.lastgroup != "space":
            tokens.append(_token(match.lastgroup or "", match[0], position))
        position = match.end()
    return [*tokens, Token("end", "", len(source))]


def _token(kind: str, text: str, position: int) -> Token:
    if kind == "word" and text.lower() in RESERVED:
        return Token("keyword", text.lower(), position)
    token = Token(kind, _ALIASES.get(text, text) if kind == "operator" else text, position)
    if kind == "number" and sum(character.isdigit() for character in text) > MOST_DIGITS:
        raise _error("digits", token)
    return token


def _error(code: str, at: Token, **parts: str) -> RuleError:
    message = {}
    for language, sentence in MESSAGES[code].items():
        found = _END[language] if at.kind == "end" else f"‘{at.text}’"
        message[language] = sentence.format(found=found, **parts)
    return RuleError(message, at.position)
