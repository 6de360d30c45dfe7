"""How long a poll is said to take."""

from dataclasses import replace

import pytest

from polls.codebook.duration import expected_minutes
from polls.codebook.schema import Page, Questionnaire
from tests.codebook.sample import POLL, ask

pytestmark = pytest.mark.pure


def poll_of(count: int) -> Questionnaire:
    return replace(POLL, pages=(Page("page", tuple(ask(f"q{number}") for number in range(count))),))


@pytest.mark.parametrize(("questions", "minutes"), [(0, 1), (1, 1), (12, 3), (13, 3), (60, 15)])
def test_a_question_takes_a_quarter_of_a_minute(questions: int, minutes: int) -> None:
    assert expected_minutes(poll_of(questions)) == minutes
