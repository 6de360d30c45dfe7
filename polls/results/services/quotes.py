"""Open answers released one by one as quotes, in the writer's own words, with marks where something is left out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from polls.codebook.schema import SegmentVariable
from polls.collection.models import Response
from polls.questionnaire.models import Poll, PollEvent
from polls.results.models import Quote
from polls.results.services.actors import Actor, key_of
from polls.results.services.open_text.places import (
    NotReadableError,
    OpenQuestion,
    folded,
    is_text,
    smallest_base,
    variables_to_filter,
    written_at,
)
from polls.results.services.open_text.work import StillOpenError

PAGE = 50
MARK = "[…]"
"""Stands where a quote leaves something out."""

IN_BRACKETS = re.compile(r"\[[^\[\]]*\]")
IDENTIFYING = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.-]+"  # an e-mail address
    r"|\bhttps?://\S+|\bwww\.\S+"  # a web address
    r"|(?:\+|\b0)\d[\d\s().-]{6,}\d"  # a telephone number
    r"|\b\d{4}\s?(?-i:[A-Z]{2})\b"  # a Dutch postcode
    r"|\b(?:dhr|mevr|mw|meneer|mevrouw|mr|mrs|ms)\b\.?\s+(?:[a-z]{2,3}\s+){0,2}(?-i:[A-Z])[\w-]+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class OpenAnswer:
    """One open answer, the words that are proposed for a quote, and the quote that was released of it, if any."""

    response_id: str
    text: str
    proposed: str
    quote: Quote | None


@dataclass(frozen=True)
class Found:
    """The answers that were asked for, of how many, and the variables by whose segments they may be looked at."""

    answers: tuple[OpenAnswer, ...]
    variables: tuple[SegmentVariable, ...]


class OtherWordsError(Exception):
    """The quote has words that the answer does not have, or leaves some out without a mark."""


def find_answers(
    poll: Poll, place: OpenQuestion, variables: Sequence[SegmentVariable], *, search: str = "", only: str = ""
) -> Found:
    """Give the answers at one place that hold all words of ``search``, in random order. Raises NotReadableError.

    ``only`` (``variable:segment``) leaves those of one segment, where that may be looked at by itself; else nothing.
    """
    written = written_at(poll, place, variables)
    offered = variables_to_filter(written, variables, smallest_base(poll))
    quotes = {str(quote.response_id): quote for quote in Quote.objects.filter(poll=poll, key=place.key)}
    wanted = folded(search)
    code, _colon, segment = only.partition(":")
    if only and code not in {variable.code for variable in offered}:
        written = []
    return Found(
        tuple(
            OpenAnswer(each.response_id, each.text, proposed(each.text), quotes.get(each.response_id))
            for each in written
            if wanted in folded(each.text) and (not only or segment in each.segments[code])
        ),
        tuple(offered),
    )


def proposed(text: str) -> str:
    """Propose the words of a quote: without addresses, numbers and names that can be told from their form."""
    return IDENTIFYING.sub(MARK, text)


def release_quote(poll: Poll, place: OpenQuestion, response_id: str, *, text: str, by: Actor, now: datetime) -> Quote:
    """Release (a part of) an open answer in these words, and leave an event that says who did. Raises NotReadableError.

    ``text`` may leave out what points at a person, with a mark; another release of the same answer replaces the former.
    Raises OtherWordsError, and StillOpenError before the poll is closed.
    """
    if poll.state != Poll.State.CLOSED:
        raise StillOpenError(poll.slug)
    response = Response.objects.filter(poll=poll, pk=response_id).first()
    if not place.may_be_read or response is None or not is_text(response.answers.get(place.key)):
        raise NotReadableError(place.key)
    original = response.answers[place.key]
    if not is_faithful(original, text):
        raise OtherWordsError(place.key)
    with transaction.atomic():
        quote, _is_new = Quote.objects.update_or_create(
            poll=poll,
            key=place.key,
            response_id=response_id,
            defaults={"text": text.strip() or original, "released_at": now, "released_by_id": key_of(by)},
        )
        _record(poll, place.key, "released", by, now)
    return quote


def is_faithful(original: str, quote: str) -> bool:
    """Whether a quote is the answer, or pieces of it in their order with a mark in brackets between them.

    Case, accents and white space do not count; what stands in brackets is the editor's.
    """
    rest = folded(original)
    for piece in map(folded, IN_BRACKETS.split(quote)):
        place = rest.find(piece)
        if place < 0:
            return False
        rest = rest[place + len(piece) :]
    return True


def withdraw_quote(quote: Quote, *, by: Actor, now: datetime) -> None:
    """Take a quote back; doing it twice changes nothing."""
    with transaction.atomic():
        if Quote.objects.filter(pk=quote.pk).delete()[0]:
            _record(quote.poll, quote.key, "withdrawn", by, now)


def _record(poll: Poll, key: str, what: str, by: Actor, now: datetime) -> None:
    PollEvent.objects.create(
        poll=poll, at=now, by_id=key_of(by), action=PollEvent.Action.QUOTED, detail={"question": key, "what": what}
    )
