"""What differs between two questionnaires, word by word."""

from dataclasses import replace

import pytest

from polls.codebook.difference import Change, differences, word_pieces
from polls.codebook.schema import Page, Question, Questionnaire
from tests.codebook.sample import GOAL, POLL, WHY, ask, both, choices

pytestmark = pytest.mark.pure


def with_questions(*questions: Question) -> Questionnaire:
    return replace(POLL, pages=(Page("one", questions),))


def summary(old: Questionnaire, new: Questionnaire) -> list[tuple[str, str, str, str]]:
    return [("/".join(each.path), each.change.value, each.field, each.language) for each in differences(old, new)]


def test_nothing_differs_from_itself() -> None:
    assert differences(POLL, POLL) == []


def test_words_that_differ_stand_between_those_that_are_the_same() -> None:
    pieces = word_pieces("Wat is het belangrijkste?", "Wat is voor u het belangrijkste?")
    assert [(piece.text, piece.is_before, piece.is_after) for piece in pieces] == [
        ("Wat is ", True, True),
        ("voor u ", False, True),
        ("het belangrijkste?", True, True),
    ]
    assert word_pieces("", "x") == word_pieces("", "x")
    assert "".join(piece.text for piece in word_pieces("a  b\nc", "a  b\nd") if piece.is_before) == "a  b\nc"


def test_texts_and_settings_of_each_level() -> None:
    old = with_questions(GOAL, WHY)
    reworded = replace(GOAL, text={**GOAL.text, "en": "New"}, show_if="", choices=(*choices("quality", "costs"),))
    new = replace(with_questions(reworded, WHY), title=both("other"), minimum_base=9)
    assert summary(old, new) == [
        ("", "changed", "title", "nl"),
        ("", "changed", "title", "en"),
        ("one/goal", "changed", "text", "en"),
        ("one/goal/else", "removed", "", ""),
        ("one/goal", "changed", "show_if", ""),
        ("", "changed", "minimum_base", ""),
    ]
    (base,) = [each for each in differences(old, new) if each.field == "minimum_base"]
    assert (base.before, base.after) == ("5", "9")


def test_parts_that_come_go_and_move() -> None:
    a, b, c, d = (ask(code) for code in "abcd")
    assert summary(with_questions(a, b, c), with_questions(c, a, d)) == [
        ("one/b", "removed", "", ""),
        ("one/c", "moved", "", ""),
        ("one/d", "added", "", ""),
    ]
    removed = differences(with_questions(a, b), with_questions(a))[0]
    assert (removed.change, removed.before, removed.after) == (Change.REMOVED, "b nl", "")


def test_a_very_long_text_is_shown_as_a_whole() -> None:
    before, after = "a " * 5000, "b " * 5000
    assert [piece.text for piece in word_pieces(before, after)] == [before, after]
