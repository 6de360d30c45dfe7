"""Which types a question or an attribute can serve as in an expression."""

from collections.abc import Mapping

from polls.codebook.numerals import PLAIN
from polls.codebook.rule_functions import Type
from polls.codebook.rule_types import ANYTHING, Types
from polls.codebook.schema import Question, QuestionKind, Questionnaire

_CODE: Types = frozenset({Type.CODE, Type.TEXT})
_CODES: Types = frozenset({Type.CODES})
_TEXT: Types = frozenset({Type.TEXT})
_NUMBER: Types = frozenset({Type.NUMBER})

TYPES: Mapping[QuestionKind, Types] = {
    QuestionKind.SINGLE: _CODE,
    QuestionKind.MULTIPLE: _CODES,
    QuestionKind.SCALE: _CODE,
    QuestionKind.RATING: _CODE,
    QuestionKind.NUMBER: _NUMBER,
    QuestionKind.SHORT_TEXT: _TEXT,
    QuestionKind.LONG_TEXT: _TEXT,
    QuestionKind.DROPDOWN: _CODE,
    QuestionKind.NPS: _CODE,
    QuestionKind.STARS: _CODE,
    QuestionKind.MATRIX_SINGLE: _CODE,
    QuestionKind.MATRIX_MULTIPLE: _CODES,
    QuestionKind.MATRIX_NUMBER: _NUMBER,
    QuestionKind.RANKING: _CODES,
    QuestionKind.ALLOCATION: _NUMBER,
    QuestionKind.SLIDER: _NUMBER,
    QuestionKind.DATE: frozenset({Type.DATE}),
    QuestionKind.MONTH: frozenset({Type.MONTH}),
    QuestionKind.IMAGE_CHOICE: _CODE,
    QuestionKind.FILE: _TEXT,
    QuestionKind.INFORMATION: frozenset(),
    QuestionKind.HIDDEN: _CODE,
    QuestionKind.CALCULATED: _NUMBER | _TEXT,
    QuestionKind.CONSENT: _CODE,
}
"""What an answer of each kind is. One answer of which every code is a number is a number as well."""


def types_of(questionnaire: Questionnaire, name: str) -> Types:
    """Give the types of the name; an attribute may hold anything, and so may a name that is not known."""
    question = questionnaire.variable_by_code.get(name)
    return ANYTHING if question is None else types_of_question(question)


def types_of_question(question: Question) -> Types:
    types = TYPES[question.kind]
    is_numbered = bool(question.options) and all(PLAIN.fullmatch(choice.code) for choice in question.options)
    return types | _NUMBER if Type.CODE in types and is_numbered else types
