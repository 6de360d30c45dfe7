"""Which pages and questions a respondent is asked."""

from dataclasses import replace
from random import Random
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.codebook.answers import Answers, other_key
from polls.codebook.path import (
    depends_on_own_page,
    first_page,
    next_page,
    open_questions,
    previous_page,
    progress,
    settle,
    step_at,
    steps,
    values_of,
    visible_pages,
    visible_questions,
)
from polls.codebook.schema import Page, QuestionKind, Questionnaire, Requirement
from tests.codebook.sample import (
    GOAL,
    GOAL_GRADE,
    POLL,
    REMARK,
    SEATS,
    WHY,
    ask,
    random_answers,
    random_poll,
)

pytestmark = pytest.mark.pure

START, GOALS, SUPPLIER, END = POLL.pages
INHOUSE = {"role": "inhouse"}
BPO = {"role": "bpo"}


def poll_of(*pages: Page) -> Questionnaire:
    return replace(POLL, pages=pages)


class TestPath:
    def test_pages_follow_the_contact_attribute(self) -> None:
        assert visible_pages(POLL, BPO) == (SUPPLIER, END)
        assert visible_pages(POLL, {}) == (END,)

    def test_pages_follow_the_answers(self) -> None:
        assert visible_pages(POLL, {**INHOUSE, "outsources": "no"}) == (START, END)
        assert visible_pages(POLL, {**INHOUSE, "outsources": "partly"}) == (START, GOALS, END)

    def test_questions_follow_the_answers_on_the_same_page(self) -> None:
        before = values_of({"outsources": "fully"}, INHOUSE)
        assert visible_questions(GOALS, before) == (GOAL,)
        assert visible_questions(GOALS, {**before, "goal": "costs"}) == (GOAL,)
        assert visible_questions(GOALS, {**before, "goal": "quality"}) == (GOAL, GOAL_GRADE)

    def test_an_answer_that_is_no_longer_asked_for_counts_as_missing(self) -> None:
        leftover = values_of({"outsources": "fully", "goal": "quality", "goal_grade": "7"}, BPO)
        assert steps(POLL, leftover) == ((step_at(POLL, "supplier", BPO)), step_at(POLL, "end", BPO))
        assert step_at(POLL, "goals", leftover) is None
        assert visible_questions(GOALS, {**leftover, "outsources": "no"}) == ()

    def test_a_condition_on_a_later_question_sees_it_as_missing(self) -> None:
        poll = poll_of(
            Page("one", (ask("a", show_if="not answered(b)"), ask("c", show_if="b = x"))), Page("two", (ask("b"),))
        )
        assert [question.code for step in steps(poll, {"b": "x"}) for question in step.questions] == ["a", "b"]

    def test_a_page_without_a_visible_question_is_passed_over(self) -> None:
        assert GOALS not in visible_pages(POLL, {**INHOUSE, "outsources": "no"})

    def test_a_condition_that_cannot_be_read_shows_its_question(self) -> None:
        poll = poll_of(Page("one", (ask("a", show_if="role ="),), show_if=" "))
        assert visible_pages(poll, {}) == poll.pages

    def test_what_depends_on_its_own_page_is_known(self) -> None:
        assert [depends_on_own_page(GOALS, question) for question in (GOAL, GOAL_GRADE)] == [False, True]


class TestWalking:
    def test_forward_and_back(self) -> None:
        values = {**INHOUSE, "outsources": "fully"}
        assert first_page(POLL, values) == START
        assert next_page(POLL, "start", values) == GOALS
        assert next_page(POLL, "goals", values) == END
        assert next_page(POLL, "end", values) is None
        assert previous_page(POLL, "end", values) == GOALS
        assert previous_page(POLL, "start", values) is None

    def test_from_a_page_that_went_off_the_path(self) -> None:
        assert next_page(POLL, "goals", {**INHOUSE, "outsources": "no"}) == END
        assert previous_page(POLL, "supplier", {**INHOUSE, "outsources": "no"}) == START

    def test_nothing_to_ask_gives_no_first_page(self) -> None:
        assert first_page(poll_of(START), BPO) is None

    def test_an_unknown_page_is_an_error(self) -> None:
        for walk in (next_page, previous_page, progress):
            with pytest.raises(KeyError, match="nowhere"):
                walk(POLL, "nowhere", {})


class TestProgress:
    def test_pages_that_may_still_come_are_expected(self) -> None:
        assert progress(POLL, "start", INHOUSE) == (1, 3)

    def test_the_total_shrinks_when_they_turn_out_not_to_come(self) -> None:
        assert progress(POLL, "start", {**INHOUSE, "outsources": "no"}) == (1, 2)
        assert progress(POLL, "end", {**INHOUSE, "outsources": "no"}) == (2, 2)

    def test_what_cannot_come_is_not_expected(self) -> None:
        assert progress(POLL, "supplier", BPO) == (1, 2)

    def test_a_skipped_question_that_lies_behind_is_decided(self) -> None:
        assert progress(POLL, "end", {**INHOUSE, "outsources": ""}) == (2, 2)

    @given(st.randoms())
    def test_walking_on_never_raises_the_total(self, rng: Random) -> None:
        poll = random_poll(rng)
        values = {**random_answers(rng, poll), "a": "x"}
        shown = [progress(poll, page.code, values) for page in visible_pages(poll, values)]
        assert [position for position, _ in shown] == list(range(1, len(shown) + 1))
        totals = [total for _, total in shown]
        assert totals == sorted(totals, reverse=True)
        assert all(total >= len(shown) for total in totals)


class TestSettling:
    def test_leftovers_go_and_skipped_questions_are_filled_in_order(self) -> None:
        answers: Answers = {
            "remark": "dank",
            "outsources": "no",
            "goal": "else",
            "goal.else": "iets",
            "why": ["price"],
            "x": "y",
        }
        assert list(settle(POLL, answers, INHOUSE).items()) == [("outsources", "no"), ("remark", "dank")]

    def test_what_was_asked_and_left_is_skipped(self) -> None:
        assert settle(POLL, {}, BPO) == {"why": [], "seats": "", "remark": ""}

    def test_the_text_of_an_other_stays_only_with_its_choice(self) -> None:
        chosen: Answers = {"why": ["price", "else"], "why.else": "de sfeer"}
        assert settle(POLL, chosen, BPO) == {
            "why": ["price", "else"],
            "why.else": "de sfeer",
            "seats": "",
            "remark": "",
        }
        assert settle(POLL, {**chosen, "why": ["price"]}, BPO) == {"why": ["price"], "seats": "", "remark": ""}
        assert settle(POLL, {"why": ["else"]}, BPO)["why.else"] == ""

    @given(st.randoms(), st.booleans())
    def test_settling_twice_changes_nothing_more(self, rng: Random, looks_ahead: bool) -> None:
        poll = random_poll(rng, looks_ahead=looks_ahead)
        settled = settle(poll, random_answers(rng, poll), {"a": "x"})
        again = settle(poll, settled, {"a": "x"})
        assert list(again.items()) == list(settled.items())

    @given(st.randoms())
    def test_exactly_the_visible_questions_are_stored(self, rng: Random) -> None:
        poll = random_poll(rng)
        settled = settle(poll, random_answers(rng, poll), {"a": "y"})
        values = values_of(settled, {"a": "y"})
        asked = [question for page in visible_pages(poll, values) for question in visible_questions(page, values)]
        assert [key for key in settled if "." not in key] == [question.code for question in asked]
        chosen = {question.code for question in asked if question.choices and "else" in settled[question.code]}
        assert {key for key in settled if "." in key} == {other_key(code, "else") for code in chosen}


class TestOpenQuestions:
    def test_only_asked_unanswered_questions_of_the_requirement_are_listed(self) -> None:
        assert open_questions(POLL, {}, BPO, Requirement.SOFT) == ((SUPPLIER, WHY), (SUPPLIER, SEATS))
        assert open_questions(POLL, {"why": ["_dk"], "seats": ""}, BPO, Requirement.SOFT) == ((SUPPLIER, SEATS),)
        assert open_questions(POLL, {}, BPO, Requirement.NO) == ((END, REMARK),)
        assert open_questions(POLL, {}, BPO, Requirement.HARD) == ()

    def test_a_question_off_the_path_is_never_open(self) -> None:
        assert open_questions(POLL, {"outsources": "no"}, INHOUSE, Requirement.SOFT) == ()

    def test_a_hard_required_other_needs_its_text(self) -> None:
        hard = ask("q", QuestionKind.SINGLE, "x", "else", requirement=Requirement.HARD)
        poll = poll_of(Page("one", (hard,)))
        assert open_questions(poll, {"q": "else", "q.else": ""}, {}, Requirement.HARD) == ((poll.pages[0], hard),)
        assert open_questions(poll, {"q": "else", "q.else": "iets"}, {}, Requirement.HARD) == ()
        soft = poll_of(Page("one", (replace(hard, requirement=Requirement.SOFT),)))
        assert open_questions(soft, {"q": "else", "q.else": ""}, {}, Requirement.SOFT) == ()


def test_a_poll_of_twelve_questions_takes_well_under_a_tenth_of_a_millisecond() -> None:
    questions = tuple(
        ask(f"q{number}", QuestionKind.SINGLE, "x", "y", show_if="role = inhouse and not (q0 in (y, z) or q0 = w)")
        for number in range(1, 12)
    )
    poll = poll_of(Page("one", (ask("q0", QuestionKind.SINGLE, "x", "y"), *questions[:3])), Page("two", questions[3:]))
    values = values_of({f"q{number}": "x" for number in range(12)}, INHOUSE)
    assert len(visible_questions(poll.pages[1], values)) == 8
    best = min(_seconds_of_walk(poll, values) for _ in range(200))
    assert best < 100e-6


def _seconds_of_walk(poll: Questionnaire, values: dict) -> float:
    start = perf_counter()
    steps(poll, values)
    return perf_counter() - start


def test_values_join_answers_and_attributes() -> None:
    assert values_of({"goal": "costs"}, {"role": "bpo"}) == {"goal": "costs", "role": "bpo"}
