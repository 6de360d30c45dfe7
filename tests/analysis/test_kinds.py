"""What is counted of rankings, dates, scores and the parts of a question, with answers that a person can check."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from polls.analysis.coding import from_rows
from polls.analysis.countable import MOST_MONTHS
from polls.analysis.summary import summarise
from polls.codebook.answers import Answers
from polls.codebook.schema import Question, QuestionKind, Row
from tests.analysis import sample

pytestmark = pytest.mark.pure


def total(question: Question, values: Sequence[Any], code: str = "") -> dict[str, Any]:
    """Give everyone's numbers on one variable, asked of people who answered this."""
    rows: list[Answers] = [{question.code: value} for value in values]
    return groups(question, rows, code)[0]


def groups(question: Question, rows: Sequence[Answers], code: str = "", **more: Any) -> list[dict[str, Any]]:
    poll = sample.questionnaire([question], minimum_base=1, **more)
    contacts = [{"side": "left" if position % 2 else "right"} for position in range(len(rows))]
    summary: Any = summarise(poll, from_rows(poll, rows, contacts))
    found = [each for each in summary["questions"] if each["code"] == (code or question.code)]
    shown: list[dict[str, Any]] = found[0]["groups"]
    return shown


def shares(group: dict[str, Any]) -> dict[str, float]:
    return {row["code"]: row["share"] for row in group["rows"]}


RANKING = Question("a", QuestionKind.RANKING, sample.text("a"), choices=sample.choices("x", "y", "z"))


def test_a_ranking_has_first_places_mean_ranks_and_points() -> None:
    found = total(RANKING, [["x", "y", "z"], ["x", "z", "y"], ["y", "x"], ["y"], []])
    assert (found["base"], found["skipped"]) == (4, 1)
    assert shares(found) == {"x": 0.5, "y": 0.5, "z": 0.0}
    x, y, z = found["ranking"]
    assert (x["ranked"], x["mean"]["mean"], x["points"]) == (3, pytest.approx(4 / 3), 8 / 4)
    assert (y["ranked"], y["mean"]["mean"], y["points"]) == (
        4,
        pytest.approx(7 / 4),
        9 / 4,
    )
    assert (z["ranked"], z["mean"]["mean"], z["points"]) == (2, pytest.approx(2.5), 3 / 4)
    assert [(each["top"], each["count"], each["share"]) for each in (x, y, z)] == [
        (2, 3, 0.75), (2, 3, 0.75), (2, 1, 0.25),
    ]  # fmt: skip
    assert x["interval"][0] < 0.75 < x["interval"][1]
    assert x["mean"]["method"] == "t"


def test_the_places_told_together_are_three_of_a_long_list() -> None:
    options = Question("a", QuestionKind.RANKING, sample.text("a"), choices=sample.choices(*"vwxyz"))
    found = total(options, [["v", "w", "x", "y"]])
    assert [(each["top"], each["count"]) for each in found["ranking"]] == [(3, 1), (3, 1), (3, 1), (3, 0), (3, 0)]


def test_segments_are_compared_on_first_places() -> None:
    poll = sample.questionnaire([RANKING], [sample.by_contact("side", "left", "right")], minimum_base=1)
    rows: list[Answers] = [{"a": ["x", "y"]}, {"a": ["y", "x"]}] * 30
    contacts = [{"side": "left"}, {"side": "right"}] * 30
    summary: Any = summarise(poll, from_rows(poll, rows, contacts))
    pair = next(
        each for each in summary["questions"][0]["comparisons"] if each["scope"] == "row" and each["row"] == "x"
    )
    assert (pair["difference"], pair["significant"]) == (1.0, True)


def test_a_net_promoter_score_is_a_mean_with_its_interval() -> None:
    nps = Question("a", QuestionKind.NPS, sample.text("a"))
    found = total(nps, ["10"] * 5 + ["9"] * 1 + ["8"] * 2 + ["6"] * 1 + ["0"] * 1)
    # R: x <- c(rep(100, 6), rep(0, 2), rep(-100, 2)); mean(x); sd(x); t.test(x)$conf.int
    assert found["mean"]["mean"] == pytest.approx(40.0)
    assert found["mean"]["sd"] == pytest.approx(84.32740, abs=1e-5)
    assert found["mean"]["interval"] == pytest.approx([-20.32421, 100.32421], abs=1e-4)
    assert {net["code"]: net["count"] for net in found["nets"]} == {"promoters": 6, "passives": 2, "detractors": 2}


def test_stars_have_a_mean_from_one_on() -> None:
    found = total(Question("a", QuestionKind.STARS, sample.text("a"), maximum=5), ["5", "4", "3"])
    assert found["mean"]["mean"] == 4.0
    assert [row["code"] for row in found["rows"]] == ["1", "2", "3", "4", "5"]


def test_dates_are_counted_by_month_without_gaps() -> None:
    found = total(Question("a", QuestionKind.DATE, sample.text("a")), ["2026-01-31", "2026-01-02", "2026-04-30", ""])
    assert shares(found) == pytest.approx({"2026-01": 2 / 3, "2026-02": 0.0, "2026-03": 0.0, "2026-04": 1 / 3})
    assert found["dates"] == {"tenth": None, "median": "2026-01-31", "ninetieth": None}
    assert found["mean"] is None


@pytest.mark.parametrize(("count", "ends"), [(49, (None, None)), (50, ("2026-01-05", "2026-02-14"))])
def test_the_middle_of_dates_is_told_where_five_lie_on_either_side(count: int, ends: Any) -> None:
    days = [(date(2026, 1, 1) + timedelta(days=day)).isoformat() for day in range(count)]
    found = total(Question("a", QuestionKind.DATE, sample.text("a")), days)
    assert (found["dates"]["tenth"], found["dates"]["ninetieth"]) == ends


@pytest.mark.parametrize(
    ("values", "bands"),
    [
        (["2024-12", "2026-06"], ["2024", "2025", "2026"]),
        (["1969-12", "1970-01"], ["1969-12", "1970-01"]),
        (["1955-03", "1998-01"], ["1950-1959", "1960-1969", "1970-1979", "1980-1989", "1990-1999"]),
        (["", ""], []),
    ],
)
def test_months_over_a_long_time_are_counted_by_year_or_decade(values: list[str], bands: list[str]) -> None:
    assert MOST_MONTHS == 18
    assert list(shares(total(Question("a", QuestionKind.MONTH, sample.text("a")), values))) == bands


def test_the_parts_of_an_allocation_have_means() -> None:
    question = Question("a", QuestionKind.ALLOCATION, sample.text("a"), choices=sample.choices("x", "y"))
    rows: list[Answers] = [{"a.x": "60", "a.y": "40"}, {"a.x": "80", "a.y": "20"}, {"a.x": "", "a.y": ""}]
    assert [groups(question, rows, code)[0]["mean"]["mean"] for code in ("a.x", "a.y")] == [70.0, 30.0]
    assert groups(question, rows, "a.x")[0]["base"] == 2


def test_each_row_of_a_matrix_has_its_own_base() -> None:
    rows = (Row("one", sample.text("one")), Row("two", sample.text("two")))
    choices = sample.choices("x", "y")
    question = Question("a", QuestionKind.MATRIX_SINGLE, sample.text("a"), choices=choices, rows=rows)
    answers: list[Answers] = [{"a.one": "x", "a.two": ""}, {"a.one": "x", "a.two": "y"}, {"a.one": "y"}]
    assert (groups(question, answers, "a.one")[0]["base"], groups(question, answers, "a.two")[0]["base"]) == (3, 1)
    assert shares(groups(question, answers, "a.one")[0]) == pytest.approx({"x": 2 / 3, "y": 1 / 3})
    assert groups(question, answers, "a.two")[0]["not_asked"] == 1


def test_a_consent_is_counted_among_all_who_saw_it() -> None:
    found = total(Question("a", QuestionKind.CONSENT, sample.text("a")), ["yes", "yes", "yes", ""])
    assert (found["base"], shares(found)) == (4, {"yes": 0.75})


def test_of_a_file_is_counted_whether_it_came() -> None:
    found = total(Question("a", QuestionKind.FILE, sample.text("a")), ["A1b2C3d4E5f6G7h8I9j0_-"] * 10 + [""] * 5)
    assert (found["answered"], found["asked"], found["rows"]) == (10, 15, [])


def test_a_hidden_variable_with_choices_is_a_choice() -> None:
    found = total(
        Question("a", QuestionKind.HIDDEN, sample.text("a"), choices=sample.choices("x", "y")), ["x", "x", "y"]
    )
    assert shares(found) == pytest.approx({"x": 2 / 3, "y": 1 / 3})


def test_information_is_nothing_to_count() -> None:
    poll = sample.questionnaire([Question("a", QuestionKind.INFORMATION, sample.text("a"))])
    assert summarise(poll, from_rows(poll, [{}], [{}]))["questions"] == []
