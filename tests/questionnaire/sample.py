"""A small poll that can be published, and people to work on it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from accounts.models import User
from accounts.roles import Role
from polls.codebook.schema import (
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
from polls.questionnaire.models import Poll
from polls.questionnaire.rows import create_poll

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def both(nl: str, en: str) -> Text:
    return {"nl": nl, "en": en}


def choice(code: str, nl: str, en: str, **fields: Any) -> Choice:
    return Choice(code, both(nl, en), **fields)


CRITERION = Question(
    "criterion",
    QuestionKind.SINGLE,
    both("Wat is het belangrijkste?", "What matters most?"),
    help=both("Kies er één.", "Choose one."),
    choices=(
        choice("quality", "Kwaliteit", "Quality"),
        choice("costs", "Kosten", "Costs"),
        choice("other", "Anders, namelijk", "Other, namely", is_other=True),
    ),
    dont_know=both("Weet ik niet", "Don't know"),
)
CHANNELS = Question(
    "channels",
    QuestionKind.MULTIPLE,
    both("Welke kanalen gebruikt u?", "Which channels do you use?"),
    choices=(
        choice("phone", "Telefoon", "Phone"),
        choice("mail", "E-mail", "E-mail"),
        choice("none", "Geen", "None", is_exclusive=True),
    ),
    show_if="criterion = quality",
)
RATING = Question(
    "rating",
    QuestionKind.RATING,
    both("Welk cijfer geeft u?", "How would you rate it?"),
    minimum=0,
    maximum=10,
    low_label=both("Slecht", "Bad"),
    high_label=both("Goed", "Good"),
)
SIZE = Question(
    "size",
    QuestionKind.NUMBER,
    both("Hoeveel medewerkers?", "How many employees?"),
    minimum=1,
    maximum=9999,
    decimals=1,
    unit=both("fte", "FTE"),
)
REMARKS = Question(
    "remarks",
    QuestionKind.LONG_TEXT,
    both("Nog iets?", "Anything else?"),
    requirement=Requirement.NO,
)

SAMPLE = Questionnaire(
    slug="sample",
    title=both("Voorbeeldpeiling", "Sample poll"),
    intro=both("Welkom.", "Welcome."),
    thanks=both("Dank u wel.", "Thank you."),
    privacy=both("Anoniem.", "Anonymous."),
    pages=(
        Page("choosing", (CRITERION, CHANNELS), both("Kiezen", "Choosing")),
        Page("rating_page", (RATING, SIZE, REMARKS), both("Cijfers", "Figures"), show_if="role = inhouse"),
    ),
    segment_variables=(
        SegmentVariable(
            "role_groups",
            both("Rol", "Role"),
            Source.CONTACT,
            "role",
            (
                Segment("in_house", both("Inhouse", "Inhouse"), ("inhouse",), 320),
                Segment("outsourced", both("Facilitair", "Outsourced"), ("facilitair", "bpo")),
            ),
        ),
    ),
)


def make_user(role: Role = Role.EDITOR) -> User:
    return User.objects.create_user(f"{role}@example.org", "a-long-password", name=role.title(), role=role)


def make_poll(slug: str = "sample", **fields: Any) -> Poll:
    return create_poll(replace(SAMPLE, slug=slug), by=None, **fields)
