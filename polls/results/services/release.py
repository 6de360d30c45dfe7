"""What of single responses may leave in a file.

In an anonymous poll a row must not stand out by its segments or by its own words: a column of attributes stays only
while every combination of those in the file is shared by at least k respondents, and a column of texts only when at
least ten gave one. A hidden variable came with the link or the contact: one with choices counts as an attribute, any
other stays out, and so does a text that was put together from answers and attributes. Loads NumPy.
"""

from dataclasses import dataclass, replace

import numpy as np

from polls.analysis.disclosure import SMALLEST_TEXT_BASE
from polls.analysis.shapes import Shape, shape_of
from polls.analysis.table import ANSWERED, ChoiceColumn, MultipleColumn, ResponseTable, TextColumn
from polls.codebook.answers import other_key
from polls.codebook.schema import Choice, Question, QuestionKind, Questionnaire, Source


@dataclass(frozen=True)
class Release:
    """``questionnaire`` holds only what may leave; the rest is named, so that people can be told."""

    questionnaire: Questionnaire
    left_out_attributes: tuple[str, ...] = ()
    left_out_texts: tuple[str, ...] = ()


def release_of(questionnaire: Questionnaire, table: ResponseTable) -> Release | None:
    """Say what a file of the responses in ``table`` may hold; None when it may hold nothing at all."""
    if not questionnaire.is_anonymous:
        return Release(questionnaire)
    if table.n < questionnaire.minimum_base:
        return None
    kept = _kept_attributes(questionnaire, table)
    gone = tuple(name for name in questionnaire.attributes if name not in kept)
    carried = (code for code in _carried(questionnaire) if code not in kept)
    texts = (*carried, *_rare_texts(questionnaire, table))
    return Release(_without(questionnaire, gone, texts), gone, texts)


def _kept_attributes(questionnaire: Questionnaire, table: ResponseTable) -> list[str]:
    """Take the attributes in their order, each while no combination of those taken becomes rarer than k.

    Hidden variables with choices come after them, by their codes.
    """
    kept: list[str] = []
    cells = np.zeros(table.n, np.int64)
    known = {name: table.attributes[name].codes for name in questionnaire.attributes}
    for code in _carried(questionnaire):
        column = table.columns[code]
        if isinstance(column, ChoiceColumn):
            known[code] = np.maximum(column.codes, -1)
    for name, found in known.items():
        codes = found.astype(np.int64) + 1
        finer = cells * (codes.max(initial=0) + 1) + codes
        _, index, sizes = np.unique(finer, return_inverse=True, return_counts=True)
        if sizes.min(initial=questionnaire.minimum_base) >= questionnaire.minimum_base:
            kept.append(name)
            cells = index
    return kept


def _carried(questionnaire: Questionnaire) -> list[str]:
    """List the variables that the respondent did not answer: hidden ones, and texts that were put together."""
    return [
        variable.code
        for variable in questionnaire.variables
        if variable.kind is QuestionKind.HIDDEN
        or (variable.kind is QuestionKind.CALCULATED and shape_of(variable) is Shape.TEXT)
    ]


def _rare_texts(questionnaire: Questionnaire, table: ResponseTable) -> list[str]:
    return [
        column
        for question in questionnaire.variables
        for column, count in _text_counts(question, table)
        if count < SMALLEST_TEXT_BASE
    ]


def _text_counts(question: Question, table: ResponseTable) -> list[tuple[str, int]]:
    """Count the texts of a question: its own, or those of its "other, namely" choices."""
    column = table.columns[question.code]
    if isinstance(column, TextColumn):
        return [(question.code, int(np.count_nonzero(column.status == ANSWERED)))]
    counts = []
    for position, choice in enumerate(question.options):
        if choice.is_other and isinstance(column, ChoiceColumn | MultipleColumn):
            chosen = column.codes == position if isinstance(column, ChoiceColumn) else column.chosen[:, position]
            counts.append((other_key(question.code, choice.code), int(np.count_nonzero(chosen))))
    return counts


def _without(questionnaire: Questionnaire, attributes: tuple[str, ...], texts: tuple[str, ...]) -> Questionnaire:
    pages = tuple(
        replace(
            page,
            questions=tuple(
                _without_texts(question, texts) for question in page.questions if question.code not in texts
            ),
        )
        for page in questionnaire.pages
    )
    variables = tuple(
        variable
        for variable in questionnaire.segment_variables
        if variable.source_kind is not Source.CONTACT or variable.source not in attributes
    )
    return replace(questionnaire, pages=pages, segment_variables=variables)


def _without_texts(question: Question, texts: tuple[str, ...]) -> Question:
    def closed(choice: Choice) -> Choice:
        return replace(choice, is_other=False) if other_key(question.code, choice.code) in texts else choice

    return replace(question, choices=tuple(closed(choice) for choice in question.choices))
