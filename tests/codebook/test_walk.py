"""What is offered within a question, what is calculated, and in which order pages come."""

from dataclasses import replace

import pytest

from polls.codebook.answers import Answers
from polls.codebook.draws import drawn, orders_shown, question_order
from polls.codebook.path import believed, next_page, open_questions, previous_page, progress, settle, steps, values_of
from polls.codebook.schema import (
    Choice,
    Holds,
    Page,
    Question,
    QuestionKind,
    Questionnaire,
    Requirement,
    Row,
    Variant,
)
from tests.codebook.sample import ask, both

pytestmark = pytest.mark.pure

CHANNELS = ask("channels", QuestionKind.MULTIPLE, "phone", "chat", "mail")
BEST = Question(
    "best",
    QuestionKind.SINGLE,
    both("best"),
    choices=(
        Choice("phone", both("phone"), show_if="channels includes phone", is_carried=True),
        Choice("chat", both("chat"), show_if="channels includes chat", is_carried=True),
        Choice("none", both("none")),
    ),
    carries="channels",
)
GRADES = Question(
    "grades",
    QuestionKind.MATRIX_SINGLE,
    both("grades"),
    choices=(Choice("1", both("1")), Choice("2", both("2")), Choice("3", both("3"), show_if="channels includes mail")),
    rows=(Row("phone", both("phone"), show_if="channels includes phone"), Row("chat", both("chat"))),
)
MEAN = Question("average", QuestionKind.CALCULATED, {}, expression="mean(grades.phone, grades.chat)", decimals=1)
LOW = ask("why", QuestionKind.LONG_TEXT, show_if="average < 2")
POLL = Questionnaire(
    "logic", both("logic"), (Page("a", (CHANNELS, BEST)), Page("b", (GRADES, MEAN)), Page("c", (LOW,)))
)


def asked(poll: Questionnaire, answers: dict[str, str | list[str]]) -> list[str]:
    return [question.code for step in steps(poll, answers) for question in step.questions]


def options(poll: Questionnaire, code: str, answers: dict[str, str | list[str]]) -> list[str]:
    found = [question for step in steps(poll, answers) for question in step.questions if question.code == code]
    return [option.code for question in found for option in (question.rows or question.choices)]


def test_only_what_was_chosen_is_offered() -> None:
    assert options(POLL, "best", {"channels": ["phone"]}) == ["phone", "none"]
    assert options(POLL, "best", {"channels": ["phone", "chat"]}) == ["phone", "chat", "none"]


def test_a_question_of_which_nothing_was_carried_is_not_asked() -> None:
    assert asked(POLL, {"channels": ["mail"]}) == ["channels", "grades", "average"]
    assert asked(POLL, {"channels": ["_dk"]}) == ["channels", "grades", "average"]
    assert asked(POLL, {}) == ["channels", "grades", "average"]


def test_an_option_that_is_not_offered_is_no_answer() -> None:
    answers: Answers = {"channels": ["phone"], "best": "chat", "grades.phone": "3", "grades.chat": "2"}
    assert settle(POLL, answers, {}) == {
        "channels": ["phone"],
        "best": "",
        "grades.phone": "",
        "grades.chat": "2",
        "average": "2",
    }
    assert [question.code for _, question in open_questions(POLL, answers, {}, Requirement.SOFT)] == ["best", "grades"]


def test_a_row_that_is_not_offered_has_no_answer() -> None:
    settled = settle(POLL, {"channels": ["chat"], "best": "chat", "grades.phone": "3", "grades.chat": "1"}, {})
    assert settled == {
        "channels": ["chat"], "best": "chat", "grades.chat": "1", "average": "1", "why": "",
    }  # fmt: skip


def test_what_is_calculated_is_not_taken_from_the_respondent() -> None:
    answers: Answers = {"channels": ["phone"], "grades.phone": "2", "grades.chat": "1", "average": "9"}
    assert settle(POLL, answers, {})["average"] == "1.5"
    assert asked(POLL, answers)[-1] == "why"


@pytest.mark.parametrize(
    ("expression", "holds", "decimals", "stored"),
    [
        ("1 / 3", Holds.NUMBER, 2, "0.33"),
        ("2.5", Holds.NUMBER, 0, "3"),
        ("1 / 0", Holds.NUMBER, 2, ""),
        ('if(channels includes phone, "yes", "no")', Holds.TEXT, 0, "yes"),
        ("concat(1 / 3, x)", Holds.TEXT, 0, "0.333333"),
        ("count(channels) > 1", Holds.NUMBER, 0, "0"),
        ("1 +", Holds.NUMBER, 0, ""),
    ],
)
def test_a_calculation_is_stored_as_it_says(expression: str, holds: Holds, decimals: int, stored: str) -> None:
    question = replace(MEAN, expression=expression, holds=holds, decimals=decimals)
    poll = replace(POLL, pages=(Page("a", (CHANNELS, question)),))
    assert settle(poll, {"channels": ["phone"]}, {})["average"] == stored


def test_a_page_that_hangs_on_a_calculation_is_expected() -> None:
    assert progress(POLL, "a", {}) == (1, 3)
    assert progress(POLL, "b", {"channels": ["chat"], "grades.chat": "3"}) == (2, 2)


class TestOrder:
    pages = tuple(
        Page(code, (ask(f"q_{code}", QuestionKind.SINGLE, "x", "y"),), is_shuffled=code in "bcdfg")
        for code in "abcdefg"
    )
    poll = replace(POLL, pages=pages)

    def test_neighbours_change_places_and_the_others_stay(self) -> None:
        orders = [drawn(self.poll, f"seed {number}")["_order"].split() for number in range(30)]
        assert {(order[0], order[4]) for order in orders} == {("a", "e")}
        assert {tuple(sorted(order[1:4])) for order in orders} == {("b", "c", "d")}
        assert len({tuple(order) for order in orders}) == 12

    def test_the_path_follows_the_order_that_was_drawn(self) -> None:
        values = values_of({}, {"_order": "a d b c e g f"})
        assert [step.page.code for step in steps(self.poll, values)] == ["a", "d", "b", "c", "e", "g", "f"]
        after = next_page(self.poll, "d", values)
        before = previous_page(self.poll, "b", values)
        assert (after and after.code, before and before.code) == ("b", "d")
        assert [progress(self.poll, code, values) for code in "adf"] == [(1, 7), (2, 7), (7, 7)]

    def test_questions_stand_in_the_order_that_was_drawn_for_their_page(self) -> None:
        questions = (ask("top", is_pinned=True), *(ask(code) for code in ("p", "q", "r")))
        page = Page("mixed", questions, has_random_questions=True)
        orders = {tuple(question_order(page, f"seed {number}")) for number in range(60)}
        assert {order[0] for order in orders} == {"top"}
        assert len(orders) == 6

    def test_the_orders_that_were_shown_are_stored(self) -> None:
        question = replace(CHANNELS, has_random_choices=True)
        poll = replace(POLL, pages=(replace(POLL.pages[0], questions=(question, BEST), has_random_questions=True),))
        shown = orders_shown(poll, steps(poll, {}), "seed")
        assert shown.keys() == {"_order.channels", "_order.a.questions"}
        assert sorted(shown["_order.channels"]) == ["chat", "mail", "phone"]
        assert shown["_order.a.questions"] == ["channels"]


class TestWording:
    question = replace(CHANNELS, variants=(Variant("short", both("Short?")), Variant("long", both("Long?"))))
    poll = replace(POLL, pages=(Page("a", (question,)), Page("b", (ask("c", show_if="channels.wording = long"),))))

    def test_the_wording_is_stored_with_the_answer(self) -> None:
        known = drawn(self.poll, "seed")
        assert known["channels.wording"] in ("short", "long")
        assert settle(self.poll, {"channels": ["chat"]}, {"channels.wording": "long"}) == {
            "channels": ["chat"],
            "channels.wording": "long",
            "c": "",
        }

    def test_it_is_a_variable_like_any_other(self) -> None:
        variable = self.poll.variable_by_code["channels.wording"]
        assert [(choice.code, choice.label["en"]) for choice in variable.choices] == [
            ("short", "Short? en"),
            ("long", "Long? en"),
        ]
        assert believed(self.poll, {"channels.wording": "short"})["channels.wording"] == "short"
        assert asked(self.poll, {"channels.wording": "short"}) == ["channels"]
