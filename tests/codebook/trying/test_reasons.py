"""Each part of a condition is explained with what it comes to."""

from dataclasses import replace

import pytest

from polls.codebook.kinds import QuestionKind
from polls.codebook.question import Choice, Question
from polls.codebook.routing import Quota, ScreenOut
from polls.codebook.schema import Page, Questionnaire
from polls.codebook.trying.reasons import gates, names_in_conditions, reasons

pytestmark = pytest.mark.pure

CHOICES = (Choice("x", {"nl": "X"}), Choice("y", {"nl": "Y"}))
A = Question("a", QuestionKind.SINGLE, {"nl": "A?"}, choices=CHOICES)
N = Question("n", QuestionKind.NUMBER, {"nl": "N?"})
B = Question("b", QuestionKind.SINGLE, {"nl": "B?"}, choices=CHOICES, show_if="a = x and not (n > 5 or answered(a))")
C = Question("c", QuestionKind.SINGLE, {"nl": "C?"}, choices=CHOICES, show_if="n + 1 > 3")
POLL = Questionnaire("q", {"nl": "P"}, (Page("one", (A, N)), Page("two", (B, C), show_if="answered(n)")))


def test_every_part_says_what_it_comes_to_and_why() -> None:
    explained = {item.place.question or item.place.page: item for item in reasons(POLL, {"a": "x", "n": "3"})}
    assert [(name, item.is_asked) for name, item in explained.items()] == [
        ("one", True),
        ("a", True),
        ("n", True),
        ("two", True),
        ("b", False),
        ("c", True),
    ]
    reason = explained["b"].reason
    assert reason is not None
    first, negated = reason.parts
    assert (reason.holds, reason.joined_by) == (False, "and")
    assert (first.text, first.holds, first.given) == ("a = x", True, "a: x")
    assert (negated.joined_by, negated.holds) == ("not", False)
    (either,) = negated.parts
    assert [(part.text, part.holds) for part in either.parts] == [("n > 5", False), ("answered(a)", True)]
    sums = explained["c"].reason
    assert sums is not None
    assert (sums.text, sums.holds, sums.given) == ("n + 1 > 3", True, "n: 3")


def test_an_answer_to_what_is_not_asked_does_not_count() -> None:
    explained = {item.place.question: item for item in reasons(POLL, {"a": "x"})}
    assert explained["b"].is_asked is False


def test_only_what_conditions_speak_about_is_to_be_filled_in() -> None:
    assert names_in_conditions(POLL) == ["a", "n"]


def test_a_question_of_which_nothing_is_left_says_so() -> None:
    carried = tuple(replace(choice, show_if=f"m includes {choice.code}", is_carried=True) for choice in CHOICES)
    later = Question("d", QuestionKind.SINGLE, {"nl": "D?"}, choices=carried, carries="m")
    first = Question("m", QuestionKind.MULTIPLE, {"nl": "M?"}, choices=CHOICES)
    poll = Questionnaire("q", {"nl": "P"}, (Page("one", (first,)), Page("two", (later,))))
    nothing, something = (list(reasons(poll, values))[-1] for values in ({}, {"m": ["x"]}))
    assert (nothing.is_asked, nothing.is_emptied) == (False, True)
    assert (something.is_asked, something.is_emptied) == (True, False)


def test_screen_outs_and_quotas_are_explained() -> None:
    poll = replace(
        POLL,
        screen_outs=(ScreenOut("low", "n < 3", {"nl": "Dank"}),),
        quotas=(Quota("many", {"nl": "Veel"}, "n > 5", 10, {"nl": "Vol"}),),
    )
    assert [(gate.code, gate.is_quota, gate.holds) for gate in gates(poll, {"n": "2"})] == [
        ("low", False, True),
        ("many", True, False),
    ]
    low, _many = gates(poll, {"n": "2"})
    assert low.reason is not None
    assert (low.reason.text, low.reason.given) == ("n < 3", "n: 2")
