"""What is wrong with the logic of a questionnaire is found before it is launched."""

from dataclasses import replace

import pytest

from polls.codebook.outcomes import possible_outcomes
from polls.codebook.problems import find
from polls.codebook.rules import parse
from polls.codebook.schema import (
    Check,
    Choice,
    Page,
    Question,
    QuestionKind,
    Questionnaire,
    Quota,
    Row,
    ScreenOut,
    Variant,
)
from tests.codebook.sample import POLL, ROLE, ask, both

pytestmark = pytest.mark.pure

FIRST = ask("first", QuestionKind.MULTIPLE, "x", "y")
SECOND = ask("second", QuestionKind.SINGLE, "x", "y")


def codes(*questions: Question, before: tuple[Question, ...] = (FIRST,), **fields: object) -> list[tuple[str, str]]:
    pages = (Page("before", before), Page("last", questions or (SECOND,)))
    poll = Questionnaire("q", both("t"), pages, privacy=both("p"), segment_variables=(ROLE,), **fields)  # type: ignore[arg-type]
    return [(one.code, one.place.field) for one in find(poll) if one.code != "one_choice"]


def test_a_sound_questionnaire_has_no_problems() -> None:
    choices = (Choice("x", both("{first|x}"), show_if="first includes x"), Choice("y", both("y")))
    assert codes(replace(SECOND, choices=choices, checks=(Check("second = x", both("Really?")),))) == []


def test_conditions_of_choices_and_rows_are_checked_as_others_are() -> None:
    choices = (Choice("x", both("x"), show_if="second = y"), Choice("y", both("y"), show_if="nobody = x"))
    assert codes(replace(SECOND, choices=choices)) == [
        ("condition_on_itself", "show_if"),
        ("condition_unknown_name", "show_if"),
    ]
    rows = (Row("r", both("r"), show_if="first ="), Row("s", both("s"), show_if="first > 3"))
    matrix = Question("m", QuestionKind.MATRIX_SINGLE, both("m"), choices=SECOND.choices, rows=rows)
    assert codes(matrix) == [("condition_unreadable", "show_if"), ("condition_order_of_codes", "show_if")]


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("count(first) * 2", []),
        ("", ["no_expression"]),
        ("count(", ["condition_unreadable"]),
        ("total + 1", ["condition_on_itself"]),
        ("later + 1", ["condition_on_later"]),
        ("first + 1", ["condition_type"]),
    ],
)
def test_a_calculation_may_speak_of_what_comes_before_it(expression: str, found: list[str]) -> None:
    total = Question("total", QuestionKind.CALCULATED, both("total"), expression=expression)
    later = ask("later", QuestionKind.NUMBER)
    assert [code for code, _ in codes(total, later)] == found


def test_options_come_from_an_earlier_question_with_choices() -> None:
    assert codes(replace(SECOND, carries="third")) == [("carries_unknown", "carries")]
    assert codes(replace(SECOND, carries="note"), before=(ask("note", QuestionKind.LONG_TEXT),)) == [
        ("carries_unsuited", "carries")
    ]


def test_wordings_have_codes_of_their_own() -> None:
    twice = (Variant("a", both("a")), Variant("a", both("b")))
    assert codes(replace(SECOND, variants=twice)) == [("code_used_twice", "variants")]
    assert codes(replace(SECOND, variants=twice[:1])) == [("one_wording", "variants")]
    choices = (Choice("wording", both("w")), *SECOND.choices)
    assert codes(replace(SECOND, choices=choices, variants=(Variant("a", both("a")), Variant("b", both("b"))))) == [
        ("reserved_code", "choices")
    ]


def test_a_check_has_a_condition_and_a_message_and_may_speak_of_its_own_question() -> None:
    assert codes(replace(SECOND, checks=(Check("second = x and first includes x", both("?")),))) == []
    assert codes(replace(SECOND, checks=(Check("", {"nl": "Hoezo?"}),))) == [
        ("missing_translation", "checks"),
        ("check_without_condition", "checks"),
    ]
    assert codes(
        replace(SECOND, checks=(Check("third = x", both("?")),)), ask("third", QuestionKind.SINGLE, "x", "y")
    ) == [("condition_on_later", "checks")]


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("first includes x", []),
        ("second = x and second = y", ["screen_out_never"]),
        ("second = x or not second = x", ["screen_out_always"]),
        ("role = inhouse and role = bpo", ["screen_out_never"]),
        ("", ["end_without_condition"]),
        ("first includes z", ["condition_unknown_choice", "screen_out_never"]),
    ],
)
def test_a_screen_out_can_happen_and_does_not_always(condition: str, found: list[str]) -> None:
    screen_out = ScreenOut("out", condition, both("sorry"))
    assert [code for code, _ in codes(screen_outs=(screen_out,))] == found


def test_a_quota_can_fill() -> None:
    quota = Quota("some", both("some"), "second = x and not first includes x", 10, both("full"))
    assert codes(quotas=(quota,)) == []
    assert codes(quotas=(replace(quota, condition="second = x and not second = x"),)) == [
        ("quota_never_fills", "quotas")
    ]
    assert codes(quotas=(replace(quota, limit=0, text={}),)) == [
        ("missing_text", "quotas"),
        ("missing_text", "quotas"),
        ("quota_without_room", "quotas"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("About {first|it} and {role}", []),
        ("About {second}", [("pipe_too_early", "text")]),
        ("About {nobody}", [("pipe_unknown", "text")]),
        ("About {braces of your own", []),
    ],
)
def test_a_text_names_what_is_known_before_its_page(text: str, found: list[tuple[str, str]]) -> None:
    assert codes(replace(SECOND, text={"nl": text, "en": text})) == found * 1


def test_pages_that_change_places_cannot_lean_on_each_other() -> None:
    leaning = replace(SECOND, show_if="first includes x")
    pages = (Page("a", (FIRST,), is_shuffled=True), Page("b", (leaning,), is_shuffled=True))
    poll = Questionnaire("q", both("t"), pages, privacy=both("p"))
    assert [one.code for one in find(poll)] == ["condition_on_later"]
    behind = replace(poll, pages=(*pages[:1], Page("b", (leaning,))))
    assert find(behind) == []


@pytest.mark.parametrize(
    ("condition", "outcomes"),
    [
        ("seats > 3 and seats < 3", {False}),
        ("seats > 3 and seats < 4", {True, False}),
        ("seats >= 0", {True, False}),
        ("seats < 0", {False}),
        ("goal = quality and goal_grade > 5", {True, False}),
        ("goal_grade > 10", {False}),
        ("why includes price and not answered(why)", {False}),
        ("role = inhouse or not role = inhouse", {True}),
        ("seats + 1 > 3 and seats < 0", {True, False}),
    ],
)
def test_what_a_condition_can_come_to_is_tried(condition: str, outcomes: set[bool]) -> None:
    assert possible_outcomes(parse(condition), POLL) == outcomes
