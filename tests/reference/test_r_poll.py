"""A whole poll, from its stored answers, gives R's tables, means and nets."""

from collections.abc import Mapping
from functools import cache

import pytest

from polls.analysis.summary import summarise
from polls.analysis.summary_document import QuestionSummary, ShownGroup, Summary
from tests.reference import poll_a
from tests.reference.cases import Case, agree, cases, kind_of, numbers

pytestmark = pytest.mark.pure


@cache
def summary() -> Summary:
    return summarise(poll_a.questionnaire(), poll_a.table())


def question(code: str) -> QuestionSummary:
    return next(question for question in summary()["questions"] if question["code"] == code)


def shown(code: str, variable: str | None) -> Mapping[str, ShownGroup]:
    """Give the groups of a question that are shown, by the number of their segment ("" for everyone)."""
    return {
        (group["segment"] or "s").removeprefix("s"): group
        for group in question(code)["groups"]
        if group["variable"] == variable and not group["hidden"]
    }


def of_kind(topic: str, kind: str) -> list[Case]:
    return [case for case in cases("poll_a", topic) if kind_of(case) == kind]


def in_poll(found: list[Case]) -> list[Case]:
    """Keep the cases of the poll's segments and questions, with don't know as R has it (the product: as a row)."""
    questions = {*poll_a.OPTIONS, "q4x"} - {"q2x"}
    return [
        case
        for case in found
        if case["args"]["segment"] in poll_a.SEGMENTS and case["args"].get("question", "q1") in questions
    ]


@pytest.mark.parametrize("case", in_poll(of_kind("crosstab", "tab")), ids=lambda case: str(case["id"]))
def test_tables(case: Case) -> None:
    args, result = case["args"], case["result"]
    groups = shown(args["question"].removesuffix("x"), args["segment"])
    counts, expected = numbers(result["counts"]), numbers(result["col_share"])
    assert groups
    for column, segment in enumerate(result["segments"]):
        if segment in groups:
            rows = {row["code"]: row for row in groups[segment]["rows"]}
            names = ["_dk" if level == "99" else level for level in result["levels"]]
            assert groups[segment]["base"] == result["base_n"][column]
            agree([rows[name]["count"] for name in names], counts[:, column].tolist())
            agree([rows[name]["share"] or 0.0 for name in names], expected[:, column].tolist())


def test_mean_of_everyone() -> None:
    mean, result = shown("r1", None)[""]["mean"], of_kind("means", "mean")[0]["result"]
    assert mean is not None
    expected = [result["estimate"]["mean of x"], result["sd"], result["median"]]
    agree([mean["mean"], mean["sd"] or 0.0, mean["median"]], expected)
    agree(mean["interval"] or [], result["conf_int"])


@pytest.mark.parametrize("case", in_poll(of_kind("means", "means")), ids=lambda case: str(case["id"]))
def test_means_of_segments(case: Case) -> None:
    code = "q4" if case["args"]["variable"] == "lik" else str(case["args"]["variable"])
    groups = shown(code, case["args"]["segment"])
    for segment, row in zip(case["result"]["segments"], numbers(case["result"]["stats"]).tolist(), strict=True):
        if segment in groups:
            mean = groups[segment]["mean"]
            assert mean is not None
            agree([groups[segment]["valid"], mean["mean"], mean["sd"] or 0.0], row)


@pytest.mark.parametrize("case", in_poll(of_kind("nets", "top2")), ids=lambda case: str(case["id"]))
def test_nets_of_a_scale(case: Case) -> None:
    groups, expected = shown("q4", case["args"]["segment"]), numbers(case["result"])
    for column, segment in enumerate(case["result"]["cols"]):
        if segment in groups:
            nets = {net["code"]: net["share"] for net in groups[segment]["nets"]}
            agree([nets["top2"] or 0.0, nets["bottom2"] or 0.0], expected[1:3, column].tolist())


def test_multiple_choice_on_respondents() -> None:
    group, result = shown("m1", None)[""], of_kind("multi_response", "mr")[0]["result"]
    assert group["base"] == result["base_asked"]
    assert [row["count"] for row in group["rows"][:-1]] == result["counts"]
    agree([row["share"] or 0.0 for row in group["rows"][:-1]], result["share_asked"])
    assert group["rows"][-1]["count"] == result["base_asked"] - result["base_any"]
