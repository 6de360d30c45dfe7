"""The variables and answers of a poll, from its questionnaire and its response table."""

from collections.abc import Callable, Iterator, Mapping
from typing import cast

import numpy as np

from polls.analysis.segments import divide
from polls.analysis.shapes import Shape, shape_of
from polls.analysis.table import (
    ANSWERED,
    AttributeColumn,
    ChoiceColumn,
    Column,
    Missing,
    MultipleColumn,
    RankColumn,
    ResponseTable,
)
from polls.analysis.tabulation.data import Answers
from polls.analysis.tabulation.variables import BASE_RULES, Kind, Net, Option, Variable
from polls.codebook.kinds import QuestionKind
from polls.codebook.schema import Question, Questionnaire, SegmentVariable, in_language

SCORED: Mapping[QuestionKind, Kind] = {
    QuestionKind.SCALE: Kind.SCALE,
    QuestionKind.RATING: Kind.RATING,
    QuestionKind.STARS: Kind.RATING,
    QuestionKind.NPS: Kind.NPS,
}
"""Kinds of question of which the answers are points; any other choice is one of several names."""

KINDS: Mapping[Shape, Kind | None] = {
    Shape.CHOICE: Kind.SINGLE,
    Shape.TICKS: Kind.MULTIPLE,
    Shape.ORDER: Kind.RANKING,
    Shape.NUMBER: Kind.NUMBER,
    Shape.DAY: Kind.NUMBER,
    Shape.MONTH: Kind.NUMBER,
    Shape.TEXT: None,
}
"""None: texts are not tabulated."""

SEGMENTS = "segments."
"""What stands before the code of a segment variable among the variables of a table."""


def answers_of(questionnaire: Questionnaire, table: ResponseTable, language: str) -> Answers:
    """Make everything of a poll that can be tabulated.

    Each variable goes by its code, an allocation as a whole by that of its question, a segment variable by
    ``segments.`` and its code; contact attributes are there for conditions.
    """
    variables: dict[str, Variable] = {}
    columns: dict[str, Column] = {}
    for name, attribute in table.attributes.items():
        variables[name], columns[name] = _attribute(name, attribute)
    for question in questionnaire.variables:
        columns |= _columns(question, table)
        made = _variable(question, language)
        if made is not None:
            variables[question.code] = made
    for question in questionnaire.questions:
        if question.kind is QuestionKind.ALLOCATION:
            variables[question.code] = _allocation(question, language)
    for segment_variable in questionnaire.segment_variables:
        code = SEGMENTS + segment_variable.code
        variables[code], columns[code] = _segments(questionnaire, table, segment_variable, code, language)
    return Answers(
        table.n,
        variables,
        columns,
        open_ended=frozenset(table.attributes),
        source=questionnaire.slug,
        digest=table.digest(),
    )


def rows_of(questionnaire: Questionnaire, code: str) -> tuple[str, ...]:
    """Give the variables that a code stands for: those of the rows of a matrix, else the one of that code."""
    question = questionnaire.question_by_code.get(code)
    if question is None or question.kind is QuestionKind.ALLOCATION:
        return (code,)
    return question.keys


def _variable(question: Question, language: str) -> Variable | None:
    kind = KINDS[shape_of(question)]
    if kind is None:
        return None
    kind = SCORED.get(question.kind, kind)
    options = tuple(_options(question, kind, language))
    return Variable(
        code=question.code,
        label=in_language(question.text, language),
        kind=kind,
        options=options,
        dont_know=None if question.dont_know is None else in_language(question.dont_know, language),
        base_rule=question.base_rule,
        nets=_nets(kind, options),
    )


def _options(question: Question, kind: Kind, language: str) -> Iterator[Option]:
    if kind is Kind.NUMBER:
        return
    for place, choice in enumerate(question.options):
        point: float | None = None
        if kind is Kind.SCALE:
            point = place + 1.0
        elif kind in (Kind.RATING, Kind.NPS):
            point = float(question.lowest + place)
        yield Option(choice.code, in_language(choice.label, language), point)


def _nets(kind: Kind, options: tuple[Option, ...]) -> tuple[Net, ...]:
    codes = tuple(option.code for option in options)
    if kind is not Kind.SCALE or len(codes) < 4:
        return ()
    return (Net("top2", "Top 2", codes[-2:]), Net("bottom2", "Bottom 2", codes[:2]))


def _allocation(question: Question, language: str) -> Variable:
    options = tuple(Option(choice.code, in_language(choice.label, language)) for choice in question.choices)
    label = in_language(question.text, language)
    return Variable(question.code, label, Kind.ALLOCATION, options, base_rule=BASE_RULES[Kind.ALLOCATION])


def _columns(question: Question, table: ResponseTable) -> dict[str, Column]:
    column = table.columns[question.code]
    return SPLIT.get(type(column), _whole)(question, column)


def _whole(question: Question, column: Column) -> dict[str, Column]:
    return {question.code: column}


def _ranks(question: Question, column: Column) -> dict[str, Column]:
    """Give a column for each thing: the place of its rank, or that it was not ranked (as skipped)."""
    ranked = cast(RankColumn, column)
    parts = {}
    for place, choice in enumerate(question.options):
        ranks = ranked.ranks[:, place]
        unranked = np.where(ranked.status == ANSWERED, np.int8(Missing.SKIPPED), ranked.status)
        parts[f"{question.code}.{choice.code}"] = ChoiceColumn(np.where(ranks > 0, ranks - 1, unranked).astype(np.int8))
    return {question.code: _as_ticks(ranked), **parts}


def _as_ticks(ranked: RankColumn) -> MultipleColumn:
    """What was ranked at all, for conditions."""
    return MultipleColumn(ranked.ranks > 0, ranked.status)


SPLIT: Mapping[type[Column], Callable[[Question, Column], dict[str, Column]]] = {RankColumn: _ranks}


def _attribute(name: str, attribute: AttributeColumn) -> tuple[Variable, Column]:
    options = tuple(Option(value, value) for value in attribute.values)
    codes = np.where(attribute.codes < 0, np.int16(Missing.NOT_ASKED), attribute.codes).astype(np.int16)
    return Variable(name, name, Kind.SINGLE, options), ChoiceColumn(codes)


def _segments(
    questionnaire: Questionnaire, table: ResponseTable, variable: SegmentVariable, code: str, language: str
) -> tuple[Variable, Column]:
    """Make a segment variable that heads a table: one segment each, or several where they overlap."""
    options = tuple(Option(each.code, in_language(each.label, language)) for each in variable.segments)
    sizes = {each.code: each.population for each in variable.segments if each.population is not None}
    label = in_language(variable.label, language)
    division = divide(questionnaire, table, variable)
    if division.is_overlapping:
        chosen = np.column_stack([division.members(place) for place in range(len(options))])
        status = np.where(chosen.any(axis=1), np.int8(ANSWERED), np.int8(Missing.SKIPPED))
        return Variable(code, label, Kind.MULTIPLE, options, populations=sizes), MultipleColumn(chosen, status)
    keys = division.keys[0].astype(np.int16)
    codes = np.where(keys == len(options), np.int16(Missing.SKIPPED), keys).astype(np.int16)
    return Variable(code, label, Kind.SINGLE, options, populations=sizes), ChoiceColumn(codes)
