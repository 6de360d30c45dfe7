"""Earlier answers in later texts: ``You chose {goal|something else}.``

``{name}`` stands for the answer to an earlier question or for a contact attribute, in words: labels, not codes. What
follows ``|`` is shown where there is no answer, or only don't know. Braces around anything else are left as they are.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from polls.codebook.answers import DONT_KNOW, Value, is_dont_know, other_key
from polls.codebook.schema import Question, QuestionKind, Questionnaire, Source, Text, in_language

_PIPE = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*)(?:\|([^{}]*))?\}")

_AND: Text = {"nl": " en ", "en": " and "}

Values = Mapping[str, Value]


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


def filled(text: str, questionnaire: Questionnaire, values: Values, language: str) -> str:
    """Give the text with the answers in it."""
    return replaced(text, lambda pipe: words_for(pipe, questionnaire, values, language))


def without_answers(text: str) -> str:
    """Give the text as it reads apart from any respondent: with the fallback, or else "…", in each place."""
    return replaced(text, lambda pipe: pipe.fallback or "…")


def words_for(pipe: Pipe, questionnaire: Questionnaire, values: Values, language: str) -> str:
    """Say in words what the name in the place stands for, or give its fallback."""
    value = values.get(pipe.name)
    question = _question_of(pipe.name, questionnaire)
    if question is None:
        words = _segment_label(pipe.name, questionnaire, value, language)
    else:
        words = _answer(question, values, language)
    return words or pipe.fallback


def _question_of(name: str, questionnaire: Questionnaire) -> Question | None:
    return questionnaire.variable_by_code.get(name)


def _segment_label(name: str, questionnaire: Questionnaire, value: Value | None, language: str) -> str:
    """The label of the segment that the attribute's value falls in, when that is what the segment is for alone."""
    if not isinstance(value, str) or not value:
        return ""
    for variable in questionnaire.segment_variables:
        if variable.source_kind is Source.CONTACT and variable.source == name:
            for segment in variable.segments:
                if segment.values == (value,):
                    return in_language(segment.label, language) or value
    return value


def _answer(question: Question, values: Values, language: str) -> str:
    value = values.get(question.code)
    if not value or is_dont_know(question, value):
        return ""
    codes = value if isinstance(value, list) else [value]
    labels = [_label(question, code, values, language) for code in codes if code != DONT_KNOW]
    if len(labels) < 2:
        return "".join(labels)
    joint = in_language(_AND, language)
    return joint.join([", ".join(labels[:-1]), labels[-1]])


def _label(question: Question, code: str, values: Values, language: str) -> str:
    choice = question.choice_by_code.get(code)
    if choice is None:
        return _typed(question, code, language)
    typed = values.get(other_key(question.code, code)) if choice.is_other else ""
    return str(typed) if typed else in_language(choice.label, language)


def _typed(question: Question, text: str, language: str) -> str:
    """Write a number or a date as the language does."""
    if language != "nl":
        return text
    if question.kind is QuestionKind.NUMBER:
        return text.replace(".", ",")
    return text
