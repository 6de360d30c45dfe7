from typing import Any

import numpy as np
import pytest

from polls.analysis.banner import build_banner
from polls.analysis.coding import from_rows
from polls.analysis.frequency import Frequencies, tabulate
from polls.analysis.table import ChoiceColumn, Missing
from polls.codebook.schema import Question, QuestionKind
from tests.analysis import sample

pytestmark = pytest.mark.pure


def counted(question: Question, values: list[Any]) -> Frequencies:
    rows = [{} if value is None else {question.code: value} for value in values]
    table = from_rows(sample.questionnaire([question]), rows, [{} for _ in rows])
    ((frequencies,),) = tabulate([question], [table.columns[question.code]], [build_banner(table.n, [])])
    return frequencies


def test_the_three_bases_are_nested() -> None:
    frequencies = counted(sample.single("a", "x", "y", dont_know=True), ["x", "y", "y", "_dk", "", None, None])
    assert frequencies.asked.tolist() == [5]
    assert frequencies.answered.tolist() == [4]
    assert frequencies.valid.tolist() == [3]
    assert [frequencies.missing(reason).tolist() for reason in Missing] == [[1], [1], [2], [0]]


def test_not_reached_is_nobody_s_base() -> None:
    question = sample.single("a", "x", "y")
    column = ChoiceColumn(np.array([0, 1, Missing.NOT_REACHED, Missing.NOT_ASKED], np.int8))
    ((frequencies,),) = tabulate([question], [column], [build_banner(4, [])])
    assert frequencies.asked.tolist() == [2]
    assert frequencies.missing(Missing.NOT_REACHED).tolist() == [1]


def test_dont_know_is_a_row_of_a_nominal_question() -> None:
    frequencies = counted(sample.single("a", "x", "y", dont_know=True), ["x", "y", "y", "_dk", ""])
    assert frequencies.row_codes == ("x", "y", "_dk")
    assert frequencies.rows.tolist() == [[1, 2, 1]]
    assert frequencies.base.tolist() == [4]


def test_dont_know_is_left_out_of_a_scale() -> None:
    frequencies = counted(sample.scale("a", 5), ["p1", "p4", "p5", "p5", "_dk"])
    assert frequencies.row_codes == ("p1", "p2", "p3", "p4", "p5")
    assert frequencies.base.tolist() == [4]


def test_nets_count_people_on_the_two_outer_points() -> None:
    frequencies = counted(sample.scale("a", 5), ["p1", "p2", "p3", "p4", "p5", "p5", "_dk"])
    assert dict(frequencies.nets) == {"top2": ("p4", "p5"), "bottom2": ("p1", "p2")}
    assert frequencies.net_counts.tolist() == [[3, 2]]


def test_a_scale_of_three_points_has_no_nets() -> None:
    assert counted(sample.scale("a", 3), ["p1"]).nets == {}


def test_multiple_choice_is_counted_on_respondents() -> None:
    frequencies = counted(sample.multiple("a", "x", "y", "z"), [["x", "y"], ["x"], ["_dk"], [], None])
    assert frequencies.rows.tolist() == [[2, 1, 0, 1]]
    assert frequencies.base.tolist() == [3]


def test_more_options_than_fit_in_one_pass_are_all_counted() -> None:
    codes = [f"o{number}" for number in range(14)]
    ticks = [[codes[place] for place in range(14) if (row >> place) & 1] or [codes[0]] for row in range(1, 200, 7)]
    frequencies = counted(sample.multiple("a", *codes), ticks)
    assert frequencies.options[0].tolist() == [sum(code in row for row in ticks) for code in codes]


@pytest.mark.parametrize("kind", [QuestionKind.NUMBER, QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT])
def test_numbers_and_texts_have_no_rows(kind: QuestionKind) -> None:
    frequencies = counted(Question("a", kind, sample.text("a")), ["1", "2", ""])
    assert frequencies.row_codes == ()
    assert frequencies.rows.shape == (1, 0)
    assert frequencies.base.tolist() == [2]


def test_codes_beyond_one_byte_are_counted() -> None:
    codes = [f"o{number}" for number in range(200)]
    frequencies = counted(sample.single("a", *codes), ["o199", "o130", "o130"])
    assert frequencies.options[0, 130] == 2
    assert frequencies.options[0, 199] == 1
