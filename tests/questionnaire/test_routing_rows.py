"""Logic in the rows of the design: written, read back, copied, and options carried forward."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from polls.codebook.compare import structure_problems, wording_changes
from polls.codebook.document import from_document, to_document
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
    Text,
    Variant,
)
from polls.questionnaire.design import to_questionnaire
from polls.questionnaire.rows import create_poll
from polls.questionnaire.services import duplicate

NOW = datetime(2026, 1, 5, tzinfo=UTC)


def both(text: str) -> Text:
    return {"nl": f"{text} nl", "en": f"{text} en"}


CHANNELS = Question(
    "channels",
    QuestionKind.MULTIPLE,
    both("channels"),
    choices=(
        Choice("phone", both("phone"), is_pinned=True),
        Choice("chat", both("chat"), show_if="role = inhouse"),
        Choice("else", both("else"), is_other=True),
    ),
    has_random_choices=True,
    variants=(Variant("a", both("short")), Variant("b", both("long"))),
    checks=(Check("count(channels) < 3", both("too many"), is_hard=False),),
)
MAIN = Question(
    "main",
    QuestionKind.SINGLE,
    both("main"),
    choices=(Choice("none", both("none")),),
    carries="channels",
    is_pinned=True,
)
OTHERS = Question(
    "others",
    QuestionKind.MATRIX_SINGLE,
    both("others"),
    choices=(Choice("yes", both("yes")), Choice("no", both("no"))),
    rows=(Row("mail", both("mail"), is_pinned=True),),
    carries="channels",
    carries_chosen=False,
    has_random_rows=True,
)
WRITTEN = Questionnaire(
    slug="logic",
    title=both("title"),
    privacy=both("privacy"),
    pages=(
        Page("one", (CHANNELS,), is_shuffled=True),
        Page("two", (MAIN, OTHERS), has_random_questions=True),
    ),
    screen_outs=(ScreenOut("outside", "role = other", both("sorry")),),
    quotas=(Quota("phones", both("phones"), "channels includes phone", 50, both("full")),),
)


@pytest.fixture
def read(db: None) -> Questionnaire:
    return to_questionnaire(create_poll(WRITTEN, by=None))


def test_options_are_carried_with_the_condition_that_they_were_chosen(read: Questionnaire) -> None:
    main = read.question_by_code["main"]
    assert [(choice.code, choice.show_if, choice.is_pinned, choice.is_carried) for choice in main.choices] == [
        ("phone", 'channels includes "phone"', True, True),
        ("chat", 'channels includes "chat"', False, True),
        ("else", 'channels includes "else"', True, True),
        ("none", "", False, False),
    ]
    assert main.choices[2].label == {"nl": "{channels.else|else nl}", "en": "{channels.else|else en}"}


def test_rows_can_be_the_options_that_were_not_chosen(read: Questionnaire) -> None:
    assert [(row.code, row.show_if) for row in read.question_by_code["others"].rows] == [
        ("phone", 'not channels includes "phone"'),
        ("chat", 'not channels includes "chat" and (role = inhouse)'),
        ("else", 'not channels includes "else"'),
        ("mail", ""),
    ]


def test_all_else_is_read_as_it_was_written(read: Questionnaire) -> None:
    assert read.question_by_code["channels"] == CHANNELS
    assert (read.screen_outs, read.quotas) == (WRITTEN.screen_outs, WRITTEN.quotas)
    assert [(page.is_shuffled, page.has_random_questions) for page in read.pages] == [(True, False), (False, True)]
    assert from_document(to_document(read)) == read


def test_rows_made_of_what_was_read_give_the_same_again(read: Questionnaire) -> None:
    assert to_questionnaire(create_poll(replace(read, slug="again"), by=None)) == replace(read, slug="again")


def test_a_copy_has_all_of_it(read: Questionnaire) -> None:
    poll = create_poll(replace(WRITTEN, slug="first"), by=None)
    copy = duplicate(poll, by=None, now=NOW, slug="copy")
    assert to_questionnaire(copy) == replace(read, slug="copy")


def test_in_the_field_wording_may_change_and_conditions_may_not(read: Questionnaire) -> None:
    quota = replace(read.quotas[0], text=both("enough"))
    worded = replace(read, quotas=(quota,))
    assert structure_problems(read, worded) == []
    assert [(change.before, change.after) for change in wording_changes(read, worded)] == [
        ("full nl", "enough nl"),
        ("full en", "enough en"),
    ]
    limited = replace(read, quotas=(replace(quota, limit=60),))
    assert [(one.code, one.place.field) for one in structure_problems(read, limited)] == [("frozen", "quotas")]
