"""One question of every kind with all that it can have, and random questionnaires of them."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random

from polls.codebook.schema import (
    Channel,
    Choice,
    Holds,
    Page,
    Question,
    QuestionKind,
    Questionnaire,
    Requirement,
    Row,
    Segment,
    SegmentVariable,
    Source,
    TakenFrom,
    Text,
    TextFormat,
)


def both(nl: str, en: str = "") -> Text:
    return {"nl": nl, "en": en or f"{nl} (en)"}


def choices(*codes: str, **marks: str) -> tuple[Choice, ...]:
    """The choices, each with the mark that is given for its code: ``none="is_exclusive"``."""
    marked = {code: {mark: True} for code, mark in marks.items()}
    return tuple(Choice(code=code, label=both(code.title()), **marked.get(code, {})) for code in codes)  # type: ignore[arg-type]


ROWS = (Row("speed", both("Snelheid")), Row("care", both("Zorg"), show_if="single = quality"))
PICTURE = Choice("cat", both("Kat"), image="a" * 64 + ".jpg", image_alt=both("Een kat"))

QUESTIONS: Mapping[QuestionKind, Question] = {
    question.kind: question
    for question in (
        Question(
            "single",
            QuestionKind.SINGLE,
            both("Wat telt het meest?"),
            help=both("Kies er één."),
            choices=choices("quality", "costs", "else", **{"else": "is_other"}),
            requirement=Requirement.HARD,
            dont_know=both("Weet ik niet"),
        ),
        Question(
            "multiple",
            QuestionKind.MULTIPLE,
            both("Welke kanalen?"),
            choices=choices("phone", "mail", "chat", "none", none="is_exclusive"),
            show_if="single in (quality, costs)",
            dont_know=both("Weet ik niet"),
            min_choices=1,
            max_choices=2,
        ),
        Question("dropdown", QuestionKind.DROPDOWN, both("Welke provincie?"), choices=choices("ut", "gr")),
        Question("scale", QuestionKind.SCALE, both("Mee eens?"), choices=choices("1", "2", "3")),
        Question(
            "rating",
            QuestionKind.RATING,
            both("Welk cijfer?"),
            minimum=1,
            maximum=10,
            low_label=both("slecht"),
            high_label=both("goed"),
        ),
        Question("nps", QuestionKind.NPS, both("Beveelt u ons aan?"), show_if="not (single = costs)"),
        Question("stars", QuestionKind.STARS, both("Hoeveel sterren?"), maximum=4),
        Question(
            "grid",
            QuestionKind.MATRIX_SINGLE,
            both("Hoe tevreden?"),
            help=both("Per rij één."),
            rows=ROWS,
            choices=choices("bad", "good"),
            requirement=Requirement.NO,
        ),
        Question("ticks", QuestionKind.MATRIX_MULTIPLE, both("Waar?"), rows=ROWS, choices=choices("here", "there")),
        Question(
            "amounts",
            QuestionKind.MATRIX_NUMBER,
            both("Hoeveel?"),
            rows=ROWS,
            minimum=0,
            maximum=99,
            decimals=1,
            unit=both("uur"),
        ),
        Question("order", QuestionKind.RANKING, both("Zet op volgorde"), choices=choices("a", "b", "c"), max_choices=2),
        Question("shares", QuestionKind.ALLOCATION, both("Verdeel"), choices=choices("a", "b", "c"), total=10),
        Question("slider", QuestionKind.SLIDER, both("Schuif"), minimum=0, maximum=50, step=5, unit=both("%", "%")),
        Question(
            "seats",
            QuestionKind.NUMBER,
            both("Hoeveel stoelen?"),
            minimum=-5,
            decimals=2,
            unit=both("stuks"),
            show_if='multiple includes phone and scale = "2"',
        ),
        Question("born", QuestionKind.DATE, both("Wanneer?"), earliest="2000-01-01", latest="2030-12-31"),
        Question("since", QuestionKind.MONTH, both("Sinds?"), earliest="2001-02"),
        Question("mail", QuestionKind.SHORT_TEXT, both("Uw e-mail?"), format=TextFormat.EMAIL),
        Question("remark", QuestionKind.LONG_TEXT, both("Opmerking?"), show_if="answered(seats) or seats > 2.5"),
        Question("picture", QuestionKind.IMAGE_CHOICE, both("Welk plaatje?"), choices=(PICTURE, *choices("dog"))),
        Question("upload", QuestionKind.FILE, both("Stuur"), file_types=("pdf", "image"), max_megabytes=5),
        Question("told", QuestionKind.INFORMATION, both("Dit is zo.")),
        Question(
            "campaign", QuestionKind.HIDDEN, both("Campagne"), taken_from=TakenFrom.CONTACT, source="campaign_code"
        ),
        Question(
            "double",
            QuestionKind.CALCULATED,
            both("Dubbel"),
            expression="round(seats * 2, 1)",
            holds=Holds.NUMBER,
            decimals=1,
        ),
        Question("consent", QuestionKind.CONSENT, both("Toestemming"), statement=both("Ik ga akkoord", "I agree")),
    )
}

ROLE = SegmentVariable(
    "role_group",
    both("Rol"),
    Source.CONTACT,
    "role",
    (
        Segment("own", both("Eigen"), ("inhouse", "shared"), population=120),
        Segment("bpo", both("Uitbesteed"), ("bpo",)),
    ),
)

FULL = Questionnaire(
    slug="every-kind",
    title=both("Alle soorten", "All kinds"),
    pages=(
        Page("start", tuple(QUESTIONS.values())[:8], title=both("Begin"), intro=both("Welkom."), show_if="role = bpo"),
        Page("middle", tuple(QUESTIONS.values())[8:16], title=both("Midden")),
        Page("end", tuple(QUESTIONS.values())[16:]),
    ),
    intro=both("Inleiding"),
    thanks=both("Dank"),
    privacy=both("Privacy"),
    is_anonymous=False,
    channel=Channel.OPEN,
    segment_variables=(ROLE,),
    minimum_base=7,
    equivalence_margin=12,
)


def random_questionnaire(rng: Random) -> Questionnaire:
    """Some of the questions in a random order on random pages, each with or without what it may lack."""
    questions = [_varied(rng, question) for question in rng.sample(list(QUESTIONS.values()), rng.randint(1, 12))]
    pages: list[Page] = []
    while questions:
        size = rng.randint(1, 4)
        pages.append(Page(f"page_{len(pages)}", tuple(questions[:size]), title=both("T") if rng.random() < 0.5 else {}))
        questions = questions[size:]
    languages = rng.choice((("nl", "en"), ("nl",), ("en",)))
    return replace(FULL, pages=tuple(pages), languages=languages, minimum_base=rng.randint(3, 100))


def _varied(rng: Random, question: Question) -> Question:
    changes: dict[str, object] = {"help": both("Uitleg") if rng.random() < 0.5 else {}}
    if rng.random() < 0.5:
        changes["show_if"] = rng.choice(("", "single = quality", "a.b >= 3 and not answered(c)"))
    if rng.random() < 0.3:
        changes["text"] = both('Tekst met "aanhaling", <b>, é, 日本 en\nnieuwe regel')
    return replace(question, **changes)  # type: ignore[arg-type]
