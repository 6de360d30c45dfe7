"""Which types a question or an attribute can serve as in an expression."""

from collections.abc import Mapping

from polls.codebook.numerals import PLAIN
from polls.codebook.rule_functions import Type
from polls.codebook.rule_types import ANYTHING, Types
from polls.codebook.schema import Question, QuestionKind, Questionnaire

_CODE: Types = frozenset({Type.CODE, Type.TEXT})
_TEXT: Types = frozenset({Type.TEXT})
_NUMBER: Types = frozenset({Type.NUMBER})

TYPES: Mapping[QuestionKind, Types] = {
    QuestionKind.SINGLE: _CODE,
    QuestionKind.MULTIPLE: frozenset({Type.CODES}),
    QuestionKind.SCALE: _CODE,
    QuestionKind.RATING: _CODE,
    QuestionKind.NUMBER: _NUMBER,
    QuestionKind.SHORT_TEXT: _TEXT,
    QuestionKind.LONG_TEXT: _TEXT,
}
"""What an answer of each kind is. One answer of which every code is a number is a number as well."""


def types_of(questionnaire: Questionnaire, name: str) -> Types:
    """Give the types of the name; an attribute may hold anything, and so may a name that is not known."""
    question = questionnaire.question_by_code.get(name)
    return ANYTHING if question is None else types_of_question(question)


def types_of_question(question: Question) -> Types:
    types = TYPES[question.kind]
    is_numbered = bool(question.options) and all(PLAIN.fullmatch(choice.code) for choice in question.options)
    return types | _NUMBER if Type.CODE in types and is_numbered else types
