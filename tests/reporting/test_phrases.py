"""The tables of sentences are complete in both languages."""

from string import Formatter
from typing import Any

import pytest

from polls.codebook.schema import QuestionKind
from polls.reporting.audience import _OPINIONS
from polls.reporting.charts import CHARTS
from polls.reporting.phrases import PHRASES, TEST_NAMES, listed, say

pytestmark = pytest.mark.pure


def parts(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("key", PHRASES)
def test_both_languages_say_the_same_with_the_same_parts(key: Any) -> None:
    assert set(PHRASES[key]) == {"nl", "en"}
    assert parts(PHRASES[key]["nl"]) == parts(PHRASES[key]["en"])


@pytest.mark.parametrize("key", TEST_NAMES)
def test_each_test_has_a_name_in_both_languages(key: Any) -> None:
    assert set(TEST_NAMES[key]) == {"nl", "en"}


@pytest.mark.parametrize("table", [CHARTS, _OPINIONS])
def test_each_table_by_kind_is_complete(table: Any) -> None:
    assert set(table) == set(QuestionKind)


def test_lists_read_like_sentences() -> None:
    assert listed([], "nl") == ""
    assert listed(["a"], "nl") == "a"
    assert listed(["a", "b", "c"], "nl") == "a, b en c"
    assert listed(["a", "b"], "en", "or") == "a or b"


def test_a_sentence_with_a_part_missing_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("nl", "hidden")
