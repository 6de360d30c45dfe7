"""How much room the answers to a questionnaire take when they are written as JSON, whatever somebody answers.

What is kept shut gets as many bytes for everybody, so that its length does not tell who wrote much, or was sent away.
"""

from collections.abc import Iterable

from polls.codebook.answers import DONT_KNOW
from polls.codebook.answers.texts import SHORT_LENGTH
from polls.codebook.attributes import LONGEST_TEXT
from polls.codebook.numerals import LONGEST
from polls.codebook.schema import LIST_KINDS, Question, QuestionKind, Questionnaire

ENVELOPE = 512
"""Bytes for what goes with all answers: version, language, receipt, day, seed, and the names of these."""

LONG_TEXT = 3000
"""Bytes for a long text: five thousand characters of a language, compressed, take less."""

SHORT_TEXT = SHORT_LENGTH + 100
"""Bytes for a short one, with some letters that take two."""

_MARKS = 6
"""Quotes, colon and comma around a key and its value."""

_TIME = 8
"""Digits of a time on a page, and what stands around them."""


def room_for(questionnaire: Questionnaire) -> int:
    """Give the bytes that the answers to the questionnaire take at most, and all that is kept with them.

    Of texts those in a language with an alphabet, after compression where they are long.
    """
    variables = sum(_room_of(variable) for variable in questionnaire.variables)
    questions = sum(_others(question) + _orders(question) for question in questionnaire.questions)
    pages = sum(len(page.code) + _TIME + _MARKS for page in questionnaire.pages)
    placed = sum(_codes(question.code for question in page.questions) for page in questionnaire.pages)
    known = sum(
        len(name) + _MARKS + max(map(len, values), default=LONGEST_TEXT)
        for name, values in questionnaire.attributes.items()
    )
    return ENVELOPE + variables + questions + 2 * pages + placed + known


def _room_of(variable: Question) -> int:
    return len(variable.code) + _MARKS + _value(variable)


def _value(variable: Question) -> int:
    if variable.kind is QuestionKind.LONG_TEXT:
        return LONG_TEXT
    if variable.kind in LIST_KINDS:
        return _codes([*(option.code for option in variable.options), DONT_KNOW])
    longest = max((len(option.code) for option in variable.options), default=0)
    typed = 0 if longest else SHORT_TEXT
    return max(longest, typed, LONGEST)


def _others(question: Question) -> int:
    """Give the room for the texts of "other, namely"."""
    keys = [len(question.code) + 1 + len(choice.code) for choice in question.choices if choice.is_other]
    return sum(key + _MARKS + SHORT_TEXT for key in keys)


def _orders(question: Question) -> int:
    """Give the room for the orders of choices and rows that may be drawn."""
    choices, rows = (choice.code for choice in question.options), (row.code for row in question.rows)
    return 2 * (len(question.code) + 12) + _codes(choices) + _codes(rows)


def _codes(codes: Iterable[str]) -> int:
    return 2 + sum(len(code) + 3 for code in codes)
