"""What can be wrong with one given answer, in the words that the respondent reads."""

from collections.abc import Mapping
from dataclasses import dataclass

from polls.codebook.schema import Question, Text


@dataclass(frozen=True)
class Finding:
    """Why an answer cannot be accepted.

    ``code`` is stable, for tests and programs. ``message`` is the sentence for the respondent, per language.
    ``field`` is the name of the form field that it belongs to.
    """

    code: str
    message: Text
    field: str


MESSAGES: Mapping[str, Text] = {
    "required": {
        "nl": "Beantwoord deze vraag om verder te gaan.",
        "en": "Please answer this question to continue.",
    },
    "required_other": {
        "nl": "Vul in wat u bedoelt met ‘{choice}’.",
        "en": "Please fill in what you mean by ‘{choice}’.",
    },
    "unknown_choice": {
        "nl": "Kies een van de antwoorden die bij deze vraag staan.",
        "en": "Please choose one of the answers listed with this question.",
    },
    "several": {
        "nl": "Geef één antwoord op deze vraag.",
        "en": "Please give one answer to this question.",
    },
    "exclusive": {
        "nl": "‘{choice}’ kan niet samen met een ander antwoord. Kies het een of het ander.",
        "en": "‘{choice}’ cannot go together with another answer. Please choose one or the other.",
    },
    "not_a_number": {
        "nl": "Vul een getal in met cijfers, zoals {example}.",
        "en": "Please enter a number in digits, such as {example}.",
    },
    "too_many_decimals": {
        "nl": "Vul een getal in met hoogstens {decimals} cijfers achter de komma.",
        "en": "Please enter a number with at most {decimals} digits after the decimal point.",
    },
    "not_whole": {
        "nl": "Vul een heel getal in, zonder cijfers achter de komma.",
        "en": "Please enter a whole number, without decimals.",
    },
    "too_low": {
        "nl": "Vul een getal in van {minimum} of hoger.",
        "en": "Please enter a number of {minimum} or higher.",
    },
    "too_high": {
        "nl": "Vul een getal in van {maximum} of lager.",
        "en": "Please enter a number of {maximum} or lower.",
    },
    "out_of_range": {
        "nl": "Vul een getal in van {minimum} tot en met {maximum}.",
        "en": "Please enter a number from {minimum} to {maximum}.",
    },
    "too_long": {
        "nl": "Uw antwoord is {length} tekens lang. Er is plaats voor {limit} tekens; maak het iets korter.",
        "en": "Your answer is {length} characters long. There is room for {limit}; please shorten it a little.",
    },
}
"""The sentence of each finding per language; the parts in braces are filled in by ``finding_of``."""


def finding_of(question: Question, code: str, field: str = "", /, **parts: str | int | Text) -> Finding:
    """Make the finding ``code`` for the question; a part that is itself a text is filled in per language."""
    message = {
        language: sentence.format(**{name: _in(part, language) for name, part in parts.items()})
        for language, sentence in MESSAGES[code].items()
    }
    return Finding(code=code, message=message, field=field or question.code)


def _in(part: str | int | Text, language: str) -> str:
    if isinstance(part, Mapping):
        return part.get(language) or next((text for text in part.values() if text), "")
    return str(part)
