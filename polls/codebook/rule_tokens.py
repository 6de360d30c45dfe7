"""The words and signs of the expression language, and what is said when one is in the wrong place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from polls.codebook.schema import Text

LONGEST = 2000
DEEPEST = 30
MOST_DIGITS = 15

RESERVED = frozenset({"and", "or", "not", "in", "includes", "answered"})
"""Words of the language itself; no question, page or attribute can be named so."""

_TOKEN = re.compile(
    r"""(?P<space>\s+)
    | (?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\w.-]))
    | (?P<number>[0-9]+(?:\.[0-9]+)?(?![\w.]))
    | (?P<word>\w+(?:\.\w+)*)
    | (?P<quoted>"[^"]*" | '[^']*' | “[^”]*” | ‘[^’]*’)
    | (?P<operator><=|>=|!=|<>|==|[=<>≤≥≠(),+*/×÷−-])""",
    re.VERBOSE,
)
_ALIASES = {"==": "=", "<>": "!=", "≠": "!=", "≤": "<=", "≥": ">=", "×": "*", "÷": "/", "−": "-"}
_QUOTES = "\"'“‘"
_HYPHEN = re.compile(r"(?<=[^\W\d])-(?=[^\W\d])")
"""A hyphen between two letters: a value such as ``costs-first`` that lacks its quotes."""

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
    "hyphen": {
        "nl": "Zet een waarde met een streepje tussen aanhalingstekens, of spaties om een minteken.",
        "en": "Put a value with a hyphen in quotes, or spaces around a minus sign.",
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
    "function": {
        "nl": "Er is geen functie ‘{name}’. De functies zijn: {known}.",
        "en": "There is no function ‘{name}’. The functions are: {known}.",
    },
    "too_few": {
        "nl": "‘{name}’ vraagt {count} waarde(n) of meer tussen de haakjes.",
        "en": "‘{name}’ takes {count} value(s) or more between its parentheses.",
    },
    "too_many": {
        "nl": "‘{name}’ neemt hoogstens {count} waarde(n) tussen de haakjes.",
        "en": "‘{name}’ takes at most {count} value(s) between its parentheses.",
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
    """A piece of the source: its kind (number, date, word, quoted, operator, keyword, end), its text and its place."""

    kind: str
    text: str
    position: int


def tokenize(source: str) -> list[Token]:
    """Cut the source into tokens, the last one the end. Raises RuleError at a character that fits in none."""
    tokens = []
    position = 0
    while position < len(source):
        match = _TOKEN.match(source, position)
        if match is None:
            code = "quote" if source[position] in _QUOTES else "character"
            raise error_at(code, Token("character", source[position], position))
        if match[0] == "-" and _HYPHEN.match(source, position):
            raise error_at("hyphen", Token("character", "-", position))
        if match.lastgroup != "space":
            tokens.append(_token(match.lastgroup or "", match[0], position))
        position = match.end()
    return [*tokens, Token("end", "", len(source))]


def error_at(code: str, at: Token, **parts: str) -> RuleError:
    """Make the error ``code`` that points at the token."""
    message = {}
    for language, sentence in MESSAGES[code].items():
        found = _END[language] if at.kind == "end" else f"‘{at.text}’"
        message[language] = sentence.format(found=found, **parts)
    return RuleError(message, at.position)


def _token(kind: str, text: str, position: int) -> Token:
    if kind == "word" and text.lower() in RESERVED:
        return Token("keyword", text.lower(), position)
    token = Token(kind, _ALIASES.get(text, text) if kind == "operator" else text, position)
    if kind == "number" and sum(character.isdigit() for character in text) > MOST_DIGITS:
        raise error_at("digits", token)
    return token
