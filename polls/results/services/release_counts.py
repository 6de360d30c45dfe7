"""What of all responses decides what of single ones may leave: counts that add up over parts of them. Loads NumPy."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from polls.analysis.shapes import Shape, shape_of
from polls.analysis.table import ANSWERED, ChoiceColumn, Column, Missing, MultipleColumn, ResponseTable, TextColumn
from polls.codebook.answers import other_key
from polls.codebook.schema import Question, QuestionKind, Questionnaire

Combination = tuple[str | None, ...]
"""The attributes of a respondent, in the order of the questionnaire; None is unknown."""

NAME = re.compile(r"[a-z_][a-z0-9_]*")
"""A word of a condition that may be the name of an attribute or an answer."""


@dataclass
class ReleaseCounts:
    """Counts of ``n`` responses.

    ``alike``: how many have these attributes and these codes of the variables that were carried along (``carried``, in
    that order). ``asked``: of each question that is asked by what is known of somebody, the attributes of those who
    were. ``texts``: how many gave a text, by column.
    """

    carried: tuple[str, ...]
    n: int = 0
    alike: Counter[tuple[Combination, tuple[int, ...]]] = field(default_factory=Counter)
    asked: dict[str, set[Combination]] = field(default_factory=dict)
    texts: Counter[str] = field(default_factory=Counter)


def count_for_release(questionnaire: Questionnaire, tables: Iterable[ResponseTable]) -> ReleaseCounts:
    """Count the responses of all ``tables``, which have at least the variables that are ``needed``."""
    counts = ReleaseCounts(tuple(each.code for each in carried(questionnaire) if shape_of(each) is Shape.CHOICE))
    questions, texts = routed(questionnaire), _with_texts(questionnaire)
    for table in tables:
        counts.n += table.n
        _add_alike(counts, questionnaire, questions, table)
        for question in texts:
            counts.texts.update(dict(_text_counts(question, table.columns[question.code])))
    return counts


def needed(questionnaire: Questionnaire) -> set[str]:
    """Give the codes of the variables that are counted."""
    asked = {variable.code for question in routed(questionnaire) for variable in question.variables}
    return asked | {each.code for each in (*carried(questionnaire), *_with_texts(questionnaire))}


def routed(questionnaire: Questionnaire) -> list[Question]:
    """List the questions that are asked by what is known of somebody beforehand, or by answers that hang on it."""
    known = {*questionnaire.attributes, *(variable.code for variable in carried(questionnaire))}
    found = []
    for page in questionnaire.pages:
        for question in page.questions:
            if known & set(NAME.findall(f"{page.show_if} {question.show_if}")) and question.variables:
                known |= {question.code, *question.keys}
                found.append(question)
    return found


def carried(questionnaire: Questionnaire) -> list[Question]:
    """List the variables that the respondent did not answer: hidden ones, and texts that were put together."""
    return [
        variable
        for variable in questionnaire.variables
        if variable.kind is QuestionKind.HIDDEN
        or (variable.kind is QuestionKind.CALCULATED and shape_of(variable) is Shape.TEXT)
    ]


def _add_alike(
    counts: ReleaseCounts, questionnaire: Questionnaire, questions: Sequence[Question], table: ResponseTable
) -> None:
    attributes = [table.attributes[name] for name in questionnaire.attributes]
    codes = [_choice_codes(table.columns[code]) for code in counts.carried]
    # The zeros stand for everybody, where there is nothing to tell people apart by.
    rows = np.column_stack([np.zeros(table.n, np.int16), *(each.codes for each in attributes), *codes])
    found, places, sizes = np.unique(rows, axis=0, return_inverse=True, return_counts=True)
    names: list[Combination] = [
        tuple(each.values[code] if code >= 0 else None for each, code in zip(attributes, row[1:], strict=False))
        for row in found.tolist()
    ]
    carried_codes = [tuple(row[1 + len(attributes) :]) for row in found.tolist()]
    counts.alike.update(dict(zip(zip(names, carried_codes, strict=True), sizes.tolist(), strict=True)))
    for question in questions:
        asked = np.any([~_is_not_asked(table.columns[each.code]) for each in question.variables], axis=0)
        of_whom = np.unique(places.ravel()[asked]).tolist()
        counts.asked.setdefault(question.code, set()).update(names[place] for place in of_whom)


def _choice_codes(column: Column) -> NDArray[np.int16]:
    """Give the codes of a choice from 0 up, and -1 for whoever has none."""
    if not isinstance(column, ChoiceColumn):
        raise TypeError(f"{type(column).__name__} is no column of choices")
    return np.maximum(column.codes, -1).astype(np.int16)


def _is_not_asked(column: Column) -> NDArray[np.bool_]:
    statuses = column.codes if isinstance(column, ChoiceColumn) else column.status
    return np.asarray(statuses == Missing.NOT_ASKED)


def _with_texts(questionnaire: Questionnaire) -> list[Question]:
    return [
        variable
        for variable in questionnaire.variables
        if shape_of(variable) is Shape.TEXT or any(choice.is_other for choice in variable.options)
    ]


def _text_counts(question: Question, column: Column) -> Iterator[tuple[str, int]]:
    """Count the texts of a question: its own, or those of its "other, namely" choices."""
    if isinstance(column, TextColumn):
        yield question.code, int(np.count_nonzero(column.status == ANSWERED))
    for position, choice in enumerate(question.options):
        if choice.is_other and isinstance(column, ChoiceColumn | MultipleColumn):
            chosen = column.codes == position if isinstance(column, ChoiceColumn) else column.chosen[:, position]
            yield other_key(question.code, choice.code), int(np.count_nonzero(chosen))
