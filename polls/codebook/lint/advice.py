"""All advice on a questionnaire, in its own order."""

from collections.abc import Iterator

from polls.codebook.duration import route_minutes
from polls.codebook.lint.answering import answering_advice, plain
from polls.codebook.lint.routes import route_advice
from polls.codebook.lint.wording import wording_advice
from polls.codebook.problem import Place, Problem, placed_questions, problem
from polls.codebook.schema import Questionnaire, in_language

MOST_MINUTES = 12
"""Above this a warning says that many will give up."""


def advise(questionnaire: Questionnaire) -> list[Problem]:
    """List what is sound as a structure and yet would give poor answers or none, in the order of the questionnaire.

    Whatever the editor left half-finished gives no advice, and never an exception.
    """
    found = [*route_advice(questionnaire), *_same_questions(questionnaire), *_duration(questionnaire)]
    for place, question in placed_questions(questionnaire):
        found += wording_advice(place, question)
        found += answering_advice(place, question)
    return sorted(found, key=lambda item: item.place.position)


def _duration(questionnaire: Questionnaire) -> Iterator[Problem]:
    shortest, longest = route_minutes(questionnaire)
    if longest > MOST_MINUTES:
        yield problem("long_route", Place(field="pages"), shortest=shortest, longest=longest, most=MOST_MINUTES)


def _same_questions(questionnaire: Questionnaire) -> Iterator[Problem]:
    """The same text at two questions that one respondent may both get."""
    first: dict[str, str] = {}
    for place, question in placed_questions(questionnaire):
        text = plain(in_language(question.text, "nl"))
        if question.is_silent or not text:
            continue
        if text in first:
            yield problem("same_question", place.at("text"), other=first[text])
        first.setdefault(text, question.code)
