import numpy as np
import pytest

from polls.analysis.coding import CODERS, from_rows
from polls.analysis.shapes import SHAPES, Shape
from polls.analysis.table import ChoiceColumn, Missing, MultipleColumn, NumberColumn, TextColumn
from polls.codebook.schema import Question, QuestionKind
from tests.analysis import sample

pytestmark = pytest.mark.pure


def column(question: Question, *values: object) -> object:
    rows = [{} if value is None else {question.code: value} for value in values]
    return from_rows(sample.questionnaire([question]), rows, [{} for _ in rows]).columns[question.code]


def test_a_single_answer_becomes_the_position_of_its_option() -> None:
    coded = column(sample.single("a", "x", "y", dont_know=True), "y", "x", "_dk", "", None)
    assert isinstance(coded, ChoiceColumn)
    assert coded.codes.tolist() == [1, 0, Missing.DONT_KNOW, Missing.SKIPPED, Missing.NOT_ASKED]
    assert coded.codes.dtype == np.int8


def test_a_rating_becomes_the_position_of_its_point() -> None:
    coded = column(Question("a", QuestionKind.RATING, sample.text("a"), minimum=1, maximum=10), "1", "10", "7")
    assert isinstance(coded, ChoiceColumn)
    assert coded.codes.tolist() == [0, 9, 6]


def test_a_multiple_answer_becomes_ticks() -> None:
    coded = column(sample.multiple("a", "x", "y", "z"), ["x", "z"], ["_dk"], [], None)
    assert isinstance(coded, MultipleColumn)
    assert coded.chosen.tolist() == [[True, False, True], [False] * 3, [False] * 3, [False] * 3]
    assert coded.status.tolist() == [0, Missing.DONT_KNOW, Missing.SKIPPED, Missing.NOT_ASKED]


def test_a_number_is_read_with_a_point() -> None:
    coded = column(Question("a", QuestionKind.NUMBER, sample.text("a"), decimals=1), "12.5", "_dk", "", None)
    assert isinstance(coded, NumberColumn)
    assert coded.values[0] == 12.5
    assert np.isnan(coded.values[1:]).all()
    assert coded.status.tolist() == [0, Missing.DONT_KNOW, Missing.SKIPPED, Missing.NOT_ASKED]


def test_any_text_is_an_answer() -> None:
    coded = column(Question("a", QuestionKind.SHORT_TEXT, sample.text("a")), "goed", "_dk", "", None)
    assert isinstance(coded, TextColumn)
    assert coded.status.tolist() == [0, 0, Missing.SKIPPED, Missing.NOT_ASKED]


def test_an_unknown_code_is_an_error_that_names_it() -> None:
    with pytest.raises(ValueError, match="question a has no option 'w'"):
        column(sample.single("a", "x", "y"), "w")
    with pytest.raises(ValueError, match="question a has no option 'w'"):
        column(sample.multiple("a", "x", "y"), ["x", "w"])


def test_every_kind_of_question_has_its_coder() -> None:
    assert set(SHAPES) == set(QuestionKind)
    assert set(CODERS) == set(Shape)
