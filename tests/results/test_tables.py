"""Any table of a poll on the command line."""

import json
import random
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.results import sample
from tests.results.conftest import poll_with_results

pytestmark = pytest.mark.django_db


def tabulate(*arguments: str) -> Any:
    printed = StringIO()
    call_command("tabulate", *arguments, stdout=printed)
    return json.loads(printed.getvalue())["tables"][0]


def test_a_question_by_a_segment_variable() -> None:
    poll, run = poll_with_results()
    summary = run.summary or {}

    table = tabulate(poll.slug, "--rows", "opinion", "--columns", "role", "--language", "en")

    question = next(each for each in summary["questions"] if each["code"] == "opinion")
    groups = {group["segment"]: group for group in question["groups"] if group["variable"] in (None, "role")}
    found = table["variables"][0]
    assert [column["segment"] for column in table["columns"]] == [None, "inhouse", "bpo"]
    assert found["base"][0] == [groups[segment]["base"] for segment in (None, "inhouse", "bpo")]
    for row, code in enumerate(["p1", "p2", "p3", "p4", "p5"]):
        shares = [groups[segment]["rows"][row]["share"] for segment in (None, "inhouse", "bpo")]
        assert found["rows"][row]["code"] == code
        assert found["estimate"][row] == pytest.approx(shares)
    assert found["estimate"][-1][0] == pytest.approx(groups[None]["mean"]["mean"])


def test_nested_columns_a_filter_and_every_kind_of_row() -> None:
    poll, _run = poll_with_results(200)

    table = tabulate(
        poll.slug, "--rows", "channels", "grade", "seats", "--columns", "role > channels", "--filter", "grade >= 5"
    )

    assert [variable["code"] for variable in table["variables"]] == ["channels", "grade", "seats"]
    assert table["columns"][1]["segment"] == "inhouse > phone"
    assert table["filter"] == "grade >= 5"
    assert {row["measure"] for row in table["variables"][1]["rows"]} == {"row", "mean"}


def test_small_groups_stay_hidden() -> None:
    poll, _run = poll_with_results(12)

    table = tabulate(poll.slug, "--rows", "opinion", "--columns", "role > channels")

    for variable in table["variables"]:
        hidden = set(variable["hidden"])
        for column, base in enumerate(variable["base"][0]):
            assert (base is None) == (column in hidden)
            assert base is None or base == 0 or base >= 5


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["nowhere", "--rows", "opinion"], "There is no poll"),
        (["sample", "--rows", "opinoin"], "did you mean 'opinion'"),
        (["sample", "--rows", "opinion", "--columns", "sector"], "'sector' is not a variable"),
        (["sample", "--rows", "opinion", "--filter", "role ="], "character 7 of the condition"),
        (["sample", "--rows", "opinion", "--weights", "mine"], "no accepted weights named mine"),
    ],
)
def test_what_cannot_be_made_is_said(arguments: list[str], complaint: str) -> None:
    poll_with_results()

    with pytest.raises(CommandError, match=complaint):
        call_command("tabulate", *arguments)


def test_new_responses_are_in_the_next_table() -> None:
    poll, _run = poll_with_results()
    before = tabulate(poll.slug, "--rows", "grade")["variables"][0]
    known, rng = sample.questionnaire(), random.Random(2)
    more = [sample.random_answers(rng, known) for _ in range(30)]
    sample.respond(poll, more, [sample.random_attributes(rng) for _ in range(30)])

    after = tabulate(poll.slug, "--rows", "grade")["variables"][0]

    assert sum(sum(before["bases"][name]) for name in ("asked", "not_asked", "not_reached")) == 120
    assert sum(sum(after["bases"][name]) for name in ("asked", "not_asked", "not_reached")) == 150
