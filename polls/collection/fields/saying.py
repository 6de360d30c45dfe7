"""A stored answer in words, and where on the page it was given."""

from collections.abc import Mapping

from polls.codebook.answers import DONT_KNOW, Value, is_answered, is_dont_know
from polls.codebook.answers.dates import date_in_words
from polls.codebook.schema import Choice, Question, QuestionKind, Row, in_language
from polls.collection.fields.filling import as_typed
from polls.collection.fields.kinds import FIELD_KINDS

DAY_KINDS = frozenset({QuestionKind.DATE, QuestionKind.MONTH})


def answer_in_words(question: Question, answers: Mapping[str, Value], language: str) -> str:
    """Say the stored answer to a question, of a matrix row by row; "" when there is none."""
    said = []
    for variable in question.variables:
        value = answers.get(variable.code)
        if value is not None and is_answered(value):
            words = in_words(variable, value, language)
            label = _label_of_part(question, variable.code, language)
            said.append(f"{label}: {words}" if label else words)
    return "; ".join(said)


def in_words(variable: Question, value: Value, language: str) -> str:
    """Say a stored answer as the respondent knows it: labels, not codes."""
    codes = value if isinstance(value, list) else [value]
    return ", ".join(_label(variable, code, language) for code in codes)


def input_id(question: Question, fields: tuple[str, ...] = ()) -> str:
    """The id of the question's first input, or of the first of ``fields``, for a link to it."""
    given = next((name for name in fields if name in question.keys or name != question.code), "")
    first = (given if question.kind is not QuestionKind.RANKING else "") or _first_field(question)
    kind = FIELD_KINDS[question.kind]
    is_one_input = kind.is_typed or ("." in first and not _has_options(question))
    return f"id_{first}" if is_one_input else f"id_{first}_0"


def _first_field(question: Question) -> str:
    if question.kind is QuestionKind.RANKING:
        return f"{question.code}.{question.choices[0].code}" if question.choices else question.code
    return next(iter(question.keys), question.code)


def _has_options(question: Question) -> bool:
    """Whether each part is a group of options, and not one input."""
    return question.kind in (QuestionKind.MATRIX_SINGLE, QuestionKind.MATRIX_MULTIPLE)


def _label_of_part(question: Question, key: str, language: str) -> str:
    parts: tuple[Row | Choice, ...] = (*question.rows, *question.choices)
    for part in parts:
        if key == f"{question.code}.{part.code}":
            return in_language(part.label, language)
    return ""


def _label(variable: Question, code: str, language: str) -> str:
    if code == DONT_KNOW and is_dont_know(variable, code):
        return in_language(variable.dont_know or {}, language)
    if variable.kind in DAY_KINDS:
        return in_language(date_in_words(code), language)
    choice = variable.choice_by_code.get(code)
    return in_language(choice.label, language) if choice else as_typed(variable, code, language)
