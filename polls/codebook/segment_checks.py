"""Problems of the segment variables: their source, their values and their population."""

from collections.abc import Iterator

from polls.codebook.condition_checks import option_codes
from polls.codebook.problem import Place, Problem, placed_segments, placed_variables, problem
from polls.codebook.schema import (
    POINT_KINDS,
    Channel,
    QuestionKind,
    Questionnaire,
    SegmentVariable,
    Source,
)

CLOSED_KINDS = POINT_KINDS | {
    QuestionKind.SINGLE,
    QuestionKind.MULTIPLE,
    QuestionKind.DROPDOWN,
    QuestionKind.SCALE,
    QuestionKind.IMAGE_CHOICE,
    QuestionKind.CONSENT,
    QuestionKind.HIDDEN,
}
"""Kinds with a fixed set of answers, by which respondents can be divided."""


def find_segment_problems(questionnaire: Questionnaire) -> Iterator[Problem]:
    for place, variable in placed_variables(questionnaire):
        yield from _source(place.at("source"), variable, questionnaire)
        if not variable.segments:
            yield problem("no_segments", place.at("segments"))
        yield from _segments(place, variable)
        yield from _unknown_values(place, variable, questionnaire)


def _source(place: Place, variable: SegmentVariable, questionnaire: Questionnaire) -> Iterator[Problem]:
    source = variable.source
    if not source:
        yield problem("missing_source", place)
    elif variable.source_kind is Source.CONTACT:
        if questionnaire.channel is Channel.OPEN:
            yield problem("contact_segment_in_open_poll", place, source=source)
    elif source not in questionnaire.question_by_code:
        yield problem("unknown_source", place, source=source)
    elif questionnaire.question_by_code[source].kind not in CLOSED_KINDS:
        yield problem("unsuited_source", place, source=source)


def _segments(place: Place, variable: SegmentVariable) -> Iterator[Problem]:
    segment_of: dict[str, str] = {}
    for at, segment in placed_segments(place, variable):
        if not any(segment.values):
            yield problem("no_values", at.at("values"))
        for value in dict.fromkeys(segment.values):
            if value in segment_of:
                yield problem("value_used_twice", at.at("values"), value=value, other=segment_of[value])
            segment_of.setdefault(value, segment.code)
        if segment.population is not None and segment.population < 0:
            yield problem("negative_population", at.at("population"))


def _unknown_values(place: Place, variable: SegmentVariable, questionnaire: Questionnaire) -> Iterator[Problem]:
    question = questionnaire.question_by_code.get(variable.source)
    if variable.source_kind is Source.CONTACT or question is None or question.kind not in CLOSED_KINDS:
        return
    known = option_codes(question)
    for at, segment in placed_segments(place, variable):
        for value in segment.values:
            if value and value not in known:
                listed = ", ".join(known)
                yield problem("unknown_value", at.at("values"), value=value, source=variable.source, known=listed)
