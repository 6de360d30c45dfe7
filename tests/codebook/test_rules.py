"""Conditions: how they are read, decided and written for the browser."""

import json
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polls.codebook.rule_values import as_number, texts_of
from polls.codebook.rules import Rule, RuleError, evaluate, parse, possible, to_json
from tests.codebook.sample import random_rule, random_values

pytestmark = pytest.mark.pure

VECTORS = json.loads((Path(__file__).parent / "rule_vectors.json").read_text(encoding="utf-8"))

WORDS = ("a", "b", "=", "!=", "<", "in", "not", "and", "or", "(", ")", ",", "7", "'x'", "includes", "answered")


def decide(source: str, **values: Any) -> bool:
    return evaluate(parse(source), values)


def error_of(source: str) -> RuleError:
    with pytest.raises(RuleError) as caught:
        parse(source)
    return caught.value


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["rule"] for vector in VECTORS])
def test_each_vector_comes_out_as_written(vector: dict[str, Any]) -> None:
    rule = parse(vector["rule"])
    assert [[values, evaluate(rule, values)] for values, _ in vector["cases"]] == vector["cases"]


class TestReading:
    def test_names_are_all_that_the_condition_depends_on(self) -> None:
        rule = parse("role = inhouse and (outsources in (fully, partly) or not answered(goal))")
        assert rule.names == {"role", "outsources", "goal"}

    def test_literals_of_a_name_come_in_order_with_their_place(self) -> None:
        literals = parse('a in (x, "y z") or b = 1 or a >= 2').literals_for("a")
        assert [(literal.text, literal.number, literal.position) for literal in literals] == [
            ("x", None, 6),
            ("y z", None, 9),
            ("2", 2.0, 33),
        ]

    def test_conditions_become_nested_lists(self) -> None:
        written = to_json(parse("role = inhouse and (b in (x, 1, 2.50) or not answered(c)) and d not in ('7')"))
        assert written == [
            "and",
            ["=", "role", "inhouse"],
            ["or", ["in", "b", ["x", 1, 2.5]], ["not", ["answered", "c"]]],
            ["not in", "d", ["7"]],
        ]
        assert json.dumps(written).count(".") == 1

    def test_reading_the_same_source_again_gives_the_same_rule(self) -> None:
        assert parse("a = x") is parse("a = x")


class TestErrors:
    @pytest.mark.parametrize(
        ("source", "position", "dutch"),
        [
            ("", 0, "De voorwaarde is leeg."),
            ("  ", 2, "De voorwaarde is leeg."),
            ("role", 4, "Na ‘role’ hoort een vergelijking te staan, zoals = of in (…), niet het einde."),
            ("role inhouse", 5, "Na ‘role’ hoort een vergelijking te staan, zoals = of in (…), niet ‘inhouse’."),
            ("role and x = y", 5, "Na ‘role’ hoort een vergelijking te staan, zoals = of in (…), niet ‘and’."),
            ("role not = x", 9, "Na ‘role’ hoort een vergelijking te staan, zoals = of in (…), niet ‘=’."),
            ("role =", 6, "Hier hoort een waarde te staan, niet het einde."),
            ("role = and", 7, "Hier hoort een waarde te staan, niet ‘and’."),
            ("role in inhouse", 8, "Na ‘in’ hoort een haakje openen te staan, niet ‘inhouse’."),
            ("role in ()", 9, "Hier hoort een waarde te staan, niet ‘)’."),
            ("role in (a b)", 11, "Hier hoort een haakje sluiten te staan, niet ‘b’."),
            ("(role = a", 9, "Hier hoort een haakje sluiten te staan, niet het einde."),
            ("role = a)", 8, "Hier hoort ‘and’, ‘or’ of het einde van de voorwaarde te staan, niet ‘)’."),
            ("role = a b = c", 9, "Hier hoort ‘and’, ‘or’ of het einde van de voorwaarde te staan, niet ‘b’."),
            ("and a = b", 0, "Hier hoort de code van een vraag of een kenmerk te staan, niet ‘and’."),
            ("answered goal", 9, "Na ‘answered’ hoort een haakje openen te staan, niet ‘goal’."),
            ("answered(7)", 9, "Hier hoort de code van een vraag of een kenmerk te staan, niet ‘7’."),
            ('grade > "7"', 8, 'Na ‘>’ hoort een getal te staan, niet ‘"7"’.'),
            ("a = 'x", 4, "Het aanhalingsteken wordt niet gesloten."),
            ("n = 1234567890123456", 4, "Een getal heeft hoogstens 15 cijfers."),
            (
                "a = x&y",
                5,
                "Het teken ‘&’ hoort hier niet. Zet een waarde met bijzondere tekens tussen aanhalingstekens.",
            ),
            (
                "a = x-y",
                5,
                "Zet een waarde met een streepje tussen aanhalingstekens, of spaties om een minteken.",
            ),
            ("a = ''", 4, "Een lege waarde komt niet voor. Met ‘not answered(a)’ vraagt u of iets leeg is gelaten."),
        ],
    )
    def test_an_error_points_at_the_character(self, source: str, position: int, dutch: str) -> None:
        error = error_of(source)
        assert (error.position, error.message["nl"]) == (position, dutch)

    def test_an_error_speaks_english_too(self) -> None:
        error = error_of("role =")
        assert error.message["en"] == "A value belongs here, not the end."
        assert str(error) == "A value belongs here, not the end. (character 7)"

    @pytest.mark.parametrize("source", ["(" * 31 + "a = x" + ")" * 31, "not " * 31 + "a = x"])
    def test_nesting_has_an_end(self, source: str) -> None:
        assert error_of(source).message["en"] == "More than 30 parentheses or ‘not’ are nested."

    @pytest.mark.parametrize("source", ["(" * 30 + "a = x" + ")" * 30, "not " * 30 + "a = x"])
    def test_thirty_deep_is_still_read(self, source: str) -> None:
        assert decide(source, a="x") is True

    def test_parentheses_that_were_closed_do_not_count(self) -> None:
        before = "(a = x) and " * 40
        assert decide(before + "(" * 30 + "a = x" + ")" * 30, a="x") is True
        assert error_of(before + "(" * 31 + "a = x").position == len(before) + 30

    def test_deep_nesting_never_exhausts_the_stack(self) -> None:
        room = sys.getrecursionlimit()
        sys.setrecursionlimit(400)
        try:
            assert error_of("(not " * 350 + "a = x").position == 75
        finally:
            sys.setrecursionlimit(room)

    def test_a_long_condition_is_refused(self) -> None:
        within = " or ".join(["a = x"] * 222)
        assert len(within) == 1994
        assert decide(within + " " * 6, a="x") is True
        assert error_of(within + " " * 7).position == 2000
        assert error_of(within + " or a = y").message["en"] == "The condition is longer than 2000 characters."

    @given(st.text(max_size=60))
    def test_any_text_is_read_or_refused_at_a_place_within(self, source: str) -> None:
        assert 0 <= _stopped_at(source) <= len(source)

    @given(st.lists(st.sampled_from(WORDS), max_size=14))
    def test_any_words_are_read_or_refused_at_a_place_within(self, words: list[str]) -> None:
        source = " ".join(words)
        assert 0 <= _stopped_at(source) <= len(source)


class TestUndecided:
    @pytest.mark.parametrize(
        ("source", "possible_now"),
        [
            ("a = x", True),
            ("not a = x", True),
            ("b = y", False),
            ("a = x and b = y", False),
            ("a = x or b = y", True),
            ("b = z and a = x", True),
            ("b = z or a = x", True),
            ("not (b = z or a = x)", False),
        ],
    )
    def test_a_condition_that_waits_for_an_answer_may_still_hold(self, source: str, possible_now: bool) -> None:
        assert possible(parse(source), {"b": "z"}, frozenset({"a"})) is possible_now


def _stopped_at(source: str) -> int:
    """Read and decide the condition; give where reading stopped, which is the end when all is well."""
    try:
        evaluate(parse(source), {"a": "x"})
    except RuleError as error:
        return error.position
    return len(source)


def _decide_written(condition: list[Any], values: dict[str, Any]) -> bool:
    """Decide a condition from its JSON form alone: a second reading of the language, as plain as can be."""
    operator, *parts = condition
    if operator in ("and", "or"):
        outcomes = [_decide_written(part, values) for part in parts]
        return all(outcomes) if operator == "and" else any(outcomes)
    if operator == "not":
        return not _decide_written(parts[0], values)
    answers = texts_of(values.get(parts[0]))
    if operator == "answered" or not answers:
        return bool(answers)
    wanted = parts[1] if isinstance(parts[1], list) else [parts[1]]
    hits = [answer for answer in answers for one in wanted if one in (answer, as_number(answer))]
    alone = as_number(answers[0]) if len(answers) == 1 else None
    return {
        "=": len(answers) == 1 and bool(hits),
        "!=": not (len(answers) == 1 and hits),
        "in": bool(hits),
        "includes": bool(hits),
        "not in": not hits,
        "<": alone is not None and operator == "<" and alone < wanted[0],
        "<=": alone is not None and operator == "<=" and alone <= wanted[0],
        ">": alone is not None and operator == ">" and alone > wanted[0],
        ">=": alone is not None and operator == ">=" and alone >= wanted[0],
    }[operator]


@given(st.randoms())
def test_the_written_form_decides_as_the_condition_does(rng: Random) -> None:
    rule = parse(random_rule(rng))
    written = json.loads(json.dumps(to_json(rule)))
    for _ in range(5):
        values = random_values(rng)
        assert evaluate(rule, values) is _decide_written(written, values), (rule.source, values)


@given(st.randoms())
def test_with_nothing_undecided_possible_is_the_same_as_true(rng: Random) -> None:
    rule, values = parse(random_rule(rng)), random_values(rng)
    assert possible(rule, values, frozenset()) is evaluate(rule, values)


@given(st.randoms())
def test_what_is_impossible_stays_so_whatever_is_answered(rng: Random) -> None:
    rule, values, later = parse(random_rule(rng)), random_values(rng), random_values(rng)
    later.pop("c", None)
    later.update({name: value for name, value in values.items() if name == "c"})
    assert possible(rule, values, frozenset("ab")) or not evaluate(rule, later)


def test_random_conditions_are_of_both_outcomes() -> None:
    rng = Random(7)
    outcomes = [evaluate(parse(random_rule(rng)), random_values(rng)) for _ in range(400)]
    assert 80 < sum(outcomes) < 320
    assert isinstance(parse("a = x"), Rule)
