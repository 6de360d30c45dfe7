"""A small launched poll with every kind of question, and people to answer it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from polls.codebook.answers import Answers
from polls.codebook.schema import (
    Channel,
    Choice,
    Page,
    Question,
    QuestionKind,
    Questionnaire,
    Requirement,
    Segment,
    SegmentVariable,
    Source,
    Text,
)
from polls.invitations.models import Invitation
from polls.invitations.tokens import hash_token, new_random
from polls.questionnaire.models import Poll
from polls.questionnaire.rows import create_poll
from polls.questionnaire.services import publish

LAUNCH = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def both(nl: str, en: str) -> Text:
    return {"nl": nl, "en": en}


DONT_KNOW = both("Weet ik niet", "Don't know")


def choices(*labels: str) -> tuple[Choice, ...]:
    return tuple(Choice(label.lower().replace(" ", "_"), both(f"{label} nl", label)) for label in labels)


PAGES = (
    Page(
        "about",
        (
            Question(
                "outsources",
                QuestionKind.SINGLE,
                both("Besteedt u uit?", "Do you outsource?"),
                choices=choices("Fully", "Partly", "Never"),
                requirement=Requirement.HARD,
            ),
            Question(
                "since",
                QuestionKind.NUMBER,
                both("Sinds welk jaar?", "Since which year?"),
                minimum=1950,
                maximum=2030,
                show_if="outsources in (fully, partly)",
                dont_know=DONT_KNOW,
            ),
            Question(
                "channels",
                QuestionKind.MULTIPLE,
                both("Welke kanalen?", "Which channels?"),
                help=both("Meer antwoorden mogelijk.", "You may choose several."),
                choices=(
                    *choices("Phone", "Chat"),
                    Choice("other", both("Anders, namelijk", "Other, namely"), is_other=True),
                    Choice("none", both("Geen", "None"), is_exclusive=True),
                ),
            ),
        ),
    ),
    Page(
        "views",
        (
            Question(
                "opinion",
                QuestionKind.SCALE,
                both("Hoe kijkt u aan tegen uitbesteden?", "Your opinion?"),
                choices=choices("Negative", "Neutral", "Positive"),
                dont_know=DONT_KNOW,
            ),
            Question(
                "grade",
                QuestionKind.RATING,
                both("Welk cijfer geeft u?", "Which grade?"),
                low_label=both("heel slecht", "very bad"),
                high_label=both("heel goed", "very good"),
                dont_know=DONT_KNOW,
            ),
            Question(
                "share",
                QuestionKind.NUMBER,
                both("Welk deel?", "Which part?"),
                decimals=1,
                minimum=0,
                maximum=100,
                unit=both("procent", "per cent"),
                requirement=Requirement.NO,
            ),
        ),
        title=both("Uw mening", "Your views"),
    ),
    Page(
        "last",
        (
            Question(
                "goal",
                QuestionKind.SINGLE,
                both("Wat is het doel?", "What is the goal?"),
                choices=choices("Costs", "Quality"),
                show_if="outsources != never",
            ),
            Question(
                "clients",
                QuestionKind.SHORT_TEXT,
                both("Wie zijn uw klanten?", "Who are your clients?"),
                show_if="role = facilitair",
            ),
            Question("remarks", QuestionKind.LONG_TEXT, both("Opmerkingen?", "Remarks?"), requirement=Requirement.NO),
        ),
    ),
)

QUESTIONNAIRE = Questionnaire(
    slug="sample",
    title=both("Peiling uitbesteden", "Outsourcing poll"),
    intro=both("Vertel ons hoe u het ziet.", "Tell us how you see it."),
    thanks=both("Dank voor uw tijd.", "Thank you for your time."),
    privacy=both("Vragen? Bel ons.", "Questions? Call us."),
    pages=PAGES,
    segment_variables=(
        SegmentVariable(
            "sector_role",
            both("Soort", "Type"),
            Source.CONTACT,
            "role",
            (
                Segment("inhouse", both("Inhouse", "Inhouse"), ("inhouse",)),
                Segment("facilitair", both("Facilitair", "Facilitair"), ("facilitair",)),
            ),
        ),
        SegmentVariable(
            "size_class",
            both("Grootte", "Size"),
            Source.CONTACT,
            "size",
            (
                Segment("small", both("Klein", "Small"), ("small",)),
                Segment("large", both("Groot", "Large"), ("large",)),
            ),
        ),
    ),
)

COMPLETE: Answers = {
    "outsources": "partly",
    "since": "2015",
    "channels": ["phone", "other"],
    "channels.other": "WhatsApp",
    "opinion": "positive",
    "grade": "8",
    "share": "12.5",
    "goal": "quality",
    "remarks": "",
}


def launched(*, now: datetime = LAUNCH, questionnaire: Questionnaire = QUESTIONNAIRE, **changes: Any) -> Poll:
    """Publish the sample poll; ``changes`` are fields of the questionnaire or of the poll."""
    poll_fields = {name: changes.pop(name) for name in ("opens_at", "closes_at") if name in changes}
    poll = create_poll(replace(questionnaire, **changes), by=None, **poll_fields)
    publish(poll, by=None, now=now)
    poll.refresh_from_db()
    return poll


def launched_open(**changes: Any) -> Poll:
    pages = (PAGES[0], PAGES[1], replace(PAGES[2], questions=(PAGES[2].questions[0], PAGES[2].questions[2])))
    return launched(channel=Channel.OPEN, segment_variables=(), pages=pages, **changes)


def invited(poll: Poll, **fields: Any) -> str:
    """Invite one person; give the token in the link."""
    token = new_random()
    fields.setdefault("attributes", {"role": "inhouse", "size": "large"})
    Invitation.objects.create(poll=poll, token_hash=hash_token(token), **fields)
    return token


def invite_many(poll: Poll, number: int, **fields: Any) -> list[str]:
    tokens = [new_random() for _ in range(number)]
    fields.setdefault("attributes", {"role": "inhouse", "size": "large"})
    Invitation.objects.bulk_create(Invitation(poll=poll, token_hash=hash_token(token), **fields) for token in tokens)
    return tokens
