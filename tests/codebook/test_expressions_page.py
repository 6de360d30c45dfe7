"""docs/expressions.md says what is so."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from polls.codebook.problems import find
from polls.codebook.rule_functions import FUNCTIONS
from polls.codebook.rule_nodes import COMPARISONS
from polls.codebook.rules import RESERVED, RuleError, evaluate, parse, parse_formula
from polls.codebook.schema import Page, QuestionKind
from tests.codebook.sample import POLL, ask

pytestmark = pytest.mark.pure

PAGE = (Path(__file__).parents[2] / "docs" / "expressions.md").read_text(encoding="utf-8")


def rows(section: str) -> list[list[str]]:
    """Give the cells of the rows of the table under the heading, without its head."""
    text = PAGE.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def message_of(condition: str, character: str) -> str:
    if character:
        with pytest.raises(RuleError) as caught:
            parse(condition)
        assert caught.value.position + 1 == int(character)
        return caught.value.message["en"]
    start, *others = POLL.pages
    last = Page("last", (ask("last", QuestionKind.SINGLE, "x", "y", show_if=condition),))
    (problem,) = find(replace(POLL, pages=(start, *others, last)))
    return problem.message["en"]


@pytest.mark.parametrize(("condition", "character", "message"), rows("Errors"))
def test_each_error_reads_as_written(condition: str, character: str, message: str) -> None:
    assert message_of(condition.strip("`"), character) == message


@pytest.mark.parametrize("condition", [row[0] for row in rows("Comparisons")])
def test_each_comparison_can_be_read(condition: str) -> None:
    assert parse(condition.strip("`")).names


@pytest.mark.parametrize(("condition", "outcome"), rows("When there is no answer"))
def test_without_an_answer_each_comes_out_as_written(condition: str, outcome: str) -> None:
    assert str(evaluate(parse(condition.strip("`")), {"goal": ""})).lower() == outcome
    assert str(evaluate(parse(condition.strip("`")), {})).lower() == outcome


def test_every_operator_and_reserved_word_is_described() -> None:
    written = set(re.findall(r"`([^`]+)`", PAGE))
    assert all(any(operator in example for example in written) for operator in COMPARISONS)
    assert written >= RESERVED


@pytest.mark.parametrize("formula", [row[0] for row in rows("Calculating")])
def test_each_function_can_be_read(formula: str) -> None:
    assert all(parse_formula(example) for example in re.findall("`([^`]+)`", formula))


def test_every_function_is_described() -> None:
    described = " ".join(row[0] for row in rows("Calculating"))
    assert [name for name in FUNCTIONS if f"{name}(" not in described] == []
