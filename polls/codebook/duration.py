"""How long answering takes, as respondents and editors are told."""

from collections.abc import Mapping

from polls.codebook.kinds import QuestionKind
from polls.codebook.schema import Question, Questionnaire

SECONDS_PER_QUESTION = 15


def expected_minutes(questionnaire: Questionnaire) -> int:
    """Give the expected time to answer, in whole minutes and at least one, as if every question were asked."""
    questions = sum(1 for _question in questionnaire.questions)
    return max(1, round(questions * SECONDS_PER_QUESTION / 60))


_SECONDS: Mapping[QuestionKind, tuple[float, float]] = {
    QuestionKind.SINGLE: (6, 0.7),
    QuestionKind.MULTIPLE: (7, 1.0),
    QuestionKind.DROPDOWN: (9, 0.0),
    QuestionKind.SCALE: (6, 0.5),
    QuestionKind.RATING: (7, 0.0),
    QuestionKind.NPS: (7, 0.0),
    QuestionKind.STARS: (6, 0.0),
    QuestionKind.MATRIX_SINGLE: (5, 6.0),
    QuestionKind.MATRIX_MULTIPLE: (5, 8.0),
    QuestionKind.MATRIX_NUMBER: (5, 8.0),
    QuestionKind.RANKING: (8, 4.0),
    QuestionKind.ALLOCATION: (8, 6.0),
    QuestionKind.SLIDER: (8, 0.0),
    QuestionKind.NUMBER: (10, 0.0),
    QuestionKind.DATE: (9, 0.0),
    QuestionKind.MONTH: (8, 0.0),
    QuestionKind.SHORT_TEXT: (12, 0.0),
    QuestionKind.LONG_TEXT: (35, 0.0),
    QuestionKind.IMAGE_CHOICE: (6, 1.5),
    QuestionKind.FILE: (60, 0.0),
    QuestionKind.INFORMATION: (2, 0.0),
    QuestionKind.HIDDEN: (0, 0.0),
    QuestionKind.CALCULATED: (0, 0.0),
    QuestionKind.CONSENT: (6, 0.0),
}
"""Seconds to answer per kind: for the question, and for each row (of a matrix) or choice besides. Rules of thumb."""

_CHARACTERS_A_SECOND = 22
"""How fast an adult reads a plain text."""


def seconds_of(question: Question) -> int:
    """Give the time that one question is expected to take, reading and answering, in whole seconds."""
    base, each = _SECONDS[question.kind]
    if question.is_silent:
        return 0
    longest = max((len(text) for text in (*question.text.values(), *question.help.values())), default=0)
    return round(base + each * (len(question.rows) or len(question.choices)) + longest / _CHARACTERS_A_SECOND)


def route_minutes(questionnaire: Questionnaire) -> tuple[int, int]:
    """Give bounds of the time to answer in whole minutes: what everybody is asked, and everything together."""
    always = sum(
        seconds_of(question)
        for page in questionnaire.pages
        for question in page.questions
        if not page.show_if.strip() and not question.show_if.strip()
    )
    everything = sum(seconds_of(question) for question in questionnaire.questions)
    return max(1, round(always / 60)), max(1, round(everything / 60))
