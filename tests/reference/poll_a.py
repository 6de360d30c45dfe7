"""The answers of poll_a as the product stores them: a questionnaire and its responses."""

from typing import Any

from polls.analysis.coding import from_rows
from polls.analysis.table import ResponseTable
from polls.codebook.schema import Choice, Page, Question, QuestionKind, Questionnaire, Segment, SegmentVariable, Source
from tests.reference.samples import sample

OPTIONS = {"q1": 2, "q2": 3, "q3": 4, "q4": 5}
SEGMENTS = {"sector": 3, "size": 4, "outsourcing": 2}
"""Those whose tables are not so sparse that their tests must be simulated, which takes long."""

TICKS = [f"m1_{number}" for number in range(1, 8)]


def _numbers(last: int) -> tuple[str, ...]:
    return tuple(str(number) for number in range(1, last + 1))


def _choices(codes: tuple[str, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(code, {"en": code}) for code in codes)


def _question(code: str, last: int) -> Question:
    kind = QuestionKind.SCALE if code == "q4" else QuestionKind.SINGLE
    return Question(code, kind, {"en": code}, choices=_choices(_numbers(last)), dont_know={"en": "Don't know"})


def questionnaire() -> Questionnaire:
    questions = (
        *(_question(code, last) for code, last in OPTIONS.items()),
        Question("m1", QuestionKind.MULTIPLE, {"en": "m1"}, choices=_choices((*TICKS, "none"))),
        Question("r1", QuestionKind.RATING, {"en": "r1"}),
        Question("r2", QuestionKind.RATING, {"en": "r2"}),
    )
    variables = tuple(
        SegmentVariable(
            name,
            {"en": name},
            Source.CONTACT,
            name,
            tuple(Segment(f"s{code}", {"en": code}, (code,)) for code in _numbers(last)),
        )
        for name, last in SEGMENTS.items()
    )
    return Questionnaire("poll-a", {"en": "Poll A"}, (Page("all", questions),), segment_variables=variables)


def _answers(row: dict[str, str]) -> dict[str, Any]:
    answers: dict[str, Any] = {code: "_dk" if row[code] == "99" else row[code] for code in OPTIONS}
    answers |= {code: row[code] for code in ("r1", "r2")}
    if row["m1_1"]:
        answers["m1"] = [code for code in TICKS if row[code] == "1"] or ["none"]
    return answers


def table() -> ResponseTable:
    columns = sample("poll_a").columns
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    attributes = [{name: row[name] for name in SEGMENTS if row[name]} for row in rows]
    return from_rows(questionnaire(), [_answers(row) for row in rows], attributes)
