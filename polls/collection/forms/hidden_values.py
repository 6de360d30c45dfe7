"""Hidden variables that the link itself brings: read on arrival, carried by the first page, stored with it."""

from collections.abc import Mapping

from polls.codebook.answers import SHORT_LENGTH, Answers, clean_text
from polls.codebook.schema import Questionnaire
from polls.collection.services import Participation

PREFIX = "_link."
"""Before the name of a parameter in the form, so that it cannot be taken for an answer."""


def values_of_link(participation: Participation, given: Mapping[str, str]) -> Answers:
    """Give the values of the hidden variables that the link sets and that are not stored yet.

    Only parameters that the questionnaire names count, and of one with choices only these.
    """
    stored = participation.draft.answers
    values: Answers = {}
    for question in participation.questionnaire.variables_of_link:
        text = clean_text(given.get(question.source_name, ""), is_long=False)[:SHORT_LENGTH]
        if text and question.code not in stored and (not question.choices or text in question.choice_by_code):
            values[question.code] = text
    return values


def fields_of_link(questionnaire: Questionnaire, values: Answers) -> dict[str, str]:
    """Write the values as the fields by which a page carries them."""
    names = {question.code: question.source_name for question in questionnaire.variables_of_link}
    return {f"{PREFIX}{names[code]}": str(value) for code, value in values.items()}


def given_by(arrived: Mapping[str, str], posted: Mapping[str, str]) -> dict[str, str]:
    """Join the parameters of the address with those that the page carried."""
    carried = {name.removeprefix(PREFIX): text for name, text in posted.items() if name.startswith(PREFIX)}
    return {**arrived, **carried}
