"""What conditions can never do is proved, and what cannot be proved is not said."""

from time import process_time

import pytest

from polls.codebook.lint import advise
from polls.codebook.schema import (
    Choice,
    Page,
    Question,
    QuestionKind,
    Questionnaire,
    Segment,
    SegmentVariable,
    Source,
)

pytestmark = pytest.mark.pure


def single(code: str, *codes: str, show_if: str = "") -> Question:
    choices = tuple(Choice(choice, {"nl": f"{code} {choice}"}) for choice in codes)
    return Question(code, QuestionKind.SINGLE, {"nl": f"Vraag {code}?"}, choices=choices, show_if=show_if)


def number(code: str, low: int | None = None, high: int | None = None, show_if: str = "") -> Question:
    text = {"nl": f"Aantal {code}?"}
    return Question(code, QuestionKind.NUMBER, text, minimum=low, maximum=high, show_if=show_if)


def found(*pages: Page, **fields: object) -> list[tuple[str, str]]:
    questionnaire = Questionnaire("q", {"nl": "P"}, pages, **fields)  # type: ignore[arg-type]
    return [(item.code, item.place.question or item.place.page) for item in advise(questionnaire)]


def test_parts_that_exclude_each_other_are_told() -> None:
    page = Page("p", (single("a", "x", "y"), single("b", "z", "w", show_if="a = x and a = y")))
    assert found(page) == [("condition_never", "b")]


def test_a_condition_that_always_holds_is_told() -> None:
    page = Page("p", (single("a", "x", "y"), single("b", "z", "w", show_if="a = x or not (a = x)")))
    assert found(page) == [("condition_always", "b")]


def test_a_number_outside_its_bounds_is_told() -> None:
    page = Page("p", (number("n", 1, 10), single("b", "z", "w", show_if="n > 10")))
    assert found(page) == [("condition_never", "b")]
    assert found(Page("p", (number("n", 1, 10), single("b", "z", "w", show_if="n >= 10")))) == []


def test_a_question_to_which_no_route_leads_is_told() -> None:
    pages = (
        Page("one", (single("a", "x", "y"),)),
        Page("two", (single("b", "z", "w", show_if="a = x"),)),
        Page("three", (single("c", "v", "u", show_if="b = z and a = y"),)),
    )
    assert found(*pages) == [("unreachable", "c")]


def test_a_page_and_its_question_that_exclude_each_other_are_told_at_the_question() -> None:
    pages = (
        Page("one", (single("a", "x", "y"),)),
        Page("two", (single("b", "z", "w", show_if="a = y"),), show_if="a = x"),
    )
    assert found(*pages) == [("unreachable", "b")]


def test_what_hangs_on_a_page_that_nobody_gets_is_told_once_per_place() -> None:
    pages = (
        Page("one", (single("a", "x", "y"),)),
        Page("two", (single("b", "z", "w"),), show_if="a = x and a = y"),
        Page("three", (single("c", "v", "u", show_if="b = z"),)),
    )
    assert found(*pages) == [("condition_never", "two"), ("unreachable", "c")]


def test_attributes_may_have_values_that_nobody_named() -> None:
    role = SegmentVariable("roles", {"nl": "Rol"}, Source.CONTACT, "role", (Segment("in", {"nl": "In"}, ("inhouse",)),))
    page = Page("p", (single("b", "z", "w", show_if="role = other"), single("c", "z", "w", show_if="role != inhouse")))
    assert found(page, segment_variables=(role,)) == []


def test_what_cannot_be_proved_is_not_said() -> None:
    many = tuple(single(f"a{place}", *"abcdefgh") for place in range(12))
    everything = " and ".join(f"a{place} in (a, b)" for place in range(12))
    last = single("last", "x", "y", show_if=f"{everything} and a0 = c")
    texts = Question("t", QuestionKind.SHORT_TEXT, {"nl": "Tekst?"})
    summed = single("s", "x", "y", show_if="n + m > 3 and n + m < 2")
    assert found(Page("p", (*many, texts, number("n"), number("m"))), Page("q", (last, summed))) == []


def test_two_hundred_questions_with_four_hundred_conditions_are_read_in_a_second() -> None:
    pages = []
    for place in range(100):
        before = f"p{place - 1}b" if place else ""
        condition = f"{before} in (x, y)" if before else ""
        questions = (
            single(f"p{place}a", "x", "y", "z", show_if=condition),
            single(f"p{place}b", "x", "y", "z", show_if=f"p{place}a = x or p{place}a = y"),
        )
        pages.append(Page(f"page{place}", questions, show_if=f"{before} != z" if before else ""))
    start = process_time()
    advise(Questionnaire("q", {"nl": "P"}, tuple(pages)))
    assert process_time() - start < 5  # alone it takes a tenth of it
