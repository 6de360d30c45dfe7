"""Expressions that calculate: what they come to, which types belong where, and what a check that waits says."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from polls.codebook.rule_functions import Type
from polls.codebook.rule_types import mismatches
from polls.codebook.rule_values import number_text, rounded
from polls.codebook.rules import RuleError, calculate, evaluate, is_refuted, parse, parse_formula
from polls.codebook.variable_types import types_of
from tests.codebook.formulas import random_condition, random_formula, random_formula_values
from tests.codebook.sample import POLL

pytestmark = pytest.mark.pure

VECTORS = json.loads((Path(__file__).parent / "formula_vectors.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["formula"] for vector in VECTORS])
def test_each_vector_comes_out_as_written(vector: dict[str, Any]) -> None:
    formula = parse_formula(vector["formula"])
    assert [[values, calculate(formula, values)] for values, _ in vector["cases"]] == vector["cases"]


@pytest.mark.parametrize(
    ("source", "position", "english"),
    [
        ("sun(a)", 0, "There is no function ‘sun’."),
        ("round()", 0, "‘round’ takes 1 value(s) or more between its parentheses."),
        ("round(a, 1, 2)", 12, "‘round’ takes at most 2 value(s) between its parentheses."),
        ("sum(a b)", 6, "A closing parenthesis belongs here, not ‘b’."),
        ("a +", 3, "A value belongs here, not the end."),
        ("a + 1 2", 6, "‘and’, ‘or’ or the end of the condition belongs here, not ‘2’."),
        ("if(a, 1, 2)", 4, "A comparison such as = or in (…) belongs after ‘a’, not ‘,’."),
        ("-" * 31 + "a", 30, "More than 30 parentheses or ‘not’ are nested."),
        ("sum(" * 31 + "a", 120, "More than 30 parentheses or ‘not’ are nested."),
    ],
)
def test_an_error_points_at_the_character(source: str, position: int, english: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse_formula(source)
    assert (caught.value.position, caught.value.message["en"][: len(english)]) == (position, english)


def test_a_condition_must_be_true_or_false() -> None:
    with pytest.raises(RuleError) as caught:
        parse("seats + 1")
    assert caught.value.message["en"] == "A comparison such as = or in (…) belongs after ‘1’, not the end."
    assert evaluate(parse("if(a = x, b = y, c = z)"), {"a": "x", "b": "y"}) is True


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("seats + 1 > goal_grade", []),
        ("seats + outsources", [(8, "outsources", Type.CODE, Type.NUMBER)]),
        ("sum(why, seats)", [(4, "why", Type.CODES, Type.NUMBER)]),
        ("count(why) > 2", []),
        ("length(seats)", [(7, "seats", Type.NUMBER, Type.TEXT)]),
        ('contains(remark, "x") and length(remark) > 10', []),
        ("age(remark)", [(4, "remark", Type.TEXT, Type.DATE)]),
        ("age(2000-01-01) > 17", []),
        ("rank(seats, x)", [(5, "seats", Type.NUMBER, Type.CODES)]),
        ("seats > (outsources)", [(9, "outsources", Type.CODE, Type.NUMBER)]),
        ("outsources = (goal)", []),
        ("seats = (goal)", [(9, "goal", Type.CODE, Type.NUMBER)]),
        ("role + 1 > 2", []),
        ("(seats > 1) + 2", [(1, "(…)", Type.BOOLEAN, Type.NUMBER)]),
        ("if(seats > 1, seats, 0) + 1", []),
        ('if(seats > 1, "a", "b") + 1', [(0, "if(…)", Type.CODE, Type.NUMBER)]),
    ],
)
def test_a_part_of_the_wrong_type_is_found_at_its_place(source: str, found: list[tuple[object, ...]]) -> None:
    term = parse_formula(source).root
    wrong = mismatches(term, lambda name: types_of(POLL, name))
    assert [(one.position, one.found, one.given, one.wanted) for one in wrong] == found


@pytest.mark.parametrize(
    ("source", "values", "refuted"),
    [
        ("a + b <= 100", {"a": "60", "b": "50"}, True),
        ("a + b <= 100", {"a": "60", "b": "40"}, False),
        ("a + b <= 100", {"a": "160"}, False),
        ("a > 1 and a + b <= 100", {"a": "0"}, True),
        ("a = x or answered(b)", {"a": "y"}, True),
        ("a = x or answered(b)", {}, False),
        ("answered(b)", {}, True),
    ],
)
def test_a_check_says_nothing_about_what_is_missing(source: str, values: dict[str, str], refuted: bool) -> None:
    assert is_refuted(parse(source), values) is refuted


def test_numbers_are_written_without_an_exponent() -> None:
    assert [number_text(number) for number in (1e-6, 1e-7, 123456789012345.0, 1e15, 1e14 + 0.1, -0.0)] == [
        "0.000001", "0", "123456789012345", None, "100000000000000.1", "0",
    ]  # fmt: skip
    assert rounded(0.1 + 0.2, 1) == 0.3


def test_random_expressions_are_of_all_outcomes() -> None:
    rng = Random(11)
    outcomes = [calculate(parse_formula(random_formula(rng)), random_formula_values(rng)) for _ in range(400)]
    assert 40 < outcomes.count("") < 320
    assert len(set(outcomes)) > 40
    decided = [evaluate(parse(random_condition(rng)), random_formula_values(rng)) for _ in range(400)]
    assert 60 < sum(decided) < 340
