"""The poll that the benchmark answers: three pages, twelve questions, of every closed kind and one text."""

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


def both(text: str) -> Text:
    return {"nl": text, "en": text}


def choices(count: int) -> tuple[Choice, ...]:
    return tuple(Choice(f"c{number}", both(f"Antwoord {number}")) for number in range(1, count + 1))


def question(number: int, kind: QuestionKind, options: int = 0) -> Question:
    return Question(
        code=f"q{number}",
        kind=kind,
        text=both(f"Wat vindt u van onderwerp {number}, als u aan het afgelopen jaar denkt?"),
        choices=choices(options),
        requirement=Requirement.SOFT,
    )


SINGLE, MULTIPLE, SCALE = QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.SCALE
RATING, NUMBER, TEXT = QuestionKind.RATING, QuestionKind.NUMBER, QuestionKind.SHORT_TEXT

KINDS = [
    [(SINGLE, 6), (SINGLE, 5), (SCALE, 5), (RATING, 0)],
    [(MULTIPLE, 7), (SINGLE, 6), (SCALE, 5), (NUMBER, 0)],
    [(SINGLE, 4), (RATING, 0), (MULTIPLE, 6), (TEXT, 0)],
]


MORE_KINDS = [[(SINGLE, 5), (SCALE, 5), (RATING, 0)]]
"""A fourth page, which makes fifteen questions: what results are measured on."""


def pages(kinds_by_page: list[list[tuple[QuestionKind, int]]] = KINDS) -> tuple[Page, ...]:
    result, number = [], 0
    for position, kinds in enumerate(kinds_by_page, 1):
        questions = []
        for kind, options in kinds:
            number += 1
            questions.append(question(number, kind, options))
        result.append(Page(code=f"p{position}", questions=tuple(questions), title=both(f"Deel {position}")))
    return tuple(result)


ROLE = SegmentVariable(
    code="role_group",
    label=both("Soort"),
    source_kind=Source.CONTACT,
    source="role",
    segments=tuple(Segment(code, both(code), (code,)) for code in ("inhouse", "facilitair", "agency")),
)


def bench_questionnaire(slug: str, *, asked: tuple[Page, ...] = pages()) -> Questionnaire:
    return Questionnaire(
        slug=slug,
        title=both("Meting"),
        intro=both("Twaalf vragen op drie pagina's."),
        thanks=both("Bedankt."),
        privacy=both("Alleen voor deze meting."),
        pages=asked,
        channel=Channel.INVITATION,
        segment_variables=(ROLE,),
    )


def posted(page: Page) -> dict[str, list[str]]:
    """What a browser would post for the page."""
    return {question.code: _value(question) for question in page.questions}


def _value(question: Question) -> list[str]:
    if question.kind is MULTIPLE:
        return ["c1", "c3"]
    return {RATING: ["7"], NUMBER: ["42"], TEXT: ["Snelle hulp"]}.get(question.kind, ["c2"])
