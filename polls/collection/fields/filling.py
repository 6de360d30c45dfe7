"""Puts a respondent's answers and errors into the places of a page."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.utils.html import escape
from django.utils.translation import gettext as _

from polls.codebook.answers import DONT_KNOW, Value, is_dont_know, other_key
from polls.codebook.schema import Page, Question, QuestionKind, in_language
from polls.collection.fields.layout import TYPED_KINDS

Posted = Mapping[str, Sequence[str]]
"""A form post: the texts by field name."""


def as_posted(questions: Iterable[Question], answers: Mapping[str, Value], language: str) -> dict[str, list[str]]:
    """Write stored answers as the form would post them, so that a page is filled in one way only."""
    posted: dict[str, list[str]] = {}
    for question in questions:
        value = answers.get(question.code) or ""
        texts = list(value) if isinstance(value, list) else [value]
        if question.kind is QuestionKind.NUMBER and language == "nl" and not is_dont_know(question, value):
            texts = [text.replace(".", ",") for text in texts]
        posted[question.code] = texts
        for choice in question.choices:
            other = answers.get(other_key(question.code, choice.code)) if choice.is_other else ""
            if isinstance(other, str) and other:
                posted[other_key(question.code, choice.code)] = [other]
    return posted


def fill_questions(
    page: Page, posted: Posted, *, asked: Collection[str], errors: Mapping[str, str], stored: Mapping[str, str]
) -> dict[str, str]:
    """Give the HTML of the places of all questions of the page.

    ``asked`` holds the codes of the questions that are shown; ``errors`` the sentence by question code; ``stored``
    what somebody else saved meanwhile, by question code.
    """
    places: dict[str, str] = {}
    for question in page.questions:
        _fill_answer(question, posted, places)
        if question.code not in asked:
            places[f"hidden:{question.code}"] = " hidden"
        if question.code in errors:
            _fill_error(question.code, errors[question.code], places)
        if question.code in stored:
            note = _("Saved meanwhile: %(answer)s") % {"answer": stored[question.code]}
            places[f"stored:{question.code}"] = f'<p class="note is-warning">{escape(note)}</p>'
            places[f"css:{question.code}"] = " is-open"
    return places


def in_words(question: Question, value: Value, language: str) -> str:
    """Say a stored answer as the respondent knows it: labels, not codes."""
    codes = value if isinstance(value, list) else [value]
    return ", ".join(_label(question, code, language) for code in codes)


def input_id(question: Question) -> str:
    """The id of the question's first input, for a link to it."""
    return f"id_{question.code}" if question.kind in TYPED_KINDS else f"id_{question.code}_0"


def _label(question: Question, code: str, language: str) -> str:
    if question.kind in TYPED_KINDS and not is_dont_know(question, code):
        return code.replace(".", ",") if question.kind is QuestionKind.NUMBER and language == "nl" else code
    if code == DONT_KNOW:
        return in_language(question.dont_know or {}, language)
    choice = question.choice_by_code.get(code)
    return in_language(choice.label, language) if choice else code


def _fill_answer(question: Question, posted: Posted, places: dict[str, str]) -> None:
    code = question.code
    given = posted.get(code, ())
    if question.kind not in TYPED_KINDS:
        for text in given:
            places[f"checked:{code}.{text}"] = " checked"
        _fill_other_texts(question, posted, places)
        return
    if question.dont_know is not None and DONT_KNOW in given:
        places[f"checked:{code}.{DONT_KNOW}"] = " checked"
        given = [text for text in given if text != DONT_KNOW]
    if given:
        places[f"value:{code}"] = escape(given[0])


def _fill_other_texts(question: Question, posted: Posted, places: dict[str, str]) -> None:
    for choice in question.choices:
        if choice.is_other:
            key = other_key(question.code, choice.code)
            places[f"value:{key}"] = escape(next(iter(posted.get(key, ())), ""))


def _fill_error(code: str, message: str, places: dict[str, str]) -> None:
    places[f"error:{code}"] = f'<p class="invalid-feedback" id="{code}-error">{escape(message)}</p>'
    places[f"invalid:{code}"] = ' aria-invalid="true"'
    places[f"css:{code}"] = " is-invalid"
