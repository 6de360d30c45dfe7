"""What the script on a page needs of its logic, beside the conditions that stand with what they are about."""

import json
from typing import Any

from polls.codebook.kinds import QuestionKind
from polls.codebook.question import Question
from polls.codebook.rules import RuleError, parse
from polls.codebook.schema import Page, variant_key
from polls.codebook.walk import formula_of
from polls.collection.fields.offers import condition_json


def page_logic(page: Page) -> str:
    """Write as JSON: the questions in the order of deciding, what is calculated, and which wordings were drawn.

    ``{"order": [code], "calculated": {code: {"term", "holds", "decimals", "showIf"}}, "wordings": [code]}``
    """
    needed = frozenset(name for question in page.questions for name in _names(question))
    calculated = [q for q in page.questions if q.kind is QuestionKind.CALCULATED and q.code in needed]
    logic: dict[str, Any] = {
        "order": [question.code for question in page.questions if not question.is_silent or question in calculated],
        "calculated": {question.code: _calculation(question) for question in calculated},
        "wordings": [question.code for question in page.questions if question.variants],
    }
    return json.dumps(logic, separators=(",", ":"))


def names_elsewhere(page: Page) -> frozenset[str]:
    """Name what the expressions on the page speak about and the page does not ask itself, wordings included."""
    names = {name for question in page.questions for name in _names(question)}
    names |= {variant_key(question) for question in page.questions if question.variants}
    own = {key for question in page.questions if question.kind is not QuestionKind.HIDDEN for key in question.keys}
    return frozenset(names - own)


def _names(question: Question) -> frozenset[str]:
    """Name what the expressions of a question speak about."""
    conditions = (question.show_if, *question.option_conditions)
    formula = formula_of(question.expression) if question.kind is QuestionKind.CALCULATED else None
    return frozenset().union(*map(_names_in, conditions), formula.names if formula else ())


def _calculation(question: Question) -> dict[str, Any]:
    formula = formula_of(question.expression)
    return {
        "term": formula.to_json() if formula else ["text", ""],
        "holds": question.holds.value,
        "decimals": question.decimals,
        "showIf": json.loads(condition_json(question.show_if) or "null"),
    }


def _names_in(condition: str) -> frozenset[str]:
    try:
        return parse(condition).names if condition else frozenset()
    except RuleError:
        return frozenset()
