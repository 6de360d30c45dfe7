"""Puts a respondent's answers and errors into the places of a page."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from django.utils.html import escape
from django.utils.translation import gettext as _

from polls.codebook.answers import DONT_KNOW, Value, keys_with_texts, other_key
from polls.codebook.schema import Page, Question, QuestionKind

Posted = Mapping[str, Sequence[str]]
"""A form post: the texts by field name."""

NUMBER_KINDS = frozenset({QuestionKind.NUMBER, QuestionKind.SLIDER})


def as_posted(questions: Iterable[Question], answers: Mapping[str, Value], language: str) -> dict[str, list[str]]:
    """Write stored answers as the form would post them, so that a page is filled in one way only."""
    posted: dict[str, list[str]] = {}
    for question in questions:
        for variable in question.variables:
            value = answers.get(variable.code) or ""
            posted[variable.code] = [as_typed(variable, text, language) for text in _texts(value)]
        if question.kind is QuestionKind.RANKING:
            posted.update(_ranks(question, _texts(answers.get(question.code) or "")))
        if question.kind is QuestionKind.ALLOCATION and DONT_KNOW in (answers.get(key) for key in question.keys):
            posted.update({**{key: [] for key in question.keys}, question.code: [DONT_KNOW]})
        for choice in question.choices:
            other = answers.get(other_key(question.code, choice.code)) if choice.is_other else ""
            if isinstance(other, str) and other:
                posted[other_key(question.code, choice.code)] = [other]
    return posted


def as_typed(variable: Question, text: str, language: str) -> str:
    """Write a stored text as it is typed in the language: a Dutch number has a comma."""
    is_number = variable.kind in NUMBER_KINDS and language == "nl" and text != DONT_KNOW
    return text.replace(".", ",") if is_number else text


def _texts(value: Value) -> list[str]:
    return list(value) if isinstance(value, list) else [value]


def _ranks(question: Question, codes: Sequence[str]) -> dict[str, list[str]]:
    ranks = {code: str(rank) for rank, code in enumerate(codes, start=1)}
    return {other_key(question.code, choice.code): [ranks.get(choice.code, "")] for choice in question.choices}


def fill_questions(
    page: Page,
    posted: Posted,
    *,
    asked: Collection[str],
    errors: Mapping[str, str],
    stored: Mapping[str, str],
    wrong: Collection[str] = (),
) -> dict[str, str]:
    """Give the HTML of the places of all questions of the page.

    ``asked`` holds the codes of the questions that are shown and the keys of their rows; ``errors`` the sentence by
    question code; ``wrong`` the fields that it is about; ``stored`` what somebody else saved meanwhile, by question
    code.
    """
    places: dict[str, str] = {}
    for question in page.questions:
        _fill_answer(question, posted, places)
        for name in {question.code, *question.keys} - set(asked):
            places[f"hidden:{name}"] = " hidden"
        if question.code in errors:
            _fill_error(question, errors[question.code], wrong, places)
        if question.code in stored:
            note = _("Saved meanwhile: %(answer)s") % {"answer": stored[question.code]}
            places[f"stored:{question.code}"] = f'<p class="note is-warning">{escape(note)}</p>'
            places[f"css:{question.code}"] = " is-open"
    return places


def _fill_answer(question: Question, posted: Posted, places: dict[str, str]) -> None:
    """Fill each field of the question with what was posted in it: ticks, chosen options and typed texts."""
    for name in field_names(question):
        given = posted.get(name, ())
        for text in given:
            places[f"checked:{name}.{text}"] = " checked"
            places[f"selected:{name}.{text}"] = " selected"
        typed = [text for text in given if text != DONT_KNOW or question.dont_know is None]
        if typed:
            places[f"value:{name}"] = escape(typed[0])


def field_names(question: Question) -> Iterator[str]:
    """Give the names of all form fields of the question."""
    yield question.code
    yield from keys_with_texts(question)
    if question.kind is QuestionKind.RANKING:
        yield from (other_key(question.code, choice.code) for choice in question.choices)


def _fill_error(question: Question, message: str, wrong: Collection[str], places: dict[str, str]) -> None:
    code = question.code
    places[f"error:{code}"] = f'<p class="invalid-feedback" id="{code}-error">{escape(message)}</p>'
    places[f"css:{code}"] = " is-invalid"
    fields = [name for name in field_names(question) if name in wrong]
    for name in fields or [code]:
        places[f"invalid:{name}"] = ' aria-invalid="true"'
        if name != code:
            places[f"css:{name}"] = " is-invalid"
