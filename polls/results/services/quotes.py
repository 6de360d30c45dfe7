"""Open answers: read by an analyst where enough people gave one, released one by one. Nowhere else is their text."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from polls.codebook.answers import DONT_KNOW, other_key
from polls.codebook.schema import TEXT_KINDS, Question, Questionnaire
from polls.collection.models import Response
from polls.questionnaire.models import Poll, PollEvent
from polls.results.models import Quote
from polls.results.services.actors import Actor, key_of

SMALLEST_BASE = 10
"""So many people must have answered a question openly before anybody reads what they wrote."""

PAGE = 50


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
class OpenAnswer:
    """One open answer, and the quote that was released of it, if any."""

    response_id: str
    text: str
    quote: Quote | None


class NotReadableError(Exception):
    """The answer is not there, or too few people wrote one for anybody to read it."""


class StillOpenError(Exception):
    """The poll is open: what respondents wrote is released when all have answered."""


def open_questions(poll: Poll, questionnaire: Questionnaire) -> list[OpenQuestion]:
    """Give every place where respondents of the poll write, with how many did."""
    places = list(_places(questionnaire))
    counts = dict.fromkeys((key for key, _question in places), 0)
    for answers in Response.objects.filter(poll=poll).values_list("answers", flat=True).iterator():
        for key in counts:
            counts[key] += _is_text(answers.get(key))
    smallest = max(poll.minimum_base, SMALLEST_BASE)
    return [OpenQuestion(key, question, counts[key], counts[key] >= smallest) for key, question in places]


def open_answers(poll: Poll, place: OpenQuestion, *, search: str = "") -> list[OpenAnswer]:
    """Give the answers at one place that hold ``search``, in random order. Raises NotReadableError."""
    if not place.may_be_read:
        raise NotReadableError(place.key)
    quotes = {str(quote.response_id): quote for quote in Quote.objects.filter(poll=poll, key=place.key)}
    wanted = search.casefold().strip()
    rows = Response.objects.filter(poll=poll).order_by("pk").values_list("pk", "answers")
    return [
        OpenAnswer(str(pk), text, quotes.get(str(pk)))
        for pk, answers in rows.iterator()
        if _is_text(text := answers.get(place.key)) and wanted in text.casefold()
    ]


def release_quote(poll: Poll, place: OpenQuestion, response_id: str, *, text: str, by: Actor, now: datetime) -> Quote:
    """Release (a part of) an open answer in these words, and leave an event that says who did. Raises NotReadableError.

    ``text`` may leave out what points at a person; another release of the same answer replaces the former. Raises
    StillOpenError before the poll is closed.
    """
    if poll.state != Poll.State.CLOSED:
        raise StillOpenError(poll.slug)
    response = Response.objects.filter(poll=poll, pk=response_id).first()
    if not place.may_be_read or response is None or not _is_text(response.answers.get(place.key)):
        raise NotReadableError(place.key)
    with transaction.atomic():
        quote, _is_new = Quote.objects.update_or_create(
            poll=poll,
            key=place.key,
            response_id=response_id,
            defaults={
                "text": text.strip() or response.answers[place.key],
                "released_at": now,
                "released_by_id": key_of(by),
            },
        )
        _record(poll, place.key, "released", by, now)
    return quote


def withdraw_quote(quote: Quote, *, by: Actor, now: datetime) -> None:
    """Take a quote back; doing it twice changes nothing."""
    with transaction.atomic():
        if Quote.objects.filter(pk=quote.pk).delete()[0]:
            _record(quote.poll, quote.key, "withdrawn", by, now)


def _record(poll: Poll, key: str, what: str, by: Actor, now: datetime) -> None:
    PollEvent.objects.create(
        poll=poll, at=now, by_id=key_of(by), action=PollEvent.Action.QUOTED, detail={"question": key, "what": what}
    )


def _places(questionnaire: Questionnaire) -> Iterator[tuple[str, Question]]:
    for question in questionnaire.variables:
        if question.kind in TEXT_KINDS:
            yield question.code, question
        for choice in question.options:
            if choice.is_other:
                yield other_key(question.code, choice.code), question


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and value != DONT_KNOW
