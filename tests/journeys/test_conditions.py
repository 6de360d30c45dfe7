"""Conditions in a real browser decide as they do on the server."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser

from polls.codebook.rules import calculate, evaluate, parse, parse_formula, to_json
from tests.codebook.formulas import random_condition, random_formula, random_formula_values
from tests.codebook.sample import random_rule, random_values

pytestmark = [pytest.mark.journey, pytest.mark.either]

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "ksfsurvey" / "static" / "ksf" / "rules.js"
VECTORS = json.loads((ROOT / "tests" / "codebook" / "rule_vectors.json").read_text(encoding="utf-8"))
FORMULAS = json.loads((ROOT / "tests" / "codebook" / "formula_vectors.json").read_text(encoding="utf-8"))
SITE = "https://rules.example"
POLICY = {"Content-Security-Policy": "default-src 'none'; script-src 'self'"}
PAGE = '<!doctype html><html lang="nl"><title>rules</title><script src="/rules.js"></script>'


def decided_in(browser: Browser, cases: list[tuple[Any, Any]], work: str = "evaluate") -> list[Any]:
    """Work out each (expression as JSON, values) in a page under the product's policy for scripts."""
    page = browser.new_page()
    page.route(f"{SITE}/", lambda route: route.fulfill(body=PAGE, content_type="text/html", headers=POLICY))
    page.route(f"{SITE}/rules.js", lambda route: route.fulfill(path=SCRIPT, content_type="text/javascript"))
    page.goto(f"{SITE}/")
    decide = f"cases => cases.map(([expression, values]) => window.ksfRules.{work}(expression, values))"
    outcomes: list[Any] = page.evaluate(decide, json.loads(json.dumps(cases)))
    page.close()
    return outcomes


def test_each_vector_comes_out_as_written(browser: Browser) -> None:
    written = [(vector["rule"], values, expected) for vector in VECTORS for values, expected in vector["cases"]]
    outcomes = decided_in(browser, [(to_json(parse(rule)), values) for rule, values, _ in written])
    decided = [(rule, values, outcome) for (rule, values, _), outcome in zip(written, outcomes, strict=True)]
    assert decided == written


def test_two_thousand_random_conditions_come_out_as_on_the_server(browser: Browser) -> None:
    rng = Random(20250304)
    cases = [(parse(random_rule(rng)), random_values(rng)) for _ in range(2000)]
    outcomes = decided_in(browser, [(to_json(rule), values) for rule, values in cases])
    differing = [
        (rule.source, values)
        for (rule, values), outcome in zip(cases, outcomes, strict=True)
        if evaluate(rule, values) is not outcome
    ]
    assert differing == []


def test_each_formula_comes_out_as_written(browser: Browser) -> None:
    written = [(vector["formula"], values, expected) for vector in FORMULAS for values, expected in vector["cases"]]
    cases = [(parse_formula(source).to_json(), values) for source, values, _ in written]
    outcomes = decided_in(browser, cases, "calculate")
    assert [(*case[:2], outcome) for case, outcome in zip(written, outcomes, strict=True)] == written


def test_five_thousand_random_expressions_come_out_as_on_the_server(browser: Browser) -> None:
    rng = Random(20250418)
    formulas = [(parse_formula(random_formula(rng)), random_formula_values(rng)) for _ in range(3000)]
    calculated = decided_in(browser, [(formula.to_json(), values) for formula, values in formulas], "calculate")
    rules = [(parse(random_condition(rng)), random_formula_values(rng)) for _ in range(2000)]
    decided = decided_in(browser, [(to_json(rule), values) for rule, values in rules])
    differing = [
        (formula.source, values, outcome, calculate(formula, values))
        for (formula, values), outcome in zip(formulas, calculated, strict=True)
        if calculate(formula, values) != outcome
    ]
    assert differing == []
    assert [
        rule.source for (rule, values), is_so in zip(rules, decided, strict=True) if evaluate(rule, values) is not is_so
    ] == []
