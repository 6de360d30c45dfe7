"""What can be wrong with one given answer, in the words that the respondent reads."""

from collections.abc import Mapping
from dataclasses import dataclass

from polls.codebook.question import Question
from polls.codebook.texts import Text


@dataclass(frozen=True)
class Finding:
    """Why an answer cannot be accepted.

    ``code`` is stable, for tests and programs. ``message`` is the sentence for the respondent, per language.
    ``field`` is the name of the form field that it belongs to, ``also`` those of further ones.
    """

    code: str
    message: Text
    field: str
    also: tuple[str, ...] = ()


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
    "required_rows": {
        "nl": "Beantwoord ook: {rows}.",
        "en": "Please answer as well: {rows}.",
    },
    "required_consent": {
        "nl": "Vink het vakje aan om verder te gaan.",
        "en": "Please tick the box to continue.",
    },
    "too_few_choices": {
        "nl": "Kies er minstens {minimum}.",
        "en": "Please choose at least {minimum}.",
    },
    "too_many_choices": {
        "nl": "Kies er hoogstens {maximum}.",
        "en": "Please choose at most {maximum}.",
    },
    "not_a_rank": {
        "nl": "Geef elk antwoord een nummer van 1 tot en met {highest}; 1 is het belangrijkst.",
        "en": "Please give each answer a number from 1 to {highest}; 1 comes first.",
    },
    "rank_twice": {
        "nl": "Nummer {rank} staat bij meer dan één antwoord. Geef elk nummer één keer.",
        "en": "Number {rank} is given to more than one answer. Please use each number once.",
    },
    "too_few_ranks": {
        "nl": "Zet er minstens {minimum} op volgorde.",
        "en": "Please put at least {minimum} in order.",
    },
    "too_many_ranks": {
        "nl": "Zet er hoogstens {maximum} op volgorde.",
        "en": "Please put at most {maximum} in order.",
    },
    "allocation_left": {
        "nl": "Samen moet het {total} zijn. U kunt nog {difference} verdelen.",
        "en": "Together it must be {total}. You have {difference} left to divide.",
    },
    "allocation_over": {
        "nl": "Samen moet het {total} zijn. U hebt {difference} te veel verdeeld.",
        "en": "Together it must be {total}. You have divided {difference} too much.",
    },
    "off_step": {
        "nl": "Kies een waarde in stappen van {step}, te beginnen bij {minimum}.",
        "en": "Please choose a value in steps of {step}, starting from {minimum}.",
    },
    "not_a_date": {
        "nl": "Vul een datum in als dag-maand-jaar, zoals 31-12-2026.",
        "en": "Please enter a date as day/month/year, such as 31/12/2026.",
    },
    "not_a_month": {
        "nl": "Vul een maand in als maand en jaar, zoals 05-2026 of mei 2026.",
        "en": "Please enter a month and a year, such as 05/2026 or May 2026.",
    },
    "too_early": {
        "nl": "Kies {earliest} of later.",
        "en": "Please choose {earliest} or later.",
    },
    "too_late": {
        "nl": "Kies {latest} of eerder.",
        "en": "Please choose {latest} or earlier.",
    },
    "not_email": {
        "nl": "Vul een e-mailadres in, zoals naam@voorbeeld.nl.",
        "en": "Please enter an e-mail address, such as name@example.com.",
    },
    "not_phone": {
        "nl": "Vul een telefoonnummer in, zoals 030 123 45 67 of +31 6 12345678.",
        "en": "Please enter a phone number, such as 030 123 45 67 or +31 6 12345678.",
    },
    "not_postcode": {
        "nl": "Vul een postcode in, zoals 1234 AB.",
        "en": "Please enter a Dutch postcode, such as 1234 AB.",
    },
    "unknown_file": {
        "nl": "Dit bestand is niet aangekomen. Kies het opnieuw.",
        "en": "This file did not arrive. Please choose it again.",
    },
    "file_too_big": {
        "nl": "Dit bestand is te groot. Het mag hoogstens {limit} MB zijn.",
        "en": "This file is too big. It may be at most {limit} MB.",
    },
    "file_empty": {
        "nl": "Dit bestand is leeg. Kies een ander bestand.",
        "en": "This file is empty. Please choose another file.",
    },
    "file_of_other_type": {
        "nl": "Dit soort bestand kunnen we niet aannemen. Kies een van deze: {types}.",
        "en": "We cannot take this type of file. Please choose one of these: {types}.",
    },
}
"""The sentence of each finding per language; the parts in braces are filled in by ``finding_of``."""


def finding_of(question: Question, code: str, /, *fields: str, **parts: str | int | Text) -> Finding:
    """Make the finding ``code`` for the question; a part that is itself a text is filled in per language.

    ``fields`` are the form fields that it belongs to, when that is not the question's own.
    """
    message = {
        language: sentence.format(**{name: _in(part, language) for name, part in parts.items()})
        for language, sentence in MESSAGES[code].items()
    }
    field, *also = fields or (question.code,)
    return Finding(code=code, message=message, field=field, also=tuple(also))


def _in(part: str | int | Text, language: str) -> str:
    if isinstance(part, Mapping):
        return part.get(language) or next((text for text in part.values() if text), "")
    return str(part)
