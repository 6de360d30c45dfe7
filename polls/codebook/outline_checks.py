"""Problems of the outline: pages, codes, choices and bounds."""

from collections.abc import Callable, Iterator, Mapping
from re import Pattern

from polls.codebook.problem import (
    Place,
    Problem,
    placed_choices,
    placed_pages,
    placed_questions,
    placed_segments,
    placed_variables,
    problem,
)
from polls.codebook.rules import RESERVED
from polls.codebook.schema import CHOICE_CODE, CODE, Question, QuestionKind, Questionnaire, Source, Text

MOST_QUESTIONS = 12
"""Questions on a page above which a warning says so."""

MOST_POINTS = 21

Problems = Iterator[Problem]

_PAGE: Text = {"nl": "een andere pagina", "en": "another page"}
_QUESTION: Text = {"nl": "een andere vraag", "en": "another question"}
_QUESTION_OF_POLL: Text = {"nl": "een vraag", "en": "a question"}
_CHOICE: Text = {"nl": "een ander antwoord", "en": "another choice"}
_VARIABLE: Text = {"nl": "een andere indeling", "en": "another division"}
_SEGMENT: Text = {"nl": "een ander segment", "en": "another segment"}
_ATTRIBUTE: Text = {"nl": "een kenmerk van de contacten", "en": "a contact attribute"}


def find_outline_problems(questionnaire: Questionnaire) -> Problems:
    yield from _pages(questionnaire)
    yield from _codes(questionnaire)
    yield from _codes_used_twice(questionnaire)
    for place, question in placed_questions(questionnaire):
        yield from _KIND_CHECKS[question.kind](place, question)


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
    for place, question in placed_questions(questionnaire):
        own = [(at, choice.code) for at, choice in placed_choices(questionnaire) if at.position[:3] == place.position]
        yield from _used_twice(own, _CHOICE)
        if question.code in questionnaire.attributes:
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


def _choices(place: Place, question: Question) -> Problems:
    if not question.choices:
        yield problem("no_choices", place.at("choices"))
    elif len(question.choices) == 1:
        yield problem("one_choice", place.at("choices"))


def _single(place: Place, question: Question) -> Problems:
    yield from _choices(place, question)
    yield from _exclusive(place, question)


def _exclusive(place: Place, question: Question) -> Problems:
    for number, choice in enumerate(question.choices):
        if choice.is_exclusive:
            at = Place(place.page, place.question, choice.code, position=(*place.position, number))
            yield problem("exclusive_in_single", at.at("is_exclusive"))


def _scale(place: Place, question: Question) -> Problems:
    if len(question.choices) < 2:
        yield problem("few_points", place.at("choices"), count=len(question.choices))
    yield from _exclusive(place, question)


def _rating(place: Place, question: Question) -> Problems:
    low, high = question.lowest, question.highest
    if low >= high:
        yield problem("bounds_reversed", place.at("minimum"), minimum=low, maximum=high)
    elif high - low + 1 > MOST_POINTS:
        yield problem("many_points", place.at("maximum"), count=high - low + 1, most=MOST_POINTS)
    if low < 0:
        yield problem("negative_rating", place.at("minimum"), minimum=low)


def _number(place: Place, question: Question) -> Problems:
    low, high = question.minimum, question.maximum
    if low is not None and high is not None and low >= high:
        yield problem("bounds_reversed", place.at("minimum"), minimum=low, maximum=high)


def _nothing(_place: Place, _question: Question) -> Problems:
    return iter(())


_KIND_CHECKS: Mapping[QuestionKind, Callable[[Place, Question], Problems]] = {
    QuestionKind.SINGLE: _single,
    QuestionKind.MULTIPLE: _choices,
    QuestionKind.SCALE: _scale,
    QuestionKind.RATING: _rating,
    QuestionKind.NUMBER: _number,
    QuestionKind.SHORT_TEXT: _nothing,
    QuestionKind.LONG_TEXT: _nothing,
}
