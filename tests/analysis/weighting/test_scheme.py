"""Weights of a poll: targets from a table, what they do, and a Summary with them."""

from typing import Any

import numpy as np
import pytest

from polls.analysis.coding import from_rows
from polls.analysis.summary import summarise
from polls.analysis.table import ResponseTable
from polls.analysis.weighting.report import weighting_report
from polls.analysis.weighting.scheme import Method, Scheme, TargetError, read_targets, weigh
from polls.analysis.weighting.weighed_summary import weighed_summary
from polls.codebook.schema import Questionnaire
from tests.analysis import sample

pytestmark = pytest.mark.pure

ROWS = [(1, ["variable", "segment", "target"]), (2, ["role", "a", "75%"]), (3, ["role", "b", "25"])]


def poll(*, anonymous: bool = True) -> Questionnaire:
    made = sample.questionnaire(
        [sample.single("q", "yes", "no"), sample.scale("s", 5)],
        [sample.by_contact("role", "a", "b"), sample.by_contact("size", "s", "l")],
    )
    return Questionnaire(**{**made.__dict__, "is_anonymous": anonymous}) if not anonymous else made


def table() -> ResponseTable:
    """Twenty of role a, of whom five say yes; twenty of role b, of whom fifteen do. Scores: a gives 2, b gives 4."""
    people: list[tuple[int, dict[str, Any], dict[str, str]]] = [
        (5, {"q": "yes", "s": "p2"}, {"role": "a", "size": "s"}),
        (15, {"q": "no", "s": "p2"}, {"role": "a", "size": "l"}),
        (15, {"q": "yes", "s": "p4"}, {"role": "b", "size": "s"}),
        (5, {"q": "no", "s": "p4"}, {"role": "b", "size": "l"}),
    ]
    answers = [given for count, given, _known in people for _ in range(count)]
    return from_rows(poll(), answers, [known for count, _given, known in people for _ in range(count)])


def test_targets_are_read_by_code_or_label_as_shares_percentages_or_numbers() -> None:
    assert read_targets(poll(), ROWS) == {"role": {"a": 0.75, "b": 0.25}}
    numbers = [(1, ["role", "a", "1 500"]), (2, ["role", "b", "500"])]
    assert read_targets(poll(), numbers) == {"role": {"a": 0.75, "b": 0.25}}
    commas = [(1, ["role", "a", "0,75"]), (2, ["role", "b", "0,25"])]
    assert read_targets(poll(), commas) == {"role": {"a": 0.75, "b": 0.25}}


@pytest.mark.parametrize(
    ("rows", "code", "place"),
    [
        ([], "nothing", ("", "")),
        ([(4, ["kind", "a", "1"])], "unknown_variable", ("", "")),
        ([(4, ["role", "c", "1"])], "unknown_segment", ("role", "")),
        ([(1, ["role", "a", "75"]), (2, ["role", "a", "25"])], "twice", ("role", "a")),
        ([(1, ["role", "a", "much"])], "no_number", ("role", "a")),
        ([(1, ["role", "a", ""])], "no_number", ("role", "a")),
        ([(1, ["role", "a", "0"])], "not_positive", ("role", "a")),
        ([(1, ["role", "a", "nan"])], "not_positive", ("role", "a")),
        ([(1, ["role", "a", "100"])], "missing", ("role", "b")),
        (
            [
                (1, ["role", "a", "900"]),
                (2, ["role", "b", "100"]),
                (3, ["size", "s", "700"]),
                (4, ["size", "l", "100"]),
            ],
            "totals",
            ("role", "size"),
        ),
    ],
)
def test_an_error_names_the_line_and_the_cell(rows: Any, code: str, place: tuple[str, str]) -> None:
    with pytest.raises(TargetError) as error:
        read_targets(poll(), rows)
    assert (error.value.code, (error.value.variable, error.value.segment)) == (code, place)


def test_an_empty_segment_and_respondents_outside_are_named() -> None:
    one = from_rows(poll(), [{"q": "yes"}] * 9, [{"role": "a"}] * 9)
    with pytest.raises(TargetError, match="empty role b"):
        weigh(poll(), one, Scheme(read_targets(poll(), ROWS)))
    some = from_rows(poll(), [{"q": "yes"}] * 16, [{"role": "a"}] * 5 + [{"role": "b"}] * 5 + [{}] * 6)
    with pytest.raises(TargetError, match="outside role 6"):
        weigh(poll(), some, Scheme(read_targets(poll(), ROWS)))
    few = from_rows(poll(), [{"q": "yes"}] * 12, [{"role": "a"}] * 5 + [{"role": "b"}] * 5 + [{}] * 2)
    with pytest.raises(TargetError, match="outside role < 5"):
        weigh(poll(), few, Scheme(read_targets(poll(), ROWS)))


@pytest.mark.parametrize("method", list(Method))
def test_every_method_meets_the_targets(method: Method) -> None:
    scheme = Scheme({"role": {"a": 0.6, "b": 0.4}, "size": {"s": 0.5, "l": 0.5}}, method)
    report = weighting_report(poll(), table(), scheme, weigh(poll(), table(), scheme))
    assert report["converged"]
    found = {each["code"]: each["weighted_share"] for margin in report["margins"] for each in margin["segments"]}
    assert found == pytest.approx({"a": 0.6, "b": 0.4, "s": 0.5, "l": 0.5}, abs=1e-9)
    assert report["n"] == 40
    assert report["effective_base"] == pytest.approx(40 / report["design_effect"])


def test_the_report_gives_the_range_and_the_price() -> None:
    """Weights 1.5 and 0.5: effective base 40² / (20·2.25 + 20·0.25) · (1/1) = 32, design effect 1.25."""
    scheme = Scheme(read_targets(poll(), ROWS))
    report = weighting_report(poll(), table(), scheme, weigh(poll(), table(), scheme))
    assert (report["smallest"], report["largest"]) == pytest.approx((0.5, 1.5))
    assert (report["effective_base"], report["design_effect"]) == pytest.approx((32, 1.25))


def weighed(known: Questionnaire) -> Any:
    scheme = Scheme(read_targets(known, ROWS))
    plain = summarise(known, table())
    return weighed_summary(known, table(), plain, weigh(known, table(), scheme), scheme.targets)


def test_shares_and_means_are_those_of_the_population() -> None:
    """Yes: 0.75 · 5/20 + 0.25 · 15/20 = 37.5 %. Mean score: 0.75 · 2 + 0.25 · 4 = 2.5."""
    single, scale = weighed(poll())["questions"]
    total = single["groups"][0]
    yes = total["rows"][0]
    assert (yes["count"], yes["unweighted_share"], yes["share"]) == (20, 0.5, 0.375)
    assert yes["interval"][0] < 0.375 < yes["interval"][1]
    assert total["effective_base"] == 32
    assert scale["groups"][0]["mean"]["mean"] == 2.5
    assert scale["groups"][0]["mean"]["unweighted_mean"] == 3.0
    segments = {
        group["segment"]: group["rows"][0]["share"] for group in single["groups"] if group["variable"] == "role"
    }
    assert segments == {"a": 0.25, "b": 0.75}


def test_weighting_takes_what_is_known_out_of_the_variance() -> None:
    """The standard error of a post-stratified share: √Σ W²·p(1−p)/n, here with n of 20 each."""
    total = weighed(poll(anonymous=False))["questions"][0]["groups"][0]
    low, high = total["rows"][0]["interval"]
    exact = np.sqrt(0.75**2 * 0.1875 / 20 + 0.25**2 * 0.1875 / 20)
    logit = (np.log(high / (1 - high)) - np.log(low / (1 - low))) / 2
    assert logit * 0.375 * 0.625 / 2.0227 == pytest.approx(exact, rel=0.02)


def test_pairs_are_tested_under_the_weights() -> None:
    pairs = [each for each in weighed(poll())["questions"][0]["comparisons"] if each["scope"] == "row"]
    first = next(each for each in pairs if each["row"] == "yes" and each["variable"] == "role")
    assert (first["test"], first["verdict"], first["significant"]) == ("design_t", "different", True)
    assert first["difference"] == pytest.approx(-0.5)


def test_no_weighted_total_where_a_segment_of_the_weights_is_hidden() -> None:
    """Question s is answered by three of role b: its weighted total would tell what they said."""
    known = poll()
    rows = [{"q": "yes", "s": "p2"}] * 20 + [{"q": "no", "s": "p4"}] * 3 + [{"q": "no"}] * 17
    answers = from_rows(known, rows, [{"role": "a", "size": "s"}] * 20 + [{"role": "b", "size": "l"}] * 20)
    scheme = Scheme(read_targets(known, ROWS))
    plain = summarise(known, answers)
    told: Any = weighed_summary(known, answers, plain, weigh(known, answers, scheme), scheme.targets)
    assert all(group["hidden"] for group in told["questions"][1]["groups"])
    assert not told["questions"][0]["groups"][0]["hidden"]
