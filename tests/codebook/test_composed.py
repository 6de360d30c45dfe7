import time

import pytest

from polls.codebook.answers import clean_text
from polls.codebook.composed import composed


def test_a_letter_and_its_mark_become_one_character() -> None:
    assert composed("cafe\u0301") == "café"


def test_as_many_marks_as_languages_use_stay() -> None:
    assert composed("a" + "\u0316" * 30) == "a" + "\u0316" * 30


def test_marks_beyond_the_thirtieth_go_and_the_text_after_them_stays() -> None:
    assert composed("a" + "\u0316" * 31 + "b\u0316") == "a" + "\u0316" * 30 + "b\u0316"


def test_long_texts_in_other_scripts_stay_whole() -> None:
    assert composed("климат " * 3 + "客服中心" * 20) == "климат " * 3 + "客服中心" * 20


@pytest.mark.parametrize("mark", ["\u0315\u0300", "\u0f73"])
def test_a_letter_under_a_pile_of_marks_takes_no_time(mark: str) -> None:
    started = time.process_time()
    clean_text("a" + mark * 30_000, is_long=True)
    assert time.process_time() - started < 0.5  # the first took two seconds and more, with the square of its length
