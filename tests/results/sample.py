"""A poll with every kind of question, and responses to it."""

import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from polls.codebook import schema
from polls.codebook.document import digest, to_document
from polls.codebook.schema import Choice, Page, Question, QuestionKind, Questionnaire, Segment, SegmentVariable, Source
from polls.collection.models import Response
from polls.questionnaire.models import Poll, QuestionnaireVersion

NOW = datetime(2025, 3, 4, 12, 0, tzinfo=UTC)
_turns = count(1)


def later() -> datetime:
    """Give ``NOW`` moved on by a microsecond more at each call: what was asked for last is then the newest."""
    return NOW + timedelta(microseconds=next(_turns))


def both(dutch: str, english: str) -> dict[str, str]:
    return {"nl": dutch, "en": english}


def choices(**labels: str) -> tuple[Choice, ...]:
    return tuple(Choice(code, both(label, label), is_other=code == "other") for code, label in labels.items())


def questionnaire(slug: str = "sample", *, is_anonymous: bool = False, minimum_base: int = 5) -> Questionnaire:
    opinion = Question(
        "opinion",
        QuestionKind.SCALE,
        both("Hoe staat u tegenover uitbesteden?", "What do you think of outsourcing?"),
        choices=choices(p1="Zeer negatief", p2="Negatief", p3="Neutraal", p4="Positief", p5="Zeer positief"),
        dont_know=both("Weet ik niet", "Don't know"),
    )
    criterion = Question(
        "criterion",
        QuestionKind.SINGLE,
        both("Wat is het belangrijkste criterium?", "What is the most important criterion?"),
        choices=choices(quality="Kwaliteit", price="Prijs", other="Anders, namelijk"),
        show_if="role = inhouse",
        dont_know=both("Weet ik niet", "Don't know"),
    )
    channels = Question(
        "channels",
        QuestionKind.MULTIPLE,
        both("Welke kanalen gebruikt u?", "Which channels do you use?"),
        choices=choices(phone="Telefoon", mail="E-mail", chat="Chat", other="Anders"),
        dont_know=both("Weet ik niet", "Don't know"),
    )
    grade = Question("grade", QuestionKind.RATING, both("Welk cijfer geeft u?", "Which grade do you give?"))
    seats = Question(
        "seats",
        QuestionKind.NUMBER,
        both("Hoeveel werkplekken heeft u?", "How many seats do you have?"),
        minimum=0,
        decimals=1,
        dont_know=both("Weet ik niet", "Don't know"),
    )
    remark = Question("remark", QuestionKind.LONG_TEXT, both("Nog opmerkingen?", "Any remarks?"))
    return Questionnaire(
        slug,
        both("Uitbesteden", "Outsourcing"),
        pages=(Page("first", (opinion, criterion, channels)), Page("last", (grade, seats, remark))),
        privacy=both("Anoniem.", "Anonymous."),
        is_anonymous=is_anonymous,
        minimum_base=minimum_base,
        segment_variables=(role_variable(), channel_variable()),
    )


def role_variable() -> SegmentVariable:
    segments = (
        Segment("inhouse", both("Inhouse", "Inhouse"), ("inhouse",)),
        Segment("bpo", both("Facilitair", "Outsourcer"), ("bpo",)),
    )
    return SegmentVariable("role", both("Soort contactcenter", "Kind of centre"), Source.CONTACT, "role", segments)


def channel_variable() -> SegmentVariable:
    segments = (
        Segment("calls", both("Belt", "Calls"), ("phone",)),
        Segment("writes", both("Schrijft", "Writes"), ("mail", "chat")),
    )
    return SegmentVariable("way", both("Manier", "Way"), Source.QUESTION, "channels", segments)


def published(known: Questionnaire, **fields: Any) -> Poll:
    """Store a published poll with ``known`` as its version 1."""
    poll = Poll.objects.create(
        slug=known.slug,
        title=dict(known.title),
        is_anonymous=known.is_anonymous,
        minimum_base=known.minimum_base,
        **{"state": Poll.State.PUBLISHED, "first_published_at": NOW, **fields},
    )
    document = to_document(known)
    QuestionnaireVersion.objects.create(
        poll=poll, number=1, document=document, sha256=digest(document), published_at=NOW
    )
    return poll


def respond(poll: Poll, answers: Iterable[dict[str, Any]], attributes: Iterable[dict[str, str]]) -> None:
    """Store one response per answers document."""
    version = QuestionnaireVersion.objects.get(poll=poll, number=1)
    Response.objects.bulk_create(
        Response(
            poll=poll,
            version=version,
            answers=document,
            attributes=known,
            is_anonymous=poll.is_anonymous,
            submitted_at=None if poll.is_anonymous else NOW + timedelta(seconds=position),
        )
        for position, (document, known) in enumerate(zip(answers, attributes, strict=True))
    )


def random_answers(rng: random.Random, known: Questionnaire) -> dict[str, Any]:
    """Draw an answers document with every kind of missing value in it."""
    document: dict[str, Any] = {}
    for question in known.questions:
        draw = rng.random()
        is_text = question.kind in schema.TEXT_KINDS
        is_multiple = question.kind is QuestionKind.MULTIPLE
        if draw < 0.1:
            continue
        if draw < 0.2:
            document[question.code] = [] if is_multiple else ""
        elif draw < 0.3 and not is_text:
            document[question.code] = ["_dk"] if is_multiple else "_dk"
        else:
            document |= _substantive(rng, question)
    return document


def _substantive(rng: random.Random, question: Question) -> dict[str, Any]:
    codes = [option.code for option in question.options]
    if question.kind is QuestionKind.NUMBER:
        return {question.code: str(rng.randint(0, 400) / 2)}
    if question.kind in schema.TEXT_KINDS:
        return {question.code: rng.choice(["Prima", "_dk", 'Regel 1\nregel 2 “é” \\ " ; , \t\x7f 😀', "=1+1"])}
    chosen = [code for code in codes if rng.random() < 0.5] or codes[:1]
    if question.kind is not QuestionKind.MULTIPLE:
        chosen = [rng.choice(codes)]
    texts = {f"{question.code}.{code}": "eigen woorden" for code in chosen if code == "other"}
    return {question.code: chosen if question.kind is QuestionKind.MULTIPLE else chosen[0], **texts}


def random_attributes(rng: random.Random) -> dict[str, str]:
    role = rng.choice(["inhouse", "inhouse", "bpo", "elders", ""])
    return {"role": role, "size": "xl"} if role else {}
