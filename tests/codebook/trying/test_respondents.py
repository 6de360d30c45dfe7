"""Random respondents give answers that the questionnaire itself accepts, and tell where one gets stuck."""

from random import Random

import pytest

from polls.codebook.answers import clean
from polls.codebook.kinds import QuestionKind
from polls.codebook.question import Choice, Question, Requirement, Row
from polls.codebook.routing import Check, ScreenOut
from polls.codebook.schema import Page, Questionnaire
from polls.codebook.trying.answering import random_answers
from polls.codebook.trying.respondents import rehearse

pytestmark = pytest.mark.pure

CHOICES = tuple(Choice(code, {"nl": code}) for code in ("a", "b", "c", "d"))
ROWS = (Row("one", {"nl": "Een"}), Row("two", {"nl": "Twee"}))


def question(kind: QuestionKind, **fields: object) -> Question:
    return Question("q", kind, {"nl": "Vraag?"}, choices=CHOICES, rows=ROWS, **fields)  # type: ignore[arg-type]


def single(code: str, **fields: object) -> Question:
    return Question(code, QuestionKind.SINGLE, {"nl": f"Vraag {code}?"}, choices=CHOICES, **fields)  # type: ignore[arg-type]


def asked(*pages: Page, **fields: object) -> Questionnaire:
    return Questionnaire("q", {"nl": "P"}, pages, **fields)  # type: ignore[arg-type]


ANSWERED = sorted(
    set(QuestionKind) - {QuestionKind.FILE, QuestionKind.INFORMATION, QuestionKind.HIDDEN, QuestionKind.CALCULATED}
)


@pytest.mark.parametrize("kind", ANSWERED)
def test_every_kind_is_answered_within_its_bounds(kind: QuestionKind) -> None:
    made = question(kind, requirement=Requirement.HARD, minimum=1, maximum=9, min_choices=2, max_choices=3)
    if kind is QuestionKind.STARS:
        made = question(kind, requirement=Requirement.HARD, maximum=5)
    rng = Random(1)
    for _ in range(30):
        given = random_answers(made, rng)
        posted = {key: value if isinstance(value, list) else [value] for key, value in given.items()}
        if kind is QuestionKind.RANKING:
            posted = {f"q.{code}": [str(place)] for place, code in enumerate(given["q"], start=1)}
        cleaned = clean(made, posted, "nl")
        assert cleaned.finding is None
        assert cleaned.values == given


def test_everybody_finishes_a_sound_poll_and_the_counts_add_up() -> None:
    pages = (Page("one", (single("a"),)), Page("two", (single("b", show_if="a = a"),)), Page("three", (single("c"),)))
    result = rehearse(asked(*pages), respondents=200, seed=1)
    assert (result.finished, result.asked["a"], result.asked["c"]) == (200, 200, 200)
    assert 20 < result.asked["b"] < 80
    assert result.minutes == (1, 1)


def test_the_same_seed_gives_the_same_respondents() -> None:
    questionnaire = asked(Page("one", (single("a"),)), Page("two", (single("b", show_if="a = a"),)))
    one, other = (rehearse(questionnaire, respondents=50, seed=7).asked for _ in range(2))
    assert one == other
    assert rehearse(questionnaire, respondents=50, seed=8).asked != one


def test_a_check_that_nobody_can_meet_is_a_dead_end() -> None:
    number = Question(
        "n",
        QuestionKind.NUMBER,
        {"nl": "Aantal?"},
        minimum=1,
        maximum=5,
        requirement=Requirement.HARD,
        checks=(Check("n > 10", {"nl": "Te laag"}),),
    )
    result = rehearse(asked(Page("one", (number,)), Page("two", (single("b"),))), respondents=10, seed=1)
    (stuck,) = result.stuck
    assert (stuck.page, stuck.question, stuck.condition, result.stuck[stuck]) == ("one", "n", "n > 10", 10)
    assert (result.finished, result.asked["b"]) == (0, 0)


def test_who_is_screened_out_is_counted_and_asked_nothing_more() -> None:
    ends = (ScreenOut("other", "a in (b, c, d)", {"nl": "Dank u"}),)
    questionnaire = asked(
        Page("one", (single("a", requirement=Requirement.HARD),)), Page("two", (single("b"),)), screen_outs=ends
    )
    result = rehearse(questionnaire, respondents=100, seed=1)
    assert result.screened_out["other"] + result.finished == 100
    assert result.asked["b"] == result.finished


def test_a_poll_that_asks_nothing_says_so() -> None:
    assert rehearse(asked(Page("one", ())), respondents=3, seed=1).asked_nothing == 3
