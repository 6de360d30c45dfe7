"""One question of every kind, with what a respondent posts and what is then stored."""

from collections.abc import Mapping
from dataclasses import dataclass

from polls.codebook.answers import Answers
from polls.codebook.schema import (
    Channel,
    Choice,
    Page,
    Question,
    QuestionKind,
    Questionnaire,
    Requirement,
    Row,
    TakenFrom,
    Text,
    TextFormat,
)

PICTURES = ("0" * 64 + ".png", "1" * 64 + ".png")


def both(nl: str, en: str) -> Text:
    return {"nl": nl, "en": en}


DONT_KNOW = both("Weet ik niet", "Don't know")

CHANNELS = (
    Choice("phone", both("Telefoon", "Phone")),
    Choice("chat", both("Chat", "Chat")),
    Choice("mail", both("E-mail", "E-mail")),
)
WITH_OTHER = (*CHANNELS, Choice("else", both("Anders", "Other"), is_other=True))
WITH_NONE = (*WITH_OTHER, Choice("none", both("Geen van deze", "None of these"), is_exclusive=True))
POINTS = tuple(Choice(code, both(f"Punt {code}", f"Point {code}")) for code in ("1", "2", "3", "4", "5"))
ROWS = (Row("speed", both("Snelheid", "Speed")), Row("tone", both("Toon", "Tone")))


@dataclass(frozen=True)
class Example:
    """A question, a form post that answers it, and the stored answer."""

    question: Question
    posted: Mapping[str, list[str]]
    stored: Answers


def ask(kind: QuestionKind, **fields: object) -> Question:
    name = kind.value
    return Question(f"q_{name}", kind, both(f"Vraag {name}", f"Question {name}"), **fields)  # type: ignore[arg-type]


K = QuestionKind

EXAMPLES: Mapping[QuestionKind, Example] = {
    example.question.kind: example
    for example in (
        Example(
            ask(K.SINGLE, choices=WITH_OTHER, dont_know=DONT_KNOW),
            {"q_single": ["else"], "q_single.else": ["Fax"]},
            {"q_single": "else", "q_single.else": "Fax"},
        ),
        Example(
            ask(K.MULTIPLE, choices=WITH_NONE, dont_know=DONT_KNOW, max_choices=3),
            {"q_multiple": ["mail", "phone"]},
            {"q_multiple": ["phone", "mail"]},
        ),
        Example(ask(K.DROPDOWN, choices=WITH_OTHER), {"q_dropdown": ["chat"]}, {"q_dropdown": "chat"}),
        Example(ask(K.SCALE, choices=POINTS, dont_know=DONT_KNOW), {"q_scale": ["4"]}, {"q_scale": "4"}),
        Example(ask(K.RATING, dont_know=DONT_KNOW), {"q_rating": ["7"]}, {"q_rating": "7"}),
        Example(ask(K.NPS), {"q_nps": ["9"]}, {"q_nps": "9"}),
        Example(ask(K.STARS, maximum=5, dont_know=DONT_KNOW), {"q_stars": ["3"]}, {"q_stars": "3"}),
        Example(
            ask(K.MATRIX_SINGLE, choices=POINTS, rows=ROWS, dont_know=DONT_KNOW),
            {"q_matrix_single.speed": ["2"], "q_matrix_single.tone": ["_dk"]},
            {"q_matrix_single.speed": "2", "q_matrix_single.tone": "_dk"},
        ),
        Example(
            ask(K.MATRIX_MULTIPLE, choices=CHANNELS, rows=ROWS),
            {"q_matrix_multiple.speed": ["chat", "phone"]},
            {"q_matrix_multiple.speed": ["phone", "chat"], "q_matrix_multiple.tone": []},
        ),
        Example(
            ask(K.MATRIX_NUMBER, rows=ROWS, minimum=0, decimals=1, unit=both("minuten", "minutes")),
            {"q_matrix_number.speed": ["2,5"], "q_matrix_number.tone": [""]},
            {"q_matrix_number.speed": "2.5", "q_matrix_number.tone": ""},
        ),
        Example(
            ask(K.RANKING, choices=CHANNELS),
            {"q_ranking.chat": ["1"], "q_ranking.phone": ["2"], "q_ranking.mail": [""]},
            {"q_ranking": ["chat", "phone"]},
        ),
        Example(
            ask(K.ALLOCATION, choices=CHANNELS, unit=both("%", "%")),
            {"q_allocation.phone": ["60"], "q_allocation.chat": ["40"]},
            {"q_allocation.phone": "60", "q_allocation.chat": "40", "q_allocation.mail": "0"},
        ),
        Example(ask(K.SLIDER, step=5, unit=both("%", "%")), {"q_slider": ["35"]}, {"q_slider": "35"}),
        Example(
            ask(K.NUMBER, minimum=0, decimals=2, unit=both("euro", "euros"), dont_know=DONT_KNOW),
            {"q_number": ["1.250,50"]},
            {"q_number": "1250.5"},
        ),
        Example(ask(K.DATE, earliest="2026-01-01"), {"q_date": ["31-12-2026"]}, {"q_date": "2026-12-31"}),
        Example(ask(K.MONTH), {"q_month": ["mei 2026"]}, {"q_month": "2026-05"}),
        Example(
            ask(K.SHORT_TEXT, format=TextFormat.POSTCODE), {"q_short_text": ["3511ab"]}, {"q_short_text": "3511 AB"}
        ),
        Example(ask(K.LONG_TEXT), {"q_long_text": ["Eerst\r\ndan"]}, {"q_long_text": "Eerst\ndan"}),
        Example(
            ask(
                K.IMAGE_CHOICE,
                choices=(
                    Choice("calm", both("Rustig", "Calm"), image=PICTURES[0], image_alt=both("Zee", "Sea")),
                    Choice("busy", both("Druk", "Busy"), image=PICTURES[1], image_alt=both("Markt", "Market")),
                ),
            ),
            {"q_image_choice": ["busy"]},
            {"q_image_choice": "busy"},
        ),
        Example(
            ask(K.FILE, file_types=("pdf",), requirement=Requirement.NO),
            {"q_file": ["A1b2C3d4E5f6G7h8I9j0_-"]},
            {"q_file": "A1b2C3d4E5f6G7h8I9j0_-"},
        ),
        Example(ask(K.INFORMATION, requirement=Requirement.NO), {}, {}),
        Example(
            ask(K.HIDDEN, choices=CHANNELS, taken_from=TakenFrom.LINK, source="via", requirement=Requirement.NO), {}, {}
        ),
        Example(ask(K.CALCULATED, expression="q_number + 1", requirement=Requirement.NO), {}, {}),
        Example(ask(K.CONSENT), {"q_consent": ["yes"]}, {"q_consent": "yes"}),
    )
}

EVERY_KIND = Questionnaire(
    slug="every-kind",
    title=both("Alle soorten", "Every kind"),
    privacy=both("Uw antwoorden zijn bij ons bekend.", "We know your answers."),
    pages=tuple(
        Page(f"page_{number}", tuple(example.question for example in list(EXAMPLES.values())[start : start + 4]))
        for number, start in enumerate(range(0, len(EXAMPLES), 4), start=1)
    ),
    is_anonymous=False,
    channel=Channel.INVITATION,
)
"""Every kind in one poll, four to a page."""
