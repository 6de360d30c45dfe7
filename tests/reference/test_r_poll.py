"""A whole poll, from its stored answers, gives R's tables, means and nets."""

from collections.abc import Mapping
from functools import cache

import pytest

from polls.analysis.summary import summarise
from polls.analysis.summary_document import QuestionSummary, ShownGroup, Summary
from tests.reference import poll_a
from tests.reference.cases import Case, cases, close

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


@pytest.mark.parametrize("case", [case for case in cases("crosstabs") if case.values[0]["question"] != "q2x"])
def test_tables(case: Case) -> None:
    code = case["question"].removesuffix("x")
    groups = shown(code, case["segment"])
    assert groups
    for column, segment in enumerate(case["segments"]):
        if segment in groups:
            rows = {row["code"]: row for row in groups[segment]["rows"]}
            names = ["_dk" if level == "99" else level for level in case["levels"]]
            assert groups[segment]["base"] == case["base"][column]
            assert [rows[name]["count"] for name in names] == [line[column] for line in case["counts"]]
            assert [rows[name]["share"] for name in names] == close([line[column] for line in case["share"]])


@pytest.mark.parametrize("case", cases("means", topic="mean", variable="r1"))
def test_mean_of_everyone(case: Case) -> None:
    mean = shown("r1", None)[""]["mean"]
    assert mean is not None
    assert (mean["mean"], mean["sd"], mean["median"]) == close((case["mean"], case["sd"], case["median"]))
    assert mean["interval"] == close(case["interval"])


@pytest.mark.parametrize("case", cases("means", topic="groups"))
def test_means_of_segments(case: Case) -> None:
    code = "q4" if case["variable"] == "lik" else str(case["variable"])
    groups = shown(code, case["segment"])
    for segment, (n, expected_mean, expected_sd) in zip(case["segments"], case["groups"], strict=True):
        if segment in groups:
            mean = groups[segment]["mean"]
            assert mean is not None
            assert (groups[segment]["valid"], mean["mean"], mean["sd"]) == close((n, expected_mean, expected_sd))


@pytest.mark.parametrize("case", [case for case in cases("multiple_and_nets") if "segment" in case.values[0]])
def test_nets_of_a_scale(case: Case) -> None:
    groups = shown("q4", case["segment"])
    for column, segment in enumerate(case["segments"]):
        if segment in groups:
            nets = {net["code"]: net["share"] for net in groups[segment]["nets"]}
            expected = dict(zip(case["rows"], [line[column] for line in case["values"]], strict=True))
            assert (nets["top2"], nets["bottom2"]) == close((expected["top2"], expected["bot2"]))


@pytest.mark.parametrize("case", cases("multiple_and_nets", id="poll_a m1"))
def test_multiple_choice_on_respondents(case: Case) -> None:
    group = shown("m1", None)[""]
    assert group["base"] == case["base_asked"]
    assert [row["count"] for row in group["rows"][:-1]] == case["counts"]
    assert [row["share"] for row in group["rows"][:-1]] == close(case["share_asked"])
    assert group["rows"][-1]["count"] == case["base_asked"] - case["base_any"]
