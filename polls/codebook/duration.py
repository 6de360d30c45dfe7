"""How long answering takes, as respondents and editors are told."""

from polls.codebook.schema import Questionnaire

SECONDS_PER_QUESTION = 15


def expected_minutes(questionnaire: Questionnaire) -> int:
    """Give the expected time to answer, in whole minutes and at least one, as if every question were asked."""
    questions = sum(1 for _question in questionnaire.questions)
    return max(1, round(questions * SECONDS_PER_QUESTION / 60))
