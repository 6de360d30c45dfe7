import json
import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.analysis.coding import from_rows
from polls.analysis.plan import Filter, Plan, plan_for
from polls.analysis.summary import PopulationTooSmallError, summarise
from polls.analysis.summary_document import PairComparison, ShownGroup, Summary
from polls.codebook.schema import Question, QuestionKind
from tests.analysis import sample
from tests.examples import tried

pytestmark = pytest.mark.pure

POLL = sample.questionnaire(
    [
        sample.single("criterion", "quality", "price", "speed", dont_know=True),
        sample.scale("opinion", 5),
        sample.multiple("channels", "phone", "mail"),
        Question("grade", QuestionKind.RATING, sample.text("grade")),
        Question("staff", QuestionKind.NUMBER, sample.text("staff")),
        Question("remark", QuestionKind.LONG_TEXT, sample.text("remark")),
        sample.single("goal", "efficiency", "savings"),
    ],
    [
        sample.by_contact("role", "inhouse", "bpo", populations={"inhouse": 310}),
        sample.by_answer("outsourcing", "goal", {"known": ["efficiency", "savings"]}),
    ],
)


def people() -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    """100 inhouse (54 for quality, 50 of them asked for the goal), 40 outsourced, 20 without a role."""
    rng = random.Random(7)
    answers: list[dict[str, Any]] = []
    for number in range(160):
        place = number if number < 100 else number - 100
        criterion = "quality" if place < 54 else "price" if place < 90 else "_dk" if place < 95 else ""
        answers.append(
            {
                "criterion": criterion,
                "opinion": rng.choice(["p1", "p2", "p3", "p4", "p5", "_dk"]),
                "channels": rng.choice([["phone"], ["phone", "mail"], ["_dk"], []]),
                "grade": str(rng.randint(0, 10)),
                "staff": rng.choice(["10", "25.5", "3", ""]),
                "remark": rng.choice(["goed", ""]),
            }
        )
        if number < 50:
            answers[-1]["goal"] = "efficiency" if number < 17 else "savings"
    roles = ["inhouse"] * 100 + ["bpo"] * 40 + [""] * 20
    return answers, [{"role": role} if role else {} for role in roles]


def summary(*, only: Filter | None = None) -> Summary:
    return summarise(POLL, from_rows(POLL, *people()), plan=plan_for(POLL, only=only))


def shown(document: Summary, question: str, segment: str | None = None) -> ShownGroup:
    groups = next(found["groups"] for found in document["questions"] if found["code"] == question)
    group = next(group for group in groups if group["segment"] == segment)
    assert not group["hidden"]
    return group


def comparisons(document: Summary, question: str, scope: str) -> list[Any]:
    found = next(found["comparisons"] for found in document["questions"] if found["code"] == question)
    return [comparison for comparison in found if comparison["scope"] == scope]


def test_what_the_summary_is_about() -> None:
    document = summary()
    assert document["format"] == "summary/1"
    assert (document["slug"], document["n"]) == ("poll", 160)
    assert document["recipe"] == {
        "filter": None,
        "variables": ["role", "outsourcing"],
        "k": 5,
        "confidence": 0.95,
        "margin": 0.1,
        "correction": "holm",
    }
    assert document["segment_variables"][0] == {
        "code": "role",
        "overlapping": False,
        "segments": [
            {"code": "inhouse", "n": 100, "population": 310, "hidden": False},
            {"code": "bpo", "n": 40, "population": None, "hidden": False},
        ],
    }


def test_a_share_stands_on_the_base_of_its_segment() -> None:
    group = shown(summary(), "criterion", "inhouse")
    assert (group["asked"], group["answered"], group["valid"], group["base"]) == (100, 95, 90, 95)
    assert (group["skipped"], group["dont_know"], group["not_asked"], group["not_reached"]) == (5, 5, 0, 0)
    assert [(row["code"], row["count"]) for row in group["rows"]] == [
        ("quality", 54), ("price", 36), ("speed", 0), ("_dk", 5),
    ]  # fmt: skip
    assert group["rows"][0]["share"] == 54 / 95
    assert [row["method"] for row in group["rows"]] == ["wilson_fpc", "wilson_fpc", "hypergeometric", "wilson_fpc"]


def test_the_total_counts_those_in_no_segment_too() -> None:
    assert shown(summary(), "criterion")["asked"] == 160
    assert shown(summary(), "criterion")["rows"][0]["method"] == "wilson"


def test_who_was_not_asked_is_in_no_base() -> None:
    group = shown(summary(), "goal", "inhouse")
    assert (group["asked"], group["not_asked"], group["base"]) == (50, 50, 50)
    assert group["rows"][0]["share"] == 0.34


def test_a_group_that_was_not_asked_has_a_base_of_nobody() -> None:
    group = shown(summary(), "goal", "bpo")
    assert (group["base"], group["not_asked"], group["small_base"]) == (0, 40, False)
    assert [(row["count"], row["share"], row["interval"]) for row in group["rows"]] == [(0, None, None)] * 2


def test_scales_have_nets_and_a_mean_over_valid_answers() -> None:
    group = shown(summary(), "opinion")
    counts = [row["count"] for row in group["rows"]]
    assert group["base"] == group["valid"] == sum(counts)
    top, bottom = group["nets"]
    assert (top["code"], top["choices"], top["count"]) == ("top2", ["p4", "p5"], counts[3] + counts[4])
    assert (bottom["code"], bottom["choices"], bottom["count"]) == ("bottom2", ["p1", "p2"], counts[0] + counts[1])
    assert group["mean"] is not None
    assert group["mean"]["mean"] == pytest.approx(sum(point * n for point, n in enumerate(counts, 1)) / sum(counts))
    assert group["mean"]["method"] == "t"


def test_a_rating_has_the_mean_of_its_points_and_rows() -> None:
    group = shown(summary(), "grade", "inhouse")
    grades = [int(answers["grade"]) for answers in people()[0][:100]]
    assert group["mean"] is not None
    assert group["mean"]["mean"] == pytest.approx(np.mean(grades))
    assert group["mean"]["sd"] == pytest.approx(np.std(grades, ddof=1))
    assert group["mean"]["median"] == np.median(grades)
    assert group["mean"]["method"] == "t_fpc"
    assert [row["count"] for row in group["rows"]] == [grades.count(grade) for grade in range(11)]


def test_a_number_has_a_mean_and_no_rows() -> None:
    group = shown(summary(), "staff")
    values = [float(answers["staff"]) for answers in people()[0] if answers["staff"]]
    assert group["rows"] == []
    assert group["base"] == len(values)
    assert group["mean"] is not None
    assert group["mean"]["mean"] == pytest.approx(np.mean(values))
    assert group["mean"]["median"] == np.median(values)


def test_of_a_text_only_the_number_of_answers_is_told() -> None:
    group = shown(summary(), "remark")
    assert group["base"] == sum(bool(answers["remark"]) for answers in people()[0])
    assert (group["rows"], group["nets"], group["mean"]) == ([], [], None)


def test_a_small_base_is_marked() -> None:
    poll = sample.questionnaire([sample.single("a", "x", "y")], [sample.by_contact("role", "small", "large")])
    roles = sample.repeated((29, {"role": "small"}), (30, {"role": "large"}))
    document = summarise(poll, from_rows(poll, [{"a": "x"} for _ in roles], roles))
    assert shown(document, "a", "small")["small_base"]
    assert not shown(document, "a", "large")["small_base"]


def test_the_two_roles_are_compared_on_each_row() -> None:
    pairs: list[PairComparison] = comparisons(summary(), "criterion", "row")
    assert [pair["row"] for pair in pairs] == ["quality", "price", "speed", "_dk"]
    assert {(pair["first"], pair["second"]) for pair in pairs} == {("inhouse", "bpo")}
    quality = pairs[0]
    assert (quality["first_base"], quality["second_base"]) == (95, 40)
    assert quality["difference"] == 54 / 95 - 1.0
    assert quality["test"] == "two_proportion_z"
    assert quality["significant"]
    assert quality["verdict"] == "different"
    assert quality["interval_method"] == "newcombe"
    assert quality["fpc"]


def test_the_whole_table_is_tested_with_its_effect_size() -> None:
    (table,) = comparisons(summary(), "criterion", "table")
    assert table["segments"] == ["inhouse", "bpo"]
    assert table["test"] in {"pearson_chi_square", "fisher_freeman_halton"}
    assert 0 <= table["pvalue"] <= table["pvalue_adjusted"] < 0.05
    assert table["significant"]
    assert table["finding"]
    assert 0 < table["cramers_v"] < 1


def test_nets_and_means_are_compared_too() -> None:
    assert [pair["row"] for pair in comparisons(summary(), "opinion", "net")] == ["top2", "bottom2"]
    (mean,) = comparisons(summary(), "opinion", "mean")
    assert (mean["test"], mean["row"], mean["interval_method"]) == ("welch_t", None, "welch_t")
    assert mean["interval"][0] < mean["difference"] < mean["interval"][1]


def test_three_groups_get_an_analysis_of_variance() -> None:
    poll = sample.questionnaire(
        [Question("grade", QuestionKind.RATING, sample.text("grade"))], [sample.by_contact("size", "s", "m", "l")]
    )
    sizes = [{"size": size} for size in "sml" for _ in range(20)]
    answers = [{"grade": str(number % 7 + "sml".index(person["size"]))} for number, person in enumerate(sizes)]
    found = summarise(poll, from_rows(poll, answers, sizes))["questions"][0]["comparisons"]
    assert [comparison["test"] for comparison in found if comparison["scope"] == "mean"] == ["welch_anova"] + [
        "welch_t"
    ] * 3


def test_a_multiple_choice_is_compared_by_option_and_not_as_a_table() -> None:
    assert comparisons(summary(), "channels", "table") == []
    assert [pair["row"] for pair in comparisons(summary(), "channels", "row")] == ["phone", "mail", "_dk"]


def test_a_question_is_not_compared_over_segments_made_from_it() -> None:
    poll = sample.questionnaire(
        [sample.single("a", "x", "y")], [sample.by_answer("kind", "a", {"first": ["x"], "second": ["y"]})]
    )
    rows = sample.repeated((20, {"a": "x"}), (20, {"a": "y"}))
    (question,) = summarise(poll, from_rows(poll, rows, [{} for _ in rows]))["questions"]
    assert question["comparisons"] == []


def test_segments_that_share_people_are_not_compared() -> None:
    poll = sample.questionnaire(
        [sample.multiple("m", "x", "y"), sample.single("a", "x", "y")],
        [sample.by_answer("ticks", "m", {"x": ["x"], "y": ["y"]})],
    )
    rows = sample.repeated(
        (20, {"m": ["x", "y"], "a": "x"}), (20, {"m": ["y"], "a": "y"}), (20, {"m": ["x"], "a": "y"})
    )
    document = summarise(poll, from_rows(poll, rows, [{} for _ in rows]))
    assert document["segment_variables"][0]["overlapping"]
    assert [question["comparisons"] for question in document["questions"]] == [[], []]


def test_a_pair_with_a_base_under_ten_is_not_testable() -> None:
    poll = sample.questionnaire([sample.single("a", "x", "y")], [sample.by_contact("role", "small", "large")])
    roles = sample.repeated((9, {"role": "small"}), (60, {"role": "large"}))
    document = summarise(poll, from_rows(poll, [{"a": "x"} for _ in roles], roles))
    pair = comparisons(document, "a", "row")[0]
    assert (pair["verdict"], pair["test"], pair["pvalue"], pair["significant"]) == ("not_testable", None, None, False)


def test_a_filter_is_the_table_of_that_segment() -> None:
    document = summary(only=Filter("role", "inhouse"))
    assert document["n"] == 100
    assert document["recipe"]["filter"] == {"variable": "role", "segment": "inhouse"}
    assert document["recipe"]["variables"] == ["outsourcing"]
    whole = shown(summary(), "criterion", "inhouse")
    filtered = shown(document, "criterion")
    assert filtered["rows"] == whole["rows"]
    assert filtered["population"] == 310
    assert shown(document, "staff")["mean"] == shown(summary(), "staff", "inhouse")["mean"]


def test_a_filter_on_the_segments_of_an_overlapping_variable() -> None:
    poll = sample.questionnaire(
        [sample.multiple("m", "x", "y"), sample.single("a", "x", "y")],
        [sample.by_answer("ticks", "m", {"x": ["x"], "y": ["y"]}), sample.by_contact("role", "in", "out")],
    )
    rows = sample.repeated(
        (20, {"m": ["x", "y"], "a": "x"}), (30, {"m": ["y"], "a": "y"}), (10, {"m": ["x"], "a": "y"})
    )
    roles = [{"role": "in" if number % 2 else "out"} for number in range(60)]
    document = summarise(poll, from_rows(poll, rows, roles), plan=plan_for(poll, only=Filter("ticks", "y")))
    assert document["n"] == 50
    assert [row["count"] for row in shown(document, "a")["rows"]] == [20, 30]
    assert shown(document, "a", "in")["base"] == 25


def test_an_unknown_filter_is_an_error() -> None:
    with pytest.raises(ValueError, match="no segment 'press' of variable 'role'"):
        plan_for(POLL, only=Filter("role", "press"))


def test_a_population_smaller_than_its_respondents_is_an_error_that_names_it() -> None:
    poll = sample.questionnaire(
        [sample.single("a", "x")], [sample.by_contact("role", "in", "out", populations={"in": 9})]
    )
    roles = sample.repeated((10, {"role": "in"}), (10, {"role": "out"}))
    table = from_rows(poll, [{"a": "x"} for _ in roles], roles)
    with pytest.raises(PopulationTooSmallError, match="segment in of role has 10 respondents in a population of 9"):
        summarise(poll, table)
    with pytest.raises(PopulationTooSmallError, match="10 respondents in a population of 9"):
        summarise(poll, table, plan=plan_for(poll, only=Filter("role", "in")))


def test_nobody_answered_yet() -> None:
    document = summarise(POLL, from_rows(POLL, [], []))
    assert document["n"] == 0
    assert shown(document, "criterion")["rows"][0]["share"] is None
    assert all(question["comparisons"] == [] for question in document["questions"])


def test_the_document_is_plain_json() -> None:
    text = json.dumps(summary(), allow_nan=False)
    assert json.loads(text) == summary()


@given(st.randoms(use_true_random=False), st.sampled_from([None, Filter("role", "inhouse")]))
@tried(4, 30)
def test_the_order_of_the_rows_changes_not_a_byte(rng: random.Random, only: Filter | None) -> None:
    answers, attributes = people()
    order = rng.sample(range(len(answers)), len(answers))
    shuffled = from_rows(POLL, [answers[row] for row in order], [attributes[row] for row in order])
    again = summarise(POLL, shuffled, plan=plan_for(POLL, only=only))
    assert json.dumps(again) == json.dumps(summary(only=only))


responses = st.lists(
    st.tuples(st.sampled_from(["x", "y", "_dk", "", None]), st.sampled_from(["in", "out", "other", None])), max_size=60
)


@given(responses)
@tried(20, 200)
def test_segments_and_those_in_none_add_up_to_the_total(rows: list[tuple[str | None, str | None]]) -> None:
    poll = sample.questionnaire(
        [sample.single("a", "x", "y", dont_know=True)], [sample.by_contact("role", "in", "out", "rest")], minimum_base=1
    )
    answers = [{} if answer is None else {"a": answer} for answer, _ in rows]
    roles = [{} if role is None else {"role": "rest" if role == "other" else role} for _, role in rows]
    inside = summarise(poll, from_rows(poll, answers, roles), plan=Plan(("role",)))
    outside = sum(answer in ("x", "y", "_dk") and role is None for answer, role in rows)
    groups = [group for group in inside["questions"][0]["groups"] if not group["hidden"]]
    if len(groups) == 4:
        total, *parts = groups
        assert sum(part["base"] for part in parts) + outside == total["base"]
        for row in range(3):
            nowhere = sum(answer == total["rows"][row]["code"] and role is None for answer, role in rows)
            assert sum(part["rows"][row]["count"] for part in parts) + nowhere == total["rows"][row]["count"]
    for group in groups:
        if group["base"]:
            assert sum(row["share"] or 0 for row in group["rows"]) == pytest.approx(1)
