"""What a warning is about, as a text: when that changes, an answer to the warning no longer counts."""

from hashlib import sha256

from polls.codebook.problem import Place, Problem
from polls.codebook.schema import Question, Questionnaire


def key_of(problem: Problem) -> str:
    """Name a warning by its kind and its place: a word that fits in a form. The same for the same place of a poll."""
    place = problem.place
    parts = (
        problem.code,
        place.page,
        place.question,
        place.choice,
        place.row,
        place.variable,
        place.segment,
        place.field,
    )
    return sha256("/".join(parts).encode()).hexdigest()[:16]


def fingerprint_of(questionnaire: Questionnaire, place: Place) -> str:
    """Give the SHA-256 of the texts and settings that a warning at ``place`` is about."""
    return sha256(_subject(questionnaire, place).encode()).hexdigest()


def _subject(questionnaire: Questionnaire, place: Place) -> str:
    match place.position:
        case (1, page, question, *below):
            return _in_question(questionnaire.pages[page].questions[question], below, place.field)
        case (1, page):
            found = questionnaire.pages[page]
            return repr(getattr(found, place.field, None)) if place.field != "questions" else str(len(found.questions))
        case (2, variable, *_):
            return repr(questionnaire.segment_variables[variable])
        case (3, number):
            return repr(questionnaire.screen_outs[number])
        case (4, number):
            return repr(questionnaire.quotas[number])
    return repr(getattr(questionnaire, place.field, questionnaire.title))


def _in_question(question: Question, below: list[int], field: str) -> str:
    match below:
        case [-1, row]:
            return repr((question.text, question.rows[row]))
        case [choice]:
            return repr((question.text, question.choices[choice]))
    if field in ("choices", "rows"):
        labels = [thing.label for thing in getattr(question, field)]
        return repr((question.text, labels))
    return repr((question.text, getattr(question, field, None)))
