"""Where respondents write in their own words, and what they wrote, for who may read it."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTransform

from polls.codebook.answers import DONT_KNOW, other_key
from polls.codebook.schema import TEXT_KINDS, Question, Questionnaire, SegmentVariable, Source
from polls.collection.models import Response
from polls.questionnaire.models import Poll

SMALLEST_BASE = 10
"""So many people must have answered a question openly before anybody reads what they wrote."""


@dataclass(frozen=True)
class OpenQuestion:
    """A place where respondents write: a question, or a choice "other, namely". ``base``: how many wrote something.

    ``may_be_read``: whether they are enough; else ``base`` is not told.
    """

    key: str
    question: Question
    base: int
    may_be_read: bool


@dataclass(frozen=True)
class Written:
    """What one respondent wrote at a place, and the segments they are in, by variable."""

    response_id: str
    text: str
    segments: Mapping[str, frozenset[str]]


class NotReadableError(Exception):
    """The answer is not there, or too few people wrote one for anybody to read it."""


def smallest_base(poll: Poll) -> int:
    """Say how many must have written at a place before it is read."""
    return max(poll.minimum_base, SMALLEST_BASE)


def open_questions(poll: Poll, questionnaire: Questionnaire) -> list[OpenQuestion]:
    """Give every place where respondents of the poll write, with how many did."""
    return [_counted(poll, key, question) for key, question in _places(questionnaire)]


def place_at(poll: Poll, questionnaire: Questionnaire, key: str) -> OpenQuestion | None:
    """Give one such place; None where there is none."""
    known = dict(_places(questionnaire))
    return _counted(poll, key, known[key]) if key in known else None


def texts_at(poll: Poll, place: OpenQuestion) -> dict[str, str]:
    """Give what was written at a place by the key of the response, in the order of these random keys.

    Raises NotReadableError.
    """
    if not place.may_be_read:
        raise NotReadableError(place.key)
    rows = _texts(poll, place.key).order_by("pk")
    return {str(pk): text for pk, text in rows.iterator() if is_text(text)}


def written_at(poll: Poll, place: OpenQuestion, variables: Sequence[SegmentVariable]) -> list[Written]:
    """Give what was written at a place with the segments of those who did, in random order. Raises NotReadableError."""
    if not place.may_be_read:
        raise NotReadableError(place.key)
    rows = Response.objects.filter(poll=poll).order_by("pk").values_list("pk", "answers", "attributes")
    return [
        Written(str(pk), text, {each.code: _segments(each, answers, attributes) for each in variables})
        for pk, answers, attributes in rows.iterator()
        if is_text(text := answers.get(place.key))
    ]


def variables_to_filter(
    written: Sequence[Written], variables: Sequence[SegmentVariable], smallest: int
) -> list[SegmentVariable]:
    """Give the variables by which answers may be looked at, the first ones first.

    An answer is known by its words. Whoever looks at it in one segment after the other learns all segments of its
    writer; so every combination of segments of these variables is that of at least ``smallest`` writers.
    """
    kept: list[SegmentVariable] = []
    for variable in variables:
        sizes: dict[tuple[frozenset[str], ...], int] = {}
        for each in written:
            cell = tuple(each.segments[one.code] for one in (*kept, variable))
            sizes[cell] = sizes.get(cell, 0) + 1
        if len({cell[-1] for cell in sizes}) > 1 and min(sizes.values()) >= smallest:
            kept.append(variable)
    return kept


def folded(text: str) -> str:
    """Write a text as it is searched: without case and accents, with single spaces."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return " ".join(plain.casefold().split())


def is_text(value: object) -> bool:
    """Whether an answer is something that somebody wrote."""
    return isinstance(value, str) and bool(value.strip()) and value != DONT_KNOW


def _counted(poll: Poll, key: str, question: Question) -> OpenQuestion:
    count = sum(is_text(text) for _pk, text in _texts(poll, key).iterator())
    return OpenQuestion(key, question, count, count >= smallest_base(poll))


def _texts(poll: Poll, key: str) -> QuerySet[Response, Any]:
    return Response.objects.filter(poll=poll).annotate(text=KeyTransform(key, "answers")).values_list("pk", "text")


def _places(questionnaire: Questionnaire) -> Iterator[tuple[str, Question]]:
    for question in questionnaire.variables:
        if question.kind in TEXT_KINDS:
            yield question.code, question
        for choice in question.options:
            if choice.is_other:
                yield other_key(question.code, choice.code), question


def _segments(
    variable: SegmentVariable, answers: Mapping[str, object], attributes: Mapping[str, object]
) -> frozenset[str]:
    known = attributes if variable.source_kind is Source.CONTACT else answers
    given = known.get(variable.source)
    values = set(given) if isinstance(given, list) else {given}
    return frozenset(each.code for each in variable.segments if values & set(each.values))
