"""Problems of the outline: pages, codes, choices and bounds."""

from collections.abc import Iterator
from re import Pattern

from polls.codebook.kind_checks import find_kind_problems
from polls.codebook.problem import (
    Place,
    Problem,
    by_question,
    placed_choices,
    placed_pages,
    placed_questions,
    placed_rows,
    placed_segments,
    placed_variables,
    problem,
)
from polls.codebook.rules import RESERVED
from polls.codebook.schema import CHOICE_CODE, CODE, Questionnaire, Source, Text

MOST_QUESTIONS = 12
"""Questions on a page above which a warning says so."""

Problems = Iterator[Problem]

_PAGE: Text = {"nl": "een andere pagina", "en": "another page"}
_QUESTION: Text = {"nl": "een andere vraag", "en": "another question"}
_QUESTION_OF_POLL: Text = {"nl": "een vraag", "en": "a question"}
_CHOICE: Text = {"nl": "een ander antwoord", "en": "another choice"}
_ROW: Text = {"nl": "een andere rij", "en": "another row"}
_VARIABLE: Text = {"nl": "een andere indeling", "en": "another division"}
_SEGMENT: Text = {"nl": "een ander segment", "en": "another segment"}
_ATTRIBUTE: Text = {"nl": "een kenmerk van de contacten", "en": "a contact attribute"}


def find_outline_problems(questionnaire: Questionnaire) -> Problems:
    yield from _pages(questionnaire)
    yield from _codes(questionnaire)
    yield from _codes_used_twice(questionnaire)
    for place, question in placed_questions(questionnaire):
        yield from find_kind_problems(questionnaire, place, question)


def _pages(questionnaire: Questionnaire) -> Problems:
    if not questionnaire.languages:
        yield problem("no_languages", Place(field="languages"))
    if not questionnaire.pages:
        yield problem("no_pages", Place(field="pages"))
    for place, page in placed_pages(questionnaire):
        count = len(page.questions)
        if count == 0:
            yield problem("no_questions", place.at("questions"))
        if count > MOST_QUESTIONS:
            yield problem("many_questions", place.at("questions"), count=count, most=MOST_QUESTIONS)


def _codes(questionnaire: Questionnaire) -> Problems:
    for place, page in placed_pages(questionnaire):
        yield from _code(place, page.code)
    for place, question in placed_questions(questionnaire):
        yield from _code(place, question.code)
        yield from _reserved(place.at("code"), question.code)
    for place, choice in placed_choices(questionnaire):
        yield from _code(place, choice.code, CHOICE_CODE, "malformed_choice_code")
    for place, row in placed_rows(questionnaire):
        yield from _code(place, row.code, CHOICE_CODE, "malformed_choice_code")
    for place, variable in placed_variables(questionnaire):
        yield from _code(place, variable.code)
        if variable.source_kind is Source.CONTACT:
            yield from _reserved(place.at("source"), variable.source)
        for segment_place, segment in placed_segments(place, variable):
            yield from _code(segment_place, segment.code, CHOICE_CODE, "malformed_choice_code")


def _code(place: Place, code: str, form: Pattern[str] = CODE, malformed: str = "malformed_code") -> Problems:
    if not code:
        yield problem("missing_code", place.at("code"))
    elif not form.match(code):
        yield problem(malformed, place.at("code"), code=code)


def _reserved(place: Place, code: str) -> Problems:
    if code in RESERVED:
        yield problem("reserved_code", place, code=code)


def _codes_used_twice(questionnaire: Questionnaire) -> Problems:
    """Pages, questions and choices each have their codes; attributes and divisions share those of the questions."""
    yield from _used_twice([(place, page.code) for place, page in placed_pages(questionnaire)], _PAGE)
    questions = [(place, question.code) for place, question in placed_questions(questionnaire)]
    yield from _used_twice(questions, _QUESTION)
    taken = {code for _, code in questions}
    choices = by_question((at, choice.code) for at, choice in placed_choices(questionnaire))
    rows = by_question((at, row.code) for at, row in placed_rows(questionnaire))
    for place, question in placed_questions(questionnaire):
        yield from _used_twice(choices.get(place.position, []), _CHOICE)
        yield from _used_twice(rows.get(place.position, []), _ROW)
        is_copy = question in questionnaire.variables_of_contact and question.source_name == question.code
        if question.code in questionnaire.attributes and not is_copy:
            yield problem("code_used_twice", place.at("code"), code=question.code, other=_ATTRIBUTE)
    variables = list(placed_variables(questionnaire))
    yield from _used_twice([(place, variable.code) for place, variable in variables], _VARIABLE)
    for place, variable in variables:
        yield from _used_twice([(at, segment.code) for at, segment in placed_segments(place, variable)], _SEGMENT)
        if variable.code in taken:
            yield problem("code_used_twice", place.at("code"), code=variable.code, other=_QUESTION_OF_POLL)
        if variable.code in questionnaire.attributes and variable.code != variable.source:
            yield problem("code_used_twice", place.at("code"), code=variable.code, other=_ATTRIBUTE)


def _used_twice(codes: list[tuple[Place, str]], other: Text) -> Problems:
    seen: set[str] = set()
    for place, code in codes:
        if code and code in seen:
            yield problem("code_used_twice", place.at("code"), code=code, other=other)
        seen.add(code)
