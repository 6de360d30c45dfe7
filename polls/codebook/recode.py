"""A recode map: how the answers of an earlier wave read in the variables and codes of a later one.

The map goes from the earlier poll to the later one. A variable is what is tabulated: a question, a row of a matrix
(``question.row``), an amount of an allocation. Several earlier codes may fall in one later code (a choice that was
merged); an earlier code goes to one later code at most, and one that goes nowhere has no equivalent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from polls.codebook.answers import DONT_KNOW, Answers, Value
from polls.codebook.schema import Question, QuestionKind, Questionnaire, Text

FORMAT = "recode/1"


class Family(StrEnum):
    """What an answer is made of; only within a family do answers go over from one wave to the next."""

    CODES = "codes"
    AMOUNT = "amount"
    TEXT = "text"


FAMILIES: Mapping[QuestionKind, Family] = {
    QuestionKind.SINGLE: Family.CODES,
    QuestionKind.MULTIPLE: Family.CODES,
    QuestionKind.SCALE: Family.CODES,
    QuestionKind.RATING: Family.CODES,
    QuestionKind.NUMBER: Family.AMOUNT,
    QuestionKind.SHORT_TEXT: Family.TEXT,
    QuestionKind.LONG_TEXT: Family.TEXT,
    QuestionKind.DROPDOWN: Family.CODES,
    QuestionKind.NPS: Family.CODES,
    QuestionKind.STARS: Family.CODES,
    QuestionKind.MATRIX_SINGLE: Family.CODES,
    QuestionKind.MATRIX_MULTIPLE: Family.CODES,
    QuestionKind.MATRIX_NUMBER: Family.AMOUNT,
    QuestionKind.RANKING: Family.CODES,
    QuestionKind.ALLOCATION: Family.AMOUNT,
    QuestionKind.SLIDER: Family.AMOUNT,
    QuestionKind.DATE: Family.TEXT,
    QuestionKind.MONTH: Family.TEXT,
    QuestionKind.IMAGE_CHOICE: Family.CODES,
    QuestionKind.FILE: Family.TEXT,
    QuestionKind.INFORMATION: Family.TEXT,
    QuestionKind.HIDDEN: Family.CODES,
    QuestionKind.CALCULATED: Family.AMOUNT,
    QuestionKind.CONSENT: Family.CODES,
}


@dataclass(frozen=True)
class VariableRecode:
    """One variable of the earlier poll and its equivalent in the later one.

    ``codes`` leads from an earlier choice code to a later one; a code that is not in it has no equivalent. It is
    empty for amounts and texts, which go over as they are.
    """

    source: str
    target: str
    codes: Mapping[str, str] = field(default_factory=dict)

    def code(self, earlier: str) -> str | None:
        """Give the later code; None where there is no equivalent. Don't know stays don't know."""
        return DONT_KNOW if earlier == DONT_KNOW else self.codes.get(earlier)


@dataclass(frozen=True)
class RecodeMap:
    """The equivalents of an earlier poll's variables in a later poll, each earlier variable at most once."""

    variables: tuple[VariableRecode, ...] = ()

    @cached_property
    def by_source(self) -> Mapping[str, VariableRecode]:
        """By the variable of the earlier poll."""
        return {variable.source: variable for variable in self.variables}

    @cached_property
    def by_target(self) -> Mapping[str, VariableRecode]:
        """By the variable of the later poll."""
        return {variable.target: variable for variable in self.variables}

    def code(self, source: str, earlier: str) -> str | None:
        """Give the later code of an earlier variable's code; None where variable or code has no equivalent."""
        variable = self.by_source.get(source)
        return None if variable is None else variable.code(earlier)

    def recode(self, answers: Mapping[str, Value]) -> Answers:
        """Write answers of the earlier poll in the variables and codes of the later one.

        What has no equivalent is left out: the variable, or of a multiple the code. A single answer without an
        equivalent leaves the variable out, as if it had not been asked. Skipped stays skipped.
        """
        recoded: Answers = {}
        for variable in self.variables:
            if variable.source in answers:
                value = _recoded(variable, answers[variable.source])
                if value is not None:
                    recoded[variable.target] = value
        return recoded


def suggest(earlier: Questionnaire, later: Questionnaire) -> RecodeMap:
    """Propose a map: variables of equal code, else of equal text; of those the choices of equal code, else label.

    Only variables of the same family are joined, and each later variable is used once. In the later poll's order.
    """
    joined: dict[str, tuple[Question, Question]] = {}
    for is_same in (_has_same_code, _has_same_text):
        used = {old.code for old, _ in joined.values()}
        for new in variables_of(later):
            if new.code in joined:
                continue
            found = next((old for old in variables_of(earlier) if old.code not in used and is_same(old, new)), None)
            if found is not None:
                joined[new.code] = (found, new)
                used.add(found.code)
    in_order = (joined[new.code] for new in variables_of(later) if new.code in joined)
    return RecodeMap(tuple(VariableRecode(old.code, new.code, suggest_codes(old, new)) for old, new in in_order))


def suggest_codes(earlier: Question, later: Question) -> dict[str, str]:
    """Propose the equivalents of the choices: the same code where both have it, else the same label."""
    equivalents: dict[str, str] = {}
    for choice in earlier.options:
        if choice.code in later.choice_by_code:
            equivalents[choice.code] = choice.code
        elif same := next((new for new in later.options if _reads_alike(choice.label, new.label)), None):
            equivalents[choice.code] = same.code
    return equivalents


def variables_of(questionnaire: Questionnaire) -> Iterable[Question]:
    """The variables that have answers, each as a question of its own."""
    return questionnaire.variables


def to_document(recode_map: RecodeMap) -> dict[str, Any]:
    """Write the map as plain JSON types, with the name of the format."""
    variables = [
        {"source": variable.source, "target": variable.target, "codes": dict(variable.codes)}
        for variable in recode_map.variables
    ]
    return {"format": FORMAT, "variables": variables}


def from_document(document: Mapping[str, Any]) -> RecodeMap:
    """Read back what ``to_document`` wrote. Raises ValueError when the format is another."""
    if document.get("format") != FORMAT:
        raise ValueError(f"not a {FORMAT} document: {document.get('format')!r}")
    return RecodeMap(tuple(VariableRecode(**variable) for variable in document["variables"]))


def _recoded(variable: VariableRecode, value: Value) -> Value | None:
    if isinstance(value, list):
        later = (variable.code(code) for code in value)
        kept = list(dict.fromkeys(code for code in later if code is not None))
        return kept if kept or not value else None
    if value in ("", DONT_KNOW) or not variable.codes:
        return value
    return variable.code(value)


def _has_same_code(old: Question, new: Question) -> bool:
    return old.code == new.code and FAMILIES[old.kind] is FAMILIES[new.kind]


def _has_same_text(old: Question, new: Question) -> bool:
    return FAMILIES[old.kind] is FAMILIES[new.kind] and _reads_alike(old.text, new.text)


def _reads_alike(one: Text, other: Text) -> bool:
    """Whether both read the same, apart from spacing and capitals, in a language that both have."""
    return any(_plain(text) == _plain(other.get(language, "")) for language, text in one.items() if _plain(text))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
