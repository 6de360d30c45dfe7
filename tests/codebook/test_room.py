"""The room that answers take: never less than somebody can need, whatever they choose and however much they write."""

import json
from random import Random
from typing import Any

import pytest

from polls.codebook.answers import DONT_KNOW
from polls.codebook.draws import orders
from polls.codebook.room import LONG_TEXT, SHORT_TEXT, room_for
from polls.codebook.schema import LIST_KINDS, Page, QuestionKind, Questionnaire
from tests.codebook.random_logic import random_logic
from tests.codebook.sample import POLL, ask

pytestmark = pytest.mark.pure


def fullest(known: Questionnaire) -> dict[str, Any]:
    """Answer everything at once, as long as it can be."""
    answers: dict[str, Any] = {}
    for variable in known.variables:
        codes = [*(option.code for option in variable.options), DONT_KNOW]
        if variable.kind in LIST_KINDS:
            answers[variable.code] = codes
        elif variable.options:
            answers[variable.code] = max(codes, key=len)
        else:
            is_long = variable.kind is QuestionKind.LONG_TEXT
            answers[variable.code] = "x" * (LONG_TEXT if is_long else SHORT_TEXT)
    for question in known.questions:
        others = [choice.code for choice in question.choices if choice.is_other]
        answers |= {f"{question.code}.{code}": "x" * SHORT_TEXT for code in others}
    return answers | orders(known.questions, "seed")


def written(known: Questionnaire) -> int:
    document = {
        "version": 1_000_000,
        "answers": fullest(known),
        "attributes": {name: max(values, key=len, default="x" * 200) for name, values in known.attributes.items()},
        "language": "nl",
        "receipt": "f" * 64,
        "times": {page.code: 20 for page in known.pages},
        "page": known.pages[0].code,
        "seed": "f" * 16,
        "sha256": "f" * 64,
        "day": "2026-11-26",
    }
    return len(json.dumps(document, separators=(",", ":")))


def test_the_fullest_answers_have_room() -> None:
    assert written(POLL) <= room_for(POLL) < 3 * written(POLL)


def test_so_have_those_to_any_questionnaire() -> None:
    for seed in range(50):
        known = random_logic(Random(seed))
        assert written(known) <= room_for(known)


def test_a_poll_without_open_questions_takes_little() -> None:
    options = [f"c{number}" for number in range(5)]
    pages = tuple(
        Page(f"p{page}", tuple(ask(f"q{page}{number}", QuestionKind.SINGLE, *options) for number in range(4)))
        for page in range(3)
    )
    assert room_for(Questionnaire("small", {"nl": "Klein"}, pages)) < 2048
